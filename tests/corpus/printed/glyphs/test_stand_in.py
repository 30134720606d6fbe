"""Tests of `textml.corpus.printed.glyphs.stand_in`."""

from io import BytesIO

from fontTools.ttLib import TTFont

from textml.corpus.printed.glyphs.stand_in import build_font


def test_the_font_is_one():
    """fontTools reads it, and finds one glyph for all characters, a font size wide."""
    font = TTFont(BytesIO(build_font()))
    characters = font.getBestCmap() or {}
    assert {characters.get(ord(character)) for character in "山a𠮷"} == {font.getGlyphOrder()[1]}
    assert font["hmtx"][font.getGlyphOrder()[1]] == (1000, 0)
    assert font["head"].unitsPerEm == 1000

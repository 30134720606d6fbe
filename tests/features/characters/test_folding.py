"""Texts folded by table are those folded by the standard library."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from textml.features.characters.buffers import Buffers
from textml.features.characters.folding import _fold_table, fold_texts, normalize_text
from textml.features.characters.kernel import HARD

# What a table of single characters could get wrong: marks and parts of syllables that join what stands before them,
# sigma, long foldings, every kind of space, lone surrogates, planes beyond the table.
NASTY = (
    "e\u0301か\u3099ᄀ\u1161\u11a8가ｶﾞΣσаς㎡ﬁ…℃½Ⅱ①ﷺİß\u00a8\u3000\u2028\x85\ufeff\u200b\x00\ud800\udc00𠮷👩\u200d🏽👇𝚺〇"
)
TEXTS = st.text(st.one_of(st.sampled_from(NASTY), st.characters(exclude_categories=())), max_size=12)


def unfold(texts: list[str]) -> list[str]:
    folded = fold_texts(texts, Buffers())
    whole = folded.points.tobytes().decode("utf-32-le", "surrogatepass")
    return [whole[a:b] for a, b in zip(folded.bounds[:-1].tolist(), folded.bounds[1:].tolist(), strict=True)]


@settings(deadline=None, max_examples=300)  # the first example makes the table
@given(st.lists(TEXTS, max_size=5))
@example(["ＧＤＰ　增长\n5％……", "", "\0", "ΑΣ", "e\u0301", "\ud83d", "\ude00"])
def test_any_texts(texts: list[str]) -> None:
    """NFKC, lower case, no space, no NUL: the same for every text, whatever stands beside it."""
    assert unfold(texts) == [normalize_text(text) for text in texts]


@pytest.mark.parametrize("before", ["a", "か", "가", "ᄀ", "中", "Α"])
def test_every_character_behind_another(before: str) -> None:
    """All of Unicode, each character between two that it could join, folds as the standard library folds it."""
    texts = [f"{before}{chr(point)}\u0301" for point in range(0, 0x110000, 1 if before == "a" else 7)]
    assert unfold(texts) == [normalize_text(text) for text in texts]
    plain = [f"{before}{chr(point)}中" for point in range(0x20000)]
    assert unfold(plain) == [normalize_text(text) for text in plain]


def test_ordinary_articles_need_no_second_look() -> None:
    """No Chinese character, mark or full-width form is left to its neighbours."""
    ordinary = [*range(0x20, 0x7F), *range(0x2010, 0x2027), *range(0x3000, 0x302A), *range(0x4E00, 0xA000)]
    table = _fold_table().values[[*ordinary, *range(0xFF01, 0xFF5F)]]
    assert (table != HARD).all()
    assert unfold(["……"]) == ["......"]

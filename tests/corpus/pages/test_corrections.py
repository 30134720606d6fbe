"""The file in which a person puts cuts right: what it may say, and what is wrong in it."""

from pathlib import Path

import pytest

from textml.corpus.pages.corrections import Correction, read_corrections
from textml.errors import CorpusError

#: One good entry of a corrections file.
ENTRY = '[[cut]]\npage = "p"\nline = 1\ntext = "x"\n'


def test_the_file(tmp_path: Path) -> None:
    """Tables [[cut]], [[join]] and [[headline]] are read with their numbers for messages."""
    (tmp_path / "c.toml").write_text('[[cut]]\npage = "2025-03-01/02"\nline = 9\ntext = "今年"\n', encoding="utf-8")
    assert read_corrections(tmp_path / "c.toml") == [
        Correction("cut", "2025-03-01/02", 9, "今年", where=f"{tmp_path / 'c.toml'}: cut 1")
    ]


def test_lines_are_written_as_they_are_printed(tmp_path: Path) -> None:
    """A line copied from `textml split --explain` is its number and its text, with or without item and letter."""
    entry = (
        "[[move]]\npage = 'p'\nline = '   26  1b 板凳 龙'\nlast = \"30 3b栋\"\nto = 'text'\nbody = 7\nbody_text = 'x'\n"
    )
    (tmp_path / "c.toml").write_text(entry, encoding="utf-8")
    where = f"{tmp_path / 'c.toml'}: move 1"
    assert read_corrections(tmp_path / "c.toml") == [
        Correction("move", "p", 26, "板凳 龙", 7, "x", where, 30, "3b栋", "text")
    ]


def test_a_byte_order_mark_is_allowed(tmp_path: Path) -> None:
    """Editors on Windows write one; the corrections are the same."""
    (tmp_path / "c.toml").write_text(ENTRY, encoding="utf-8-sig")
    assert [correction.line for correction in read_corrections(tmp_path / "c.toml")] == [1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[glue]]\nline = 1\n", "unknown table 'glue'. Allowed: tables"),
        ('[[cut]]\npage = "p"\nline = 1\n', "cut 1: lacks text. .* has page, line and, if you like, last;"),
        ('[[cut]]\npage = "p"\nline = "1"\ntext = "x"\n', "line is '1'; it has to be a line as .* or a number"),
        ("[[cut]\n", "cannot be read as corrections"),
        ("cut = " + "[" * 5000, "cannot be read as corrections"),
        (ENTRY.replace("line = 1", "line = " + "9" * 5000), "cannot be read as corrections"),
        (ENTRY.replace("line = 1", "line = 0x" + "f" * 5000), "a number of more than 64 bits"),
        (ENTRY.replace("line = 1", "line = -1"), "line is -1; it has to be .* a number, 1 or more"),
        (ENTRY.replace("line = 1", "line = true"), "line is True; it has to be"),
        (ENTRY.replace("line = 1", "line = 1.0"), "line is 1.0; it has to be"),
        (ENTRY.replace('"x"', '" "'), "text is ' '; it has to be text that is not blank"),
        (ENTRY.replace("[[cut]]", "[cut]"), "cut is no list of tables; write"),
        ("cut = [1]", "cut 1: is 1, no entry; write"),
        ("cut = [{}]", "cut 1: lacks line, page. "),
        (ENTRY * 2, "cut 2: corrects line 1 of p again, after .*c.toml: cut 1. Remove one"),
        (ENTRY.replace("cut", "move"), "move 1: lacks to. .* has page, line, to and, if you like, last, body;"),
        (
            ENTRY.replace("cut", "move") + 'to = "body"\n',
            "to is 'body'; allowed: headline, title, kicker, subtitle, column, text, furniture",
        ),
        (ENTRY.replace("cut", "move") + "to = 1\n", "to is 1; allowed"),
        (ENTRY + "body = '3 x'\n", "cut 1: has body. "),
        (ENTRY.replace("cut", "join") + "body_page = 'q'\n", "join 1: has body_page. .* if you like, body, body_page;"),
        (ENTRY.replace("cut", "join") + "body = '3 x'\nbody_page = 7\n", "body_page is 7; it has to be text"),
        (ENTRY.replace("1", "'0 x'"), "line is '0 x'; it has to be"),
        (ENTRY.replace("1", "'3 x'"), "cut 1: has text. "),
        (ENTRY.replace("1", "'3 x'").replace('text = "x"', "last = '2 y'"), "last is line 2, before line 3"),
        (ENTRY + ENTRY.replace("cut", "join"), "join 1: joins at line 1 of p, where an article is cut, after .*cut 1"),
        (
            "".join(f"[[headline]]\npage = 'p'\nline = '{n} x'\nbody = '9 y'\n" for n in (1, 2)),
            "headline 2: gives the article with line 9 of p a second headline, after",
        ),
        (ENTRY.encode("utf-16"), "cannot be read as corrections"),
        (ENTRY.replace("x", "夜市").encode("gb18030"), "cannot be read as corrections"),
    ],
)
def test_wrong_files_are_named(tmp_path: Path, text: str | bytes, message: str) -> None:
    """Unknown actions, missing keys, wrong values, repeated entries, and files that are no TOML are errors."""
    (tmp_path / "c.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(CorpusError, match=message):
        read_corrections(tmp_path / "c.toml")

"""Bytes of page files become text."""

import json
from pathlib import Path

import pytest

from textml.corpus.decode import decode, unreadable_share
from textml.errors import CorpusError

SIMPLIFIED = "本报讯（融媒记者 沈砚秋） 沙埠镇昨日召开会议，研究水库除险加固。\n“要抢在汛前。”镇长说。\n"
TRADITIONAL = "本報訊 沙埠鎮昨日召開會議，研究水庫除險加固工作，與會人員認為應當加快進度。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_simplified_pages_in_every_encoding(encoding: str) -> None:
    """A page reads the same from each encoding, with or without byte order mark."""
    assert decode(SIMPLIFIED.encode(encoding), "page.txt")[0] == SIMPLIFIED


def test_traditional_pages_in_big5() -> None:
    """Big5 is told apart from GB18030, in which the same bytes are valid too."""
    assert decode(TRADITIONAL.encode("big5"), "page.txt") == (TRADITIONAL, "big5")


def test_line_ends_become_newlines() -> None:
    """Windows and old Mac line ends become one newline."""
    assert decode("一\r\n二\r三\n".encode(), "page.txt")[0] == "一\n二\n三\n"


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n" + bytes(2000), bytes(range(256)) * 20, b"\x00\x01\x02" * 500])
def test_binary_files_are_refused_by_name(raw: bytes) -> None:
    """A picture named .txt is refused with its name and what is allowed."""
    with pytest.raises(CorpusError, match=r"photo\.txt: binary.*GB18030"):
        decode(raw, "photo.txt")


def test_few_control_characters_do_not_make_a_page_binary() -> None:
    """A stray control character in a long page is no reason to refuse it."""
    assert "\x07" in decode((SIMPLIFIED * 5 + "\x07").encode(), "page.txt")[0]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_with_a_few_broken_bytes_is_kept(encoding: str) -> None:
    """A torn byte in a long page becomes one or two U+FFFD; the rest is as it was."""
    raw = bytearray((SIMPLIFIED * 8).encode(encoding))
    raw[100:101] = b"\xff"
    text, found = decode(bytes(raw), "page.txt")
    assert found == encoding
    assert 1 <= text.count("\ufffd") <= 3
    assert text.endswith(SIMPLIFIED)


@pytest.mark.parametrize(
    ("text", "share"), [("", 0), ("夜市 开张", 0), ("夜\ufffd开张", 0.25), ("\ue000\ue001", 1), ("GDP\x07 5%", 1 / 6)]
)
def test_unreadable_characters_are_counted(text: str, share: float) -> None:
    """U+FFFD, private use and controls count; white space does not, nor does it dilute."""
    assert unreadable_share(text) == pytest.approx(share)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_short_and_long_texts_of_the_seeds(root: Path, encoding: str) -> None:
    """Whole articles read the same from every encoding, headlines from those that are marked or Chinese alone."""
    rows = [json.loads(line) for line in (root / "seeds/labeled.jsonl").read_text("utf-8").splitlines()]
    short = [] if encoding in ("utf-16-le", "utf-16-be") else [row["text"][:12] for row in rows[:60]]
    for text in [row["text"] for row in rows[:60]] + short:
        assert decode(text.encode(encoding), "page.txt")[0] == text


@pytest.mark.parametrize("text", ["的\n", "啊\n阿\n哎\n", "我们\n他们\n以及\n"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_short_lists(text: str, encoding: str) -> None:
    """A few characters of GB2312, as in a list of words, are not taken for Big5."""
    assert decode(text.encode(encoding), "list.txt")[0] == text

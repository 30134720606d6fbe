"""Made-up pages that no newspaper prints: each kind is meant to be slow, or to break a rule that real pages keep."""

from collections.abc import Callable

_SENTENCE = "枫溪镇的水渠昨天通水，早稻可以提前下田，农户说今年不愁旱。"
_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


def _varied(n: int, width: int = 24) -> list[str]:
    """Lines whose characters hardly repeat, from a fixed sequence."""
    state, lines = 1, []
    for _ in range(n):
        characters = []
        for _ in range(width):
            state = (state * 1103515245 + 12345) % 2**31
            characters.append(_HAN[state // 65536 % len(_HAN)])
        lines.append("".join(characters))
    return lines


def _flat(n: int, is_paragraph: Callable[[int], bool]) -> str:
    """About n lines, every second one blank: short headlines, and paragraphs where wanted."""
    lines = enumerate(_varied(n // 2))
    return "\n\n".join(f"本报讯 {line * 2}。" if is_paragraph(k) else line[: 4 + k % 4] for k, line in lines)


def _article(n: int) -> str:
    head, *lines = _varied(12, 20)
    body = "".join(lines) + "。"
    return f"{head[:12]}{n}\n\n本报讯（记者 何小满） {body}\n\n"


#: Kinds of hostile pages; each makes a page of about n lines (of 6 n characters where it is a single line).
KINDS: dict[str, Callable[[int], str]] = {
    "lines of one character": lambda n: "渠\n" * n,
    "equal lines of 30 characters": lambda n: (_SENTENCE[:30] + "\n") * n,
    "equal lines in mid-sentence": lambda n: (_SENTENCE[:16] + "\n") * n,
    "equal paragraphs between blank lines": lambda n: (_SENTENCE * 3 + "\n\n") * (n // 2),
    "headlines only": lambda n: _flat(n, lambda k: False),
    "headlines of all widths, no blank lines": lambda n: "\n".join(
        line[: 5 + k % 19] for k, line in enumerate(_varied(n))
    ),
    "one paragraph among headlines": lambda n: _flat(n, lambda k: k == n // 4),
    "eighty paragraphs among headlines": lambda n: _flat(n, lambda k: k % max(n // 160, 1) == 0),
    "two headlines to a paragraph": lambda n: _flat(n, lambda k: k % 3 == 0),
    "blank lines": lambda n: "渠水\n" + "\n" * (n - 2) + "通水\n",
    "page heads": lambda n: "第02版 要闻 2025年2月13日 星期四\n" * n,
    "jump marks": lambda n: "（下转2版）\n" * n,
    "jump and origin marks": lambda n: "（上接1版）\n（下转2版）\n" * (n // 2),
    "headlines and marks in turn": lambda n: (
        "本报讯 "
        + _SENTENCE * 2
        + "\n\n"
        + "\n\n".join("（下转2版）" if k % 2 else f"{line[:7]}" for k, line in enumerate(_varied(n // 2)))
    ),
    "headlines, then marks": lambda n: (
        (_SENTENCE * 2 + "\n\n")
        + _flat(n // 2, lambda k: False)
        + "\n\n"
        + "（下转2版）\n\n" * (n // 4)
        + _SENTENCE * 2
    ),
    "bylines": lambda n: "本报记者 何小满 田望生\n" * n,
    "bylines of places in places": lambda n: ("驻" * 44 + "\n") * n,
    "evening papers of the old calendar": lambda n: ("农历晚报" * 11 + "见\n") * n,
    "deep brackets": lambda n: "（" * 3 * n + "渠" + "）" * 3 * n,
    "lines of open brackets": lambda n: ("（" * 24 + "\n") * n,
    "one line": lambda n: (_SENTENCE * n)[: 6 * n],
    "one line of spaces": lambda n: "上接" + " " * 6 * n + "见",
    "a teaser of spaces": lambda n: "水渠（" + " " * 6 * n + "见",
    "columns of white space": lambda n: ("渠" + " " * 1000 + "水\n") * max(n // 40, 1),
    "alternating widths": lambda n: "\n".join(line[: 24 if k % 2 else 6] for k, line in enumerate(_varied(n))),
    "letter-spaced lines": lambda n: "\n".join(" ".join(line) for line in _varied(n)),
    "punctuation": lambda n: "。，；：？！“”（）《》——…、\n" * n,
    "digits": lambda n: "1234567890 2025 11 12\n" * n,
    "Latin words": lambda n: "the quick brown fox jumps over it\n" * n,
    "combining characters": lambda n: ("e\u0301\u0302\u0303" * 8 + "\n") * n,
    "zero-width characters": lambda n: ("\u200b\u200d\ufeff\u2060" * 6 + "\n") * n,
    "tabs and form feeds": lambda n: "\t渠\f水\v\t通\x1c\x85\u2028\n" * n,
    "characters that nobody can read": lambda n: ("\ufffd\ue000\x00\x07" * 6 + "\n") * n,
    "sub-headings": lambda n: "（一）修水渠的事\n" * n,
    "slogans": lambda n: "守住青山 养活茶油\n" * n,
    "an article again and again": lambda n: _article(0) * max(n // 14, 1),
    "different articles": lambda n: "".join(
        f"{line[:12]}\n\n本报讯（记者 何小满） {line * 8}。\n\n" for line in _varied(max(n // 4, 1))
    ),
    "lines that hardly repeat": lambda n: "\n".join(_varied(n)),
}

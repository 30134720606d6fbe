"""JSON lines are read line by line; a broken line costs no other."""

from textml.corpus.formats.jsonl import parse_lines


def test_lines_keep_their_numbers() -> None:
    """Empty lines count and give nothing; a line that is no object says so; a byte order mark is no part of a row."""
    lines = [b'\xef\xbb\xbf{"text": "\xe6\xb1\x80"}\n', b"\n", b"[1]", b'{"text": "\xe7\xa6\xbe"}']
    assert list(parse_lines(lines)) == [(1, {"text": "汀"}), (3, "not a JSON object"), (4, {"text": "禾"})]
    assert [number for number, _ in parse_lines(lines[1:], 7)] == [8, 9]


def test_a_line_that_is_cut_off_says_where() -> None:
    """The reason is the parser's own."""
    ((number, problem),) = parse_lines([b'{"text": "'], 5)
    assert number == 5
    assert str(problem).startswith("not JSON (unexpected end of data")

"""JSON lines are read line by line; a broken line costs no other."""

import gzip
from pathlib import Path

import pytest

from textml.corpus.formats.jsonl import parse_lines
from textml.corpus.formats.table import read_table
from textml.corpus.reading.inputs import read_inputs
from textml.errors import CorpusError


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


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ('{"id": 123456789012345678901234567890, "text": "汀"}', {"id": 123456789012345678901234567890, "text": "汀"}),
        ('{"id": "a", "text": "他说\\"好\\"", "tags": ["x"]}', {"id": "a", "text": '他说"好"', "tags": ["x"]}),
        ('{"id": ' + "9" * 5000 + "}", "not JSON"),
        ('{"text": NaN}', "not JSON (unexpected character"),
        ('{"text": "\\ud800"}', "not JSON (no low surrogate in string"),
        ("[" * 100_000, "not JSON (depth limit exceeded"),
        ('{"a": ' * 1000 + "1" + "}" * 1000, "not JSON that can be read in one way (maximum recursion depth exceeded"),
    ],
)
def test_a_line_is_read_in_one_way_or_named(line: str, row: object) -> None:
    """No number is rounded, and nothing that JSON does not allow is guessed."""
    ((number, found),) = parse_lines([line.encode()])
    assert number == 1
    assert str(found).startswith(row) if isinstance(row, str) else found == row


def test_what_follows_a_compressed_table_is_named(tmp_path: Path) -> None:
    """Rows before the end are read, several members too; a file that is cut off or followed by something is named."""
    row, path = b'{"text": "\xe6\xb1\x80"}\n', tmp_path / "t.jsonl.gz"
    path.write_bytes(gzip.compress(row) + gzip.compress(row) + b"\0" * 9)
    assert len(list(read_table(path))) == 2
    altered = bytearray(gzip.compress(row * 99))
    altered[14] ^= 255
    for content in (gzip.compress(row) + b"garbage", gzip.compress(row)[:-9], bytes(altered)):
        path.write_bytes(content)
        with pytest.raises(CorpusError, match=r"t\.jsonl\.gz: cannot be read as \.jsonl\.gz"):
            list(read_table(path))


def test_a_key_that_comes_twice_is_no_choice(tmp_path: Path) -> None:
    """Neither value is taken where the column is read; elsewhere, and deeper in the row, it costs nothing."""
    (tmp_path / "t.jsonl").write_text(
        '{"id": "a", "text": "甲文", "text": "乙文"}\n'
        '{"id": "b", "n": 1, "n": 2, "m": {"x": 1, "x": 1}, "text": "丙文"}\n',
        encoding="utf-8",
    )
    reading = read_inputs(tmp_path / "t.jsonl")
    assert [(article.id, article.body) for article in reading.articles] == [("b", "丙文")]
    assert reading.problems == [
        f"{tmp_path}/t.jsonl:1: the cell 'text' stands twice in its line. Remove one of the two"
    ]

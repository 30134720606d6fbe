"""A label table remembers what its rows were made from, and copies those of unchanged input."""

import os
from pathlib import Path

import pyarrow as pa
import pytest

from textml.corpus.reading.known_ids import hash_ids
from textml.corpus.reading.sources import Source
from textml.errors import ArtifactError
from textml.predict.label_table import LabelTable, is_label_table, write_labels

SCHEMA = pa.schema([("id", pa.string()), ("section", pa.string()), ("needs_review", pa.bool_())])
FIRST, SECOND = Source("a.jsonl", ("a.jsonl",), 10, "a at noon"), Source("b.jsonl", ("b.jsonl",), 10, "b at noon")
ENDINGS = ["csv", "jsonl", "parquet", "xlsx"]


def add(table: LabelTable, *ids: str) -> list[str]:
    """Rows whose section is "law" for ids that begin with x."""
    rows = [{"id": i, "section": "law" if i.startswith("x") else "", "needs_review": False} for i in ids]
    return table.add(pa.RecordBatch.from_pylist(rows, SCHEMA), hash_ids(ids))


def write_first(out: Path) -> None:
    """A table of two sources, the second with a problem."""
    with write_labels(out, SCHEMA, "recipe") as table:
        add(table, "x1", "y2")
        table.end_source(FIRST, complete=True)
        add(table, "x3")
        table.add_problems(["b.jsonl:2: not JSON"])
        table.end_source(SECOND, complete=True)


@pytest.mark.parametrize("ending", ENDINGS)
def test_rows_of_unchanged_input_are_copied(tmp_path: Path, ending: str) -> None:
    """Also behind new rows, with their problems; the bytes are those of a table written in one go."""
    out = tmp_path / f"labels.{ending}"
    write_first(out)
    with write_labels(out, SCHEMA, "recipe") as table:
        assert table.has_unchanged(SECOND)
        assert not table.has_unchanged(Source("a.jsonl", ("a.jsonl",), 10, "a at one"))
        assert table.copy_rows(SECOND) == ["b.jsonl:2: not JSON"]
        table.end_source(SECOND, complete=True)
        assert add(table, "y9") == []
        assert (table.n_rows, table.n_labelled, table.n_none, table.n_kept) == (2, 1, 1, 1)
    copied = out.read_bytes()
    with write_labels(tmp_path / f"other.{ending}", SCHEMA, "recipe") as table:
        add(table, "x3")
        add(table, "y9")
    assert (tmp_path / f"other.{ending}").read_bytes() == copied


def test_an_id_is_kept_once(tmp_path: Path) -> None:
    """The second row is a problem, and its source is read again the next time."""
    with write_labels(tmp_path / "labels.csv", SCHEMA, "recipe") as table:
        assert add(table, "x1", "x2", "x1") == [
            "x1: read twice; the first was kept. Give every article its own id and name every input once"
        ]
        table.end_source(FIRST, complete=True)
        assert len(add(table, "x2")) == 1
        table.end_source(SECOND, complete=True)
        assert table.n_rows == 2
        assert table.entries == {}


def test_a_source_that_is_incomplete_is_read_again(tmp_path: Path) -> None:
    """So are standard input and a source with a hundred problems."""
    with write_labels(tmp_path / "labels.csv", SCHEMA, "recipe") as table:
        table.end_source(FIRST, complete=False)
        table.end_source(Source("stdin", (), 0, ""), complete=True)
        assert len(table.add_problems(["broken"] * 300)) == 300
        table.end_source(SECOND, complete=True)
        assert table.entries == {}


def test_a_table_of_another_recipe_or_hand_is_not_copied(tmp_path: Path) -> None:
    """Another recipe, a table that was changed, a ledger that is not of textml: everything is labelled again."""
    out = tmp_path / "labels.csv"
    write_first(out)
    assert is_label_table(out)
    with write_labels(out, SCHEMA, "other") as table:
        assert not table.has_unchanged(FIRST)
    write_first(out)
    out.write_bytes(out.read_bytes() + b"mine")
    assert not is_label_table(out)
    with write_labels(out, SCHEMA, "recipe") as table:
        assert not table.has_unchanged(FIRST)
    for ledger in ("[]", "no json", '{"recipe": "recipe"}'):
        (tmp_path / ".labels.csv.ledger.json").write_text(ledger)
        assert not is_label_table(out)


def test_an_error_leaves_the_earlier_table(tmp_path: Path) -> None:
    """The table and its ledger stay as they were; an unknown ending is refused with the known ones."""
    out = tmp_path / "labels.csv"
    write_first(out)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(ZeroDivisionError), write_labels(out, SCHEMA, "recipe") as table:
        add(table, str(1 // 0))
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    with pytest.raises(ArtifactError, match=r"\.csv, \.jsonl, \.parquet"), write_labels(tmp_path / "x.odt", SCHEMA, ""):
        pass


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_earlier_table_that_is_damaged_is_named(tmp_path: Path, ending: str) -> None:
    """With the size and time that it was written with: nothing is copied, and the table stays as it is."""
    out = tmp_path / f"labels.{ending}"
    write_first(out)
    about = out.stat()
    damaged = b"\xff" * about.st_size
    out.write_bytes(damaged)
    os.utime(out, ns=(about.st_atime_ns, about.st_mtime_ns))
    message = rf"labels\.{ending}: rows cannot be copied, because it was changed since textml wrote it"
    with pytest.raises(ArtifactError, match=message), write_labels(out, SCHEMA, "recipe") as table:
        table.copy_rows(SECOND)
    assert out.read_bytes() == damaged


def test_a_table_without_its_ledger_is_kept(tmp_path: Path) -> None:
    """Nobody knows what a person may have written into it, so it stays beside the new one under a dated name."""
    out = tmp_path / "labels.csv"
    out.write_text("id,section\nx1,law\n")
    with write_labels(out, SCHEMA, "recipe") as table:
        add(table, "x2")
    assert table.kept is not None
    assert table.kept.read_text() == "id,section\nx1,law\n"
    with write_labels(out, SCHEMA, "recipe") as table:
        add(table, "x3")
    assert table.kept is None


def test_a_process_killed_beside_its_ledger_leaves_no_changed_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the table gets its name and after it, no table looks as if it were changed by hand."""
    out = tmp_path / "labels.csv"
    write_first(out)
    first = out.read_bytes()

    def die(self: Path, target: Path) -> Path:
        if self.name == ".labels.csv.new":
            raise SystemExit
        return replace(self, target)

    def write_second() -> None:
        with write_labels(out, SCHEMA, "recipe") as table:
            add(table, "x2")

    replace = Path.replace
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", die)
        with pytest.raises(SystemExit):
            write_second()
    assert out.read_bytes() == first
    assert is_label_table(out)
    with write_labels(out, SCHEMA, "recipe") as table:
        # the rows of the new table are in no file
        assert not table.has_unchanged(FIRST)
    assert table.kept is None


def test_a_link_and_its_table_have_one_ledger(tmp_path: Path) -> None:
    """A table that is written through a link is not changed by hand for those who name it directly."""
    out, link = tmp_path / "labels.csv", tmp_path / "link.csv"
    write_first(out)
    link.symlink_to(out)
    write_first(link)
    assert is_label_table(out)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".labels.csv.ledger.json", "labels.csv", "link.csv"]

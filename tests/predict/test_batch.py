"""A batch is labelled as far as it can be: what fails is a problem, the others are rows."""

import json
from pathlib import Path

import pyarrow as pa
import pytest

from tests.predict.fake_labeller import FakeLabeller
from textml.corpus.reading.batches import Batch
from textml.corpus.reading.known_ids import hash_ids
from textml.predict.batch import label_batch, table_schema


def batch_of(*texts: str, broken: str = "") -> Batch:
    """A batch of JSON lines."""
    lines = [json.dumps({"id": f"x{number}", "text": text}) for number, text in enumerate(texts)]
    return Batch("a.jsonl", ("a.jsonl",), rows="\n".join([*lines, broken]).encode())


def test_columns_have_their_types() -> None:
    """Probabilities are numbers, needs_review is a truth value, everything else is text."""
    types = {field.name: field.type for field in table_schema(FakeLabeller())}
    assert list(types) == ["id", "title", "section", "confidence", "topic", "needs_review", "why"]
    assert (types.pop("confidence"), types.pop("needs_review")) == (pa.float64(), pa.bool_())
    assert set(types.values()) == {pa.string()}


def test_rows_come_in_the_order_of_the_articles() -> None:
    """With a key for each id, a problem for a broken line, and a note for a story that is too short."""
    found = label_batch(batch_of("法院开庭。", "剧团。", "首演很成功。", broken="no json"), FakeLabeller(), min_chars=5)
    assert found.rows["id"].to_pylist() == ["x0", "x2"]
    assert found.rows["section"].to_pylist() == ["law", ""]
    assert found.keys.tolist() == hash_ids(["x0", "x2"]).tolist()
    assert [problem.split(" (")[0] for problem in found.problems] == ["a.jsonl:4: not JSON"]
    assert found.notes == ("x1: not labelled (3 characters, fewer than 5)",)


@pytest.mark.parametrize("n_articles", [1, 2, 7, 8])
def test_a_failing_article_does_not_lose_its_batch(n_articles: int) -> None:
    """Wherever it stands, the others are labelled."""
    for failing in range(n_articles):
        texts = ["坏" if number == failing else "法院。" for number in range(n_articles)]
        found = label_batch(batch_of(*texts), FakeLabeller())
        assert found.rows["id"].to_pylist() == [f"x{number}" for number in range(n_articles) if number != failing]
        assert found.problems == (
            f"x{failing}: could not be labelled (ZeroDivisionError: by this article). Check its text, or leave it out",
        )


def test_a_file_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    """A batch that is read where it is worked on may be gone by then: no rows, one problem."""
    name = str(tmp_path / "gone.jsonl")
    found = label_batch(Batch(name, (name,), span=(0, 10)), FakeLabeller())
    assert (len(found.rows), len(found.keys), found.rows.schema) == (0, 0, table_schema(FakeLabeller()))
    assert [problem.split(" (")[0] for problem in found.problems] == [f"{name}: cannot be read"]

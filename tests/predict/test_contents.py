"""What the stages leave in a run comes back as the same values."""

import json
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests.reports.small_run import HALF, small_confusion, small_scores
from textml import store
from textml.corpus.article import Article, Lines
from textml.corpus.seeds import Seed
from textml.errors import ArtifactError
from textml.models.evaluation.later_issues import LaterScores
from textml.models.evaluation.learning_curve import LearningCurve
from textml.models.evaluation.page_scores import PageScore
from textml.models.evaluation.scores import Scores
from textml.predict.contents import _OF_STAGE, Contents, open_contents
from textml.predict.labeller import PrecisionPromise
from textml.predict.parsing import parse_lines
from textml.predict.run_settings import read_run_settings
from textml.reasons import Reason

SEEDS = [Seed(str(n), "", "文", ("culture", "economy")[n % 2]) for n in range(12)]
ARTICLE = Article(
    "p#01", "标题", "正文", byline=("甲", "乙"), lines=Lines((1,), (3, 4)), kind="photo", date="2025-01-02"
)
# A count in the sixth column of one.
OUTSIDE = store.arrays_as_npz(data=[1], indices=[5], indptr=[0, 1], shape=[1, 1])
FEW = Reason("few_labels", {"found": {"economy": 4}, "needed": 5})


def same_but_lists(value: Any) -> Any:
    """A value as JSON would hold it: tuples are lists."""
    return json.loads(json.dumps(value, default=asdict))


@pytest.mark.parametrize(
    ("name", "file", "value"),
    [
        ("items", "corpus/articles.jsonl", [ARTICLE, replace(ARTICLE, id="\ud800")]),
        ("seeds", "corpus/seeds.jsonl", SEEDS),
        ("scores", "models/scores.json", small_scores()),
        ("scores", "models/scores.json", Scores(FEW, n_articles=4)),
        ("later_scores", "models/later_issues.json", LaterScores(None, "2025-09-10", 20, 9, HALF, HALF)),
        ("later_scores", "models/later_issues.json", LaterScores(Reason("no_past", {"since": "", "sections": ["a"]}))),
        ("page_scores", "models/page_scores.json", [PageScore("bounds", 4, HALF)]),
        ("learning_curve", "models/learning_curve.json", LearningCurve(None, [10, 20], [HALF, HALF], HALF)),
        ("confusions", "models/confusions.json", [small_confusion("戏")]),
        ("promise", "models/promise.json", PrecisionPromise(0.99, reason=FEW)),
        ("no_classifier", "models/sections.json", [Reason("no_labels")]),
        ("fewer_topics", "models/topics.json", []),
    ],
)
def test_results_come_back_with_their_types(tmp_path: Path, name: str, file: str, value: Any) -> None:
    """A result that a stage wrote is read as a value of its own class, with the same fields to the last bit."""
    draft = store.Draft(tmp_path, None)
    draft.write_lines("corpus/seeds.jsonl", map(asdict, SEEDS))
    write = draft.write_lines if file.endswith(".jsonl") else draft.write_json
    write(file, same_but_lists(value))
    read = getattr(Contents(draft), name)
    assert type(read) is type(value)
    assert same_but_lists(read) == same_but_lists(value)
    if isinstance(value, Scores) and value.macro_f1:
        assert read.macro_f1 == HALF
        assert read.sections[0] == value.sections[0]


def test_a_run_opens_with_its_models_and_settings(project: Path) -> None:
    """Both models are there, and the settings are those of its manifest."""
    folder = project / "artifacts/default"
    contents = open_contents(folder)
    models = contents.models
    assert models.sections is not None
    assert models.topics is not None
    assert models.missing == ()
    assert read_run_settings(folder).model_dump(mode="json") == store.read_manifest(folder)["settings"]


def test_a_missing_model_comes_with_its_reason(tmp_path: Path) -> None:
    """The reasons of both stages, the classifier first; a stage that has not run has none."""
    folder = store.Draft(tmp_path, None)
    assert Contents(folder).models.missing == ()
    folder.write_json("models/sections.json", [asdict(Reason("no_labels"))])
    folder.write_json("models/topics.json", [asdict(Reason("no_topics", {"n": 3, "needed": 20}))])
    models = Contents(folder).models
    assert (models.sections, models.topics) == (None, None)
    assert models.missing == (Reason("no_labels"), Reason("no_topics", {"n": 3, "needed": 20}))


def test_a_run_that_was_changed_is_refused(project: Path) -> None:
    """A changed file, then other golden predictions: the error names the file, or the article."""
    folder = project / "artifacts/default"
    content = store.read_manifest(folder)
    golden = content["golden"][0]
    golden["topics"][0] += 0.01
    store.Draft(folder, None).write_manifest(content)
    with pytest.raises(ArtifactError, match=f"predicts different topics for golden article {golden['id']}"):
        open_contents(folder)
    (folder / "models/topics.json").write_text("{}")
    with pytest.raises(ArtifactError, match=r"topics\.json: was changed after it was written"):
        open_contents(folder)
    with pytest.raises(ArtifactError, match="no run of textml"):
        read_run_settings(project / "artifacts/other")


@pytest.mark.parametrize(
    ("name", "file", "content", "found"),
    [
        ("notes", "corpus/notes.json", "{", "Expecting property name"),
        ("notes", "corpus/notes.json", "[" * 100_000, "recursion"),
        ("notes", "corpus/notes.json", "[1]", "valid string"),
        ("pages", "corpus/pages.json", '[{"id": "p", "issue": null, "path": null}]', "other columns"),
        ("pages", "corpus/pages.json", '[{"id": 1, "issue": null, "path": null, "encoding": null}]', "other columns"),
        ("items", "corpus/articles.jsonl", '{"id": "x"}\n', "Field required"),
        ("items", "corpus/articles.jsonl", '{"id": "x", "ti', "Unterminated string"),
        ("seeds", "corpus/seeds.jsonl", '{"id": "x", "title": "", "body": "文"}\n', "Field required"),
        ("seeds", "corpus/seeds.jsonl", '{"id": "x", "title": "", "body": "文", "section": "a"}\n', "do not belong"),
        ("dropped", "corpus/dropped.jsonl", '{"id": "x", "title": "", "reason": {"code": "old"}}\n', "no reason 'old'"),
        ("word_lists", "corpus/words.json", '{"stop_words": []}', "other lists"),
        ("scores", "models/scores.json", '{"macro": 1}', "do not belong"),
        (
            "promise",
            "models/promise.json",
            '{"precision": NaN, "coverage": null, "threshold": null, "reason": null}',
            "NaN",
        ),
        ("later_scores", "models/later_issues.json", "[]", "Input should be a dictionary"),
        ("labels", "models/labels.jsonl", '{"id": "x"}\n', "other columns"),
        ("counted", "features/counts.json", '{"ids": ["a"]}', "articles of another run"),
        ("counts", "features/counts.npz", "no zip", "features/counts.npz"),
        ("counts", "features/counts.npz", OUTSIDE, "indices"),
    ],
)
def test_what_no_stage_wrote_is_refused(tmp_path: Path, name: str, file: str, content: str | bytes, found: str) -> None:
    """No JSON, endless JSON, a line cut off, other keys, other types and NaN: the file, what was found, what to do."""
    draft = store.Draft(tmp_path, None)
    for empty in ("corpus/articles.jsonl", "corpus/dropped.jsonl", "corpus/seeds.jsonl"):
        draft.write_lines(empty, [])
    draft.write_json("features/counts.json", {"ids": []})
    draft.write_bytes(file, content.encode() if isinstance(content, str) else content)
    with pytest.raises(ArtifactError, match=rf"{file}: is not what textml writes there \(.*kept beside it") as error:
        getattr(Contents(draft), name)
    assert found in str(error.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"n_articles": 11},
        {"ids": [str(n) for n in range(1, 13)]},
        {"proba": [[0.5]] * 12},
        {"predicted": ["sport"] * 12},
        {"confusion": [[1, 2]]},
        {"macro_f1": None},
    ],
)
def test_scores_that_do_not_fit_together_are_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    """Scores of another number of articles, of other articles, of other sections."""
    draft = store.Draft(tmp_path, None)
    draft.write_lines("corpus/seeds.jsonl", map(asdict, SEEDS))
    draft.write_json("models/scores.json", asdict(replace(small_scores(), **changes)))
    with pytest.raises(ArtifactError, match="scores of other articles than those labelled"):
        _ = Contents(draft).scores


@pytest.mark.parametrize("n", [0, 1, 2500])
def test_lines_are_parsed_some_at_a_time(n: int) -> None:
    """All lines of a file become values in their order, however many blocks they are; names of columns are shared."""
    rows = parse_lines((f'{{"id": "{i}", "n": {i}}}\n'.encode() for i in range(n)), list[dict[str, Any]])
    assert rows == [{"id": str(i), "n": i} for i in range(n)]
    assert len({id(name) for row in rows for name in row}) == min(2 * n, 2)
    with pytest.raises(ValueError, match="NaN is no number"):
        parse_lines([*[b"1\n"] * n, b"NaN\n"], list[float])


def test_every_value_is_checked() -> None:
    """The check of a run reads everything that later stages or commands may ask for."""
    values = {name for name, member in vars(Contents).items() if isinstance(member, cached_property)}
    assert {name for names in _OF_STAGE.values() for name in names} == values - {"stories"}

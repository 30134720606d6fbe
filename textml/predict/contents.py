"""The files that the stages of a run wrote, each parsed once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from textml import store
from textml.corpus.article import Article
from textml.corpus.gold import GoldArticle
from textml.corpus.seeds import Section, Seed
from textml.errors import ArtifactError
from textml.model_files import DAMAGE, read_estimator
from textml.models.evaluation.later_issues import LaterScores
from textml.models.evaluation.learning_curve import LearningCurve
from textml.models.evaluation.page_scores import PageScore
from textml.models.evaluation.scores import Scores
from textml.models.shift.reference import Reference, unpack_reference
from textml.models.shift.shift import Shift
from textml.models.topics.by_section import ConfusingTopic
from textml.predict.golden import check_golden
from textml.predict.labeller import Labeller, Models, PrecisionPromise
from textml.predict.parsing import has_columns, parse_json, parse_lines, read_counts
from textml.reasons import Reason

if TYPE_CHECKING:
    import scipy.sparse as sp

    from textml.models.sections.classifier import SectionClassifier
    from textml.models.topics.model import TopicModel

T = TypeVar("T")
E = TypeVar("E")

# A label is given, or refused, at any precision.
_ANY_PRECISION = 0.9

# What the stages leave for later ones, by the names of the properties that read it.
_OF_STAGE = {
    "corpus": (
        *("pages", "items", "dropped", "named", "seeds"),
        *("labelled", "word_lists", "checked", "problems", "notes"),
    ),
    "features": ("counted", "counts", "vocabulary"),
    "sections": ("no_classifier", "classifier"),
    "scores": ("scores", "later_scores", "page_scores"),
    "curve": ("learning_curve",),
    "topics": ("fewer_topics", "topics"),
    "confusions": ("confusions",),
    "reference": ("reference",),
    "labels": ("labels", "promise"),
    "shift": ("shift", "newness"),
}


# Columns of the pages and of the label table, with the types of their cells; the label table also has a column
# ``p_SECTION`` for each section.
_PAGE = {"id": str, "issue": str | None, "path": str | None, "encoding": str | None}
_LABEL = {"id": str, "title": str, "section": str, "confidence": float, "topic": str, "needs_review": bool, "why": str}


@dataclass(frozen=True, slots=True)
class Dropped:
    """An item that is neither labelled nor used for topics.

    Attributes
    ----------
    id, title : str
        Of the item.
    reason : Reason
        Why it was left out.
    """

    id: str
    title: str
    reason: Reason


class Contents:
    """The files of a run as values, read when they are first asked for and then kept.

    A value may be asked for as soon as the stage that writes its file has ended: no later stage writes it again.

    Parameters
    ----------
    folder : store.Folder
        a finished run, or one that is being written
    """

    def __init__(self, folder: store.Folder) -> None:
        self.folder = folder

    @cached_property
    def pages(self) -> list[dict[str, Any]]:
        """Id, issue, path and encoding of every page that was read."""
        rows = self._value("corpus/pages.json", list[dict[str, Any]])
        self._require("corpus/pages.json", all(has_columns(row, _PAGE) for row in rows), "other columns")
        return rows

    @cached_property
    def items(self) -> list[Article]:
        """Everything that was cut from pages or read from tables, in the order of the input."""
        return self._lines("corpus/articles.jsonl", list[Article])

    @cached_property
    def dropped(self) -> list[Dropped]:
        """The items that are neither labelled nor used for topics."""
        return self._lines("corpus/dropped.jsonl", list[Dropped])

    @cached_property
    def stories(self) -> list[Article]:
        """The items that are labelled and used for topics."""
        dropped = {item.id for item in self.dropped}
        return [article for article in self.items if article.id not in dropped]

    @property
    def no_stories(self) -> Reason | None:
        """Why there is nothing to label; None where there is something."""
        return None if self.stories else Reason("no_stories", {"n": len(self.items)})

    @cached_property
    def seeds(self) -> list[Seed]:
        """The labelled set."""
        return self._lines("corpus/seeds.jsonl", list[Seed])

    @cached_property
    def labelled(self) -> dict[str, str]:
        """Id in the labelled set to id in the run, of every labelled article that is among those of the run."""
        if not self.folder.has("corpus/labelled.json"):
            # runs of versions that only compared ids
            return {seed.id: seed.id for seed in self.seeds}
        return self._value("corpus/labelled.json", dict[str, str])

    @property
    def sections(self) -> list[Section]:
        """The sections, in the order of their file."""
        return [section for section in self.named if not section.reject]

    @property
    def reject(self) -> Section | None:
        """What articles of none of the sections are labelled with; None where a section has that name."""
        return next((section for section in self.named if section.reject), None)

    @cached_property
    def named(self) -> list[Section]:
        """The sections, and what articles of none of them are called."""
        return self._lines("corpus/sections.jsonl", list[Section])

    @cached_property
    def word_lists(self) -> dict[str, list[str]]:
        """Words of the user's own lists: user_words, stop_words."""
        lists = self._value("corpus/words.json", dict[str, list[str]])
        self._require("corpus/words.json", set(lists) == {"user_words", "stop_words"}, "other lists")
        return lists

    @cached_property
    def checked(self) -> list[GoldArticle]:
        """Stories that a person has checked, of these and of other pages."""
        return self._lines("corpus/checked.jsonl", list[GoldArticle])

    @cached_property
    def problems(self) -> list[str]:
        """Input that could not be used."""
        return self._value("corpus/problems.json", list[str])

    @cached_property
    def notes(self) -> list[str]:
        """Remarks on the input that are worth a look."""
        return self._value("corpus/notes.json", list[str])

    @cached_property
    def reference(self) -> Reference | None:
        """Words of the labelled articles, that new ones are compared with; None in runs of versions without it."""
        if not self.folder.has("models/reference.npz"):
            return None
        values = self._value("models/reference.json", dict[str, Any])
        return self._parse("models/reference.npz", partial(unpack_reference, values))

    @cached_property
    def classifier(self) -> "SectionClassifier | None":
        """The section classifier, None where it could not be trained."""
        from textml.models.sections.classifier import SectionClassifier

        return self._estimator("models/sections.skops", SectionClassifier)

    @cached_property
    def topics(self) -> "TopicModel | None":
        """The topic model, None where it could not be fitted."""
        from textml.models.topics.model import TopicModel

        return self._estimator("models/topics.skops", TopicModel)

    @property
    def models(self) -> Models:
        """Classifier and topic model, with the reason where one is missing."""
        missing = (*self.no_classifier, *(() if self.topics else self.fewer_topics))
        guess = self.classifier is None and self.folder.has("corpus/sections.jsonl")
        words = {s.key: s.keywords for s in self.sections if s.keywords} if guess else {}
        return Models(self.classifier, self.topics, missing, words)

    @cached_property
    def no_classifier(self) -> list[Reason]:
        """Why there is no section classifier; empty where there is one."""
        return self._value("models/sections.json", list[Reason]) if self.folder.has("models/sections.json") else []

    @cached_property
    def fewer_topics(self) -> list[Reason]:
        """Why there are no topics, or fewer than asked for; empty otherwise."""
        return self._value("models/topics.json", list[Reason]) if self.folder.has("models/topics.json") else []

    @cached_property
    def counted(self) -> list[int]:
        """Positions of the stories that words are counted in and topics fitted on: all of them, or a sample."""
        name = "features/counts.json"
        ids = self._value(name, dict[str, list[str]]).get("ids", [])
        at = {story.id: position for position, story in enumerate(self.stories)}
        found = [at[story_id] for story_id in ids if story_id in at]
        self._require(name, len(found) == len(ids) and found == sorted(set(found)), "articles of another run")
        return found

    @cached_property
    def counts(self) -> "sp.csr_matrix | None":
        """Word counts of the counted stories, None where there are too few articles or words for topics."""
        name = "features/counts.npz"
        if not self.folder.has(name):
            return None
        return self._parse(name, lambda content: read_counts(content, len(self.counted)))

    @cached_property
    def vocabulary(self) -> list[str]:
        """Words of the columns of `counts`; empty where there are none."""
        name = "features/vocabulary.json"
        return self._value(name, list[str]) if self.folder.has(name) else []

    @cached_property
    def scores(self) -> Scores:
        """Cross-validated scores, with ids and labels of the articles they rest on."""
        scores = self._value("models/scores.json", Scores)
        whole = scores.is_whole() and (bool(scores.reason) or list(scores.ids) == [seed.id for seed in self.seeds])
        self._require("models/scores.json", whole, "scores of other articles than those labelled")
        return scores

    @cached_property
    def later_scores(self) -> LaterScores:
        """Scores of a classifier that was trained on earlier issues."""
        return self._value("models/later_issues.json", LaterScores)

    @cached_property
    def page_scores(self) -> list[PageScore]:
        """Scores against pages that a person has checked."""
        return self._value("models/page_scores.json", list[PageScore])

    @cached_property
    def learning_curve(self) -> LearningCurve:
        """Scores by number of labels."""
        return self._value("models/learning_curve.json", LearningCurve)

    @cached_property
    def confusions(self) -> list[ConfusingTopic]:
        """Topics that explain why sections are confused."""
        return self._value("models/confusions.json", list[ConfusingTopic])

    @cached_property
    def labels(self) -> list[dict[str, Any]]:
        """Rows of the label table, one a story."""
        rows, name = self._lines("models/labels.jsonl", list[dict[str, Any]]), "models/labels.jsonl"
        columns = _LABEL | {column: float for row in rows[:1] for column in row if column.startswith("p_")}
        self._require(name, all(has_columns(row, columns) for row in rows), "other columns")
        same = [row["id"] for row in rows] == [story.id for story in self.stories]
        self._require(name, same, "labels of other articles than those of the run")
        return rows

    @cached_property
    def promise(self) -> PrecisionPromise:
        """The precision that was asked for and what can be expected of the labels."""
        return self._value("models/promise.json", PrecisionPromise)

    @cached_property
    def shift(self) -> Shift:
        """How the stories differ from the labelled articles; empty in runs of versions that did not compare them."""
        return self._value("models/shift.json", Shift) if self.folder.has("models/shift.json") else Shift()

    @cached_property
    def newness(self) -> dict[str, float]:
        """How new doubtful stories are against the labelled articles, in [0, 1], by their ids; not of all."""
        return self._value("models/newness.json", dict[str, float]) if self.folder.has("models/newness.json") else {}

    def check_models(self, golden: Sequence[Mapping[str, Any]]) -> None:
        """Compare the models with their golden predictions, and label one of the golden articles.

        Raises
        ------
        ArtifactError
            A model predicts something else than when it was fitted, or cannot be used.
        """
        check_golden(golden, self.models, str(self.folder.folder))
        try:
            # names, held-out articles and words, which the predictions do not need
            Labeller(self.models, _ANY_PRECISION).label([Article("", "", row["text"]) for row in golden[:1]])
        except DAMAGE as cause:
            raise self._broken("models", f"no article can be labelled: {cause}") from cause

    def take_over(self, other: "Contents", stage: str) -> None:
        """Take the values of a stage whose files were kept from another run; they are not read again."""
        self.__dict__ |= {name: other.__dict__[name] for name in _OF_STAGE.get(stage, ()) if name in other.__dict__}

    def moved_to(self, folder: Path, manifest: dict[str, Any]) -> "Contents":
        """The same values after the draft was renamed to `folder`; what was read is not read again."""
        moved = Contents(store.Run(folder, manifest))
        moved.__dict__ |= {name: value for name, value in self.__dict__.items() if name != "folder"}
        return moved

    def check(self, stages: Collection[str], golden: Sequence[Mapping[str, Any]]) -> None:
        """Read everything that some stages of a finished run left, and compare its models with their predictions.

        Parameters
        ----------
        stages : collection of str
            Names of stages.
        golden : sequence of mapping
            The golden predictions of the run.

        Raises
        ------
        ArtifactError
            A file is not what a stage writes, or a model is not the one that was fitted.
        """
        for stage in stages:
            for name in _OF_STAGE.get(stage, ()):
                getattr(self, name)
        for name, model, why in (("sections", "classifier", "no_classifier"), ("topics", "topics", "fewer_topics")):
            whole = name not in stages or getattr(self, model) is not None or getattr(self, why)
            self._require(f"models/{name}.json", bool(whole), "no reason, though there is no model")
        if "topics" in stages and self.topics is not None:
            n_fitted = np.shape(self.topics.shares_)[:1]
            self._require("models/topics.skops", n_fitted == (len(self.stories),), "topics of other articles")
        if {"sections", "topics"} & set(stages):
            self.check_models(golden)

    def _value(self, name: str, kind: type[T]) -> T:
        """Value of a file of JSON, of the type that a stage wrote."""
        return self._parse(name, lambda content: parse_json(content, kind))

    def _lines(self, name: str, kind: type[list[E]]) -> list[E]:
        """Values of a file of JSON lines, of the type that a stage wrote."""
        lines = self.folder.read_lines(name)
        return self._guard(name, lambda: parse_lines(lines, kind))

    def _parse(self, name: str, parse: Callable[[bytes], T]) -> T:
        content = self.folder.read_bytes(name)
        return self._guard(name, lambda: parse(content))

    def _guard(self, name: str, parse: Callable[[], T]) -> T:
        try:
            return parse()
        except DAMAGE as cause:
            raise self._broken(name, " ".join(str(cause).split())) from cause

    def _require(self, name: str, fits: bool, found: str) -> None:
        if not fits:
            raise self._broken(name, found)

    def _broken(self, name: str, found: str) -> ArtifactError:
        return ArtifactError(
            f"{self.folder.folder / name}: is not what textml writes there ({found}). Make the run again with `textml "
            "run`; the broken one is kept beside it"
        )

    def _estimator(self, name: str, cls: type[T]) -> T | None:
        return read_estimator(self.folder, name, cls) if self.folder.has(name) else None


def open_contents(folder: Path) -> Contents:
    """Open a finished run and check it: its files by digest, its models by their golden predictions.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``

    Raises
    ------
    ArtifactError
        the run is missing, altered, foreign or of another format, or a model predicts something else than when it was
        fitted
    """
    run = store.read_run(folder)
    contents = Contents(run)
    contents.check_models(run.manifest["golden"])
    return contents

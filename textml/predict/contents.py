"""The files that the stages of a run wrote, each parsed once."""

import io
import zipfile
import zlib
from collections.abc import Callable
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter

from textml import store
from textml.config import DEFAULT_FILE, Settings, check_settings
from textml.corpus.article import Article
from textml.corpus.formats.rows import row_to_article
from textml.corpus.gold import GoldArticle
from textml.corpus.seeds import Section, Seed
from textml.errors import ArtifactError
from textml.manifest import MANIFEST
from textml.model_files import read_estimator
from textml.models.evaluation.later_issues import LaterScores
from textml.models.evaluation.learning_curve import LearningCurve
from textml.models.evaluation.page_scores import PageScore
from textml.models.evaluation.scores import Scores
from textml.models.topics.by_section import ConfusingTopic
from textml.predict.golden import check_golden
from textml.predict.labeller import Models, PrecisionPromise
from textml.reasons import Reason

if TYPE_CHECKING:
    import scipy.sparse as sp

    from textml.models.sections.classifier import SectionClassifier
    from textml.models.topics.model import TopicModel

T = TypeVar("T")

# What is raised by a file of another layout, which a program wrote that was not this version of textml.
_OTHER_LAYOUT = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    EOFError,
    MemoryError,
    zipfile.BadZipFile,
    zlib.error,
)


def _as_written(read: "Callable[[Contents], T]") -> "Callable[[Contents], T]":
    """Read a part of a run; if its file has another layout than this version writes, refuse it."""

    @wraps(read)
    def checked(contents: "Contents") -> T:
        try:
            return read(contents)
        except _OTHER_LAYOUT as cause:
            found = f"{type(cause).__name__}: {cause}".split("\n")[0]
            raise ArtifactError(
                f"{contents.folder.folder}: what it says of {read.__name__} is not as this textml writes it ({found}). "
                "Run `textml run` again"
            ) from cause

    return checked


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
    @_as_written
    def pages(self) -> list[dict[str, Any]]:
        """Id, issue, path and encoding of every page that was read."""
        return self._value("corpus/pages.json", list[dict[str, Any]])

    @cached_property
    @_as_written
    def items(self) -> list[Article]:
        """Everything that was cut from pages or read from tables, in the order of the input."""
        return [row_to_article(row) for row in self.folder.read_lines("corpus/articles.jsonl")]

    @cached_property
    @_as_written
    def dropped(self) -> list[dict[str, Any]]:
        """Id, title and reason of every item that is neither labelled nor used for topics."""
        return self.folder.read_lines("corpus/dropped.jsonl")

    @cached_property
    @_as_written
    def stories(self) -> list[Article]:
        """The items that are labelled and used for topics."""
        dropped = {row["id"] for row in self.dropped}
        return [article for article in self.items if article.id not in dropped]

    @property
    def no_stories(self) -> Reason | None:
        """Why there is nothing to label; None where there is something."""
        return None if self.stories else Reason("no_stories", {"n": len(self.items)})

    @cached_property
    @_as_written
    def seeds(self) -> list[Seed]:
        """The labelled set."""
        return [Seed(**row) for row in self.folder.read_lines("corpus/seeds.jsonl")]

    @cached_property
    @_as_written
    def sections(self) -> list[Section]:
        """The sections, in the order of their file."""
        return [
            Section(**{**row, "keywords": tuple(row["keywords"])})
            for row in self.folder.read_lines("corpus/sections.jsonl")
        ]

    @cached_property
    @_as_written
    def word_lists(self) -> dict[str, list[str]]:
        """Words of the user's own lists: user_words, stop_words."""
        return self._value("corpus/words.json", dict[str, list[str]])

    @cached_property
    @_as_written
    def checked(self) -> list[GoldArticle]:
        """Stories that a person has checked, of these and of other pages."""
        return [GoldArticle(**row) for row in self.folder.read_lines("corpus/checked.jsonl")]

    @cached_property
    @_as_written
    def problems(self) -> list[str]:
        """Input that could not be used."""
        return self._value("corpus/problems.json", list[str])

    @cached_property
    @_as_written
    def notes(self) -> list[str]:
        """Remarks on the input that are worth a look."""
        return self._value("corpus/notes.json", list[str])

    @cached_property
    @_as_written
    def classifier(self) -> "SectionClassifier | None":
        """The section classifier, None where it could not be trained."""
        from textml.models.sections.classifier import SectionClassifier

        return self._estimator("models/sections.skops", SectionClassifier)

    @cached_property
    @_as_written
    def topics(self) -> "TopicModel | None":
        """The topic model, None where it could not be fitted."""
        from textml.models.topics.model import TopicModel

        return self._estimator("models/topics.skops", TopicModel)

    @property
    def models(self) -> Models:
        """Classifier and topic model, with the reason where one is missing."""
        missing = (*self.no_classifier, *(() if self.topics else self.fewer_topics))
        return Models(self.classifier, self.topics, missing)

    @cached_property
    @_as_written
    def no_classifier(self) -> list[Reason]:
        """Why there is no section classifier; empty where there is one."""
        return self._value("models/sections.json", list[Reason]) if self.folder.has("models/sections.json") else []

    @cached_property
    @_as_written
    def fewer_topics(self) -> list[Reason]:
        """Why there are no topics, or fewer than asked for; empty otherwise."""
        return self._value("models/topics.json", list[Reason]) if self.folder.has("models/topics.json") else []

    @cached_property
    @_as_written
    def counts(self) -> "sp.csr_matrix | None":
        """Word counts of the stories, None where there are too few articles or words for topics."""
        import numpy as np
        import scipy.sparse as sp

        if not self.folder.has("features/counts.npz"):
            return None
        with np.load(io.BytesIO(self.folder.read_bytes("features/counts.npz")), allow_pickle=False) as kept:
            counts = sp.csr_matrix((kept["data"], kept["indices"], kept["indptr"]), shape=tuple(kept["shape"]))
        # positions outside the matrix would be read outside its memory
        counts.check_format(full_check=True)
        return counts

    @cached_property
    @_as_written
    def scores(self) -> Scores:
        """Cross-validated scores, with ids and labels of the articles they rest on."""
        return self._value("models/scores.json", Scores)

    @cached_property
    @_as_written
    def later_scores(self) -> LaterScores:
        """Scores of a classifier that was trained on earlier issues."""
        return self._value("models/later_issues.json", LaterScores)

    @cached_property
    @_as_written
    def page_scores(self) -> list[PageScore]:
        """Scores against pages that a person has checked."""
        return self._value("models/page_scores.json", list[PageScore])

    @cached_property
    @_as_written
    def learning_curve(self) -> LearningCurve:
        """Scores by number of labels."""
        return self._value("models/learning_curve.json", LearningCurve)

    @cached_property
    @_as_written
    def confusions(self) -> list[ConfusingTopic]:
        """Topics that explain why sections are confused."""
        return self._value("models/confusions.json", list[ConfusingTopic])

    @cached_property
    @_as_written
    def labels(self) -> list[dict[str, Any]]:
        """Rows of the label table, one a story."""
        return self.folder.read_lines("models/labels.jsonl")

    @cached_property
    @_as_written
    def promise(self) -> PrecisionPromise:
        """The precision that was asked for and what can be expected of the labels."""
        return self._value("models/promise.json", PrecisionPromise)

    def moved_to(self, folder: Path, manifest: dict[str, Any]) -> "Contents":
        """The same values after the draft was renamed to `folder`; what was read is not read again."""
        moved = Contents(store.Run(folder, manifest))
        moved.__dict__ |= {name: value for name, value in self.__dict__.items() if name != "folder"}
        return moved

    def _value(self, name: str, kind: type[T]) -> T:
        """Value of a JSON file as a dataclass or a list of them, every field of its own type."""
        return TypeAdapter(kind).validate_python(self.folder.read_json(name))

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
    check_golden(run.manifest["golden"], contents.models, str(folder))
    return contents


def read_run_settings(folder: Path) -> Settings:
    """Read the settings that a run was made with.

    Raises
    ------
    ArtifactError
        there is no such run
    """
    return check_settings(store.read_manifest(folder)["settings"], str(folder / MANIFEST))


def find_in_project(folder: Path, path: str) -> Path:
    """Find a path of a run's settings: in PROJECT of PROJECT/artifacts/RUN, otherwise in the current folder."""
    in_project = folder.resolve().parent.parent / path
    return in_project if in_project.exists() or not Path(path).exists() else Path(path)


def list_run_inputs(folder: Path, config: Path | None = None) -> list[Path]:
    """List what a run was made from and what it holds: files that no command may write over.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``
    config : Path, optional
        settings file that a person named

    Returns
    -------
    list of Path
        pages, tables, labelled set, sections, checked pages, corrections and word lists, settings files, and the
        folder of the run

    Raises
    ------
    ArtifactError
        there is no such run
    """
    settings = [Path(DEFAULT_FILE), find_in_project(folder, DEFAULT_FILE), *([config] if config else [])]
    return [folder, *settings, *(find_in_project(folder, name) for name in store.read_manifest(folder)["inputs"])]

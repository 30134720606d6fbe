"""A finished run for Python users: its articles, its models, and labels for new texts."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textml.corpus.article import Article
from textml.corpus.doubt import needs_check
from textml.corpus.seeds import Section
from textml.corpus.texts import check_texts
from textml.display import card
from textml.errors import ArtifactError
from textml.predict.contents import open_contents
from textml.predict.labeller import Labeller, as_rows
from textml.predict.run_settings import read_run_settings
from textml.reasons import join_reasons
from textml.review.compare import Comparison, compare_issues
from textml.review.label_errors import rank_label_errors
from textml.review.queue import add_doubt, to_label, word_error
from textml.review.suggest import draw_random, rank_to_label

if TYPE_CHECKING:
    import pandas as pd

    from textml.models.sections.classifier import SectionClassifier
    from textml.models.sections.explain import Explanation
    from textml.models.topics.model import TopicModel


# Columns of `articles` that are not of the label table.
_ABOUT = ["id", "title", "text", "date", "page_id", "kind", "boxes"]


class FinishedRun:
    """A run, checked when it was opened: every file by its digest, the models by their golden predictions.

    Attributes
    ----------
    folder : Path
        ``artifacts/NAME``
    contents : Contents
        the files of the run as values
    settings : Settings
        what the run was made with

    Examples
    --------
    >>> run = textml.open_run("artifacts/default")  # doctest: +SKIP
    >>> [section.title for section in run.sections]  # doctest: +SKIP
    ['经济', '政法', '民生', '文化']
    >>> len(run.articles()) == len(run.topics.shares_)  # doctest: +SKIP
    True
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.contents = open_contents(folder)
        self.settings = read_run_settings(folder)

    @property
    def sections(self) -> list[Section]:
        """The sections, in the order of their file."""
        return self.contents.sections

    @property
    def classifier(self) -> "SectionClassifier":
        """The section classifier.

        Raises
        ------
        ArtifactError
            the run has none
        """
        if self.contents.classifier is None:
            raise ArtifactError(
                f"{self.folder}: {join_reasons(self.contents.models.missing)}. Label articles, then run textml again"
            )
        return self.contents.classifier

    @property
    def topics(self) -> "TopicModel":
        """The topic model.

        Raises
        ------
        ArtifactError
            the run has none
        """
        if self.contents.topics is None:
            raise ArtifactError(
                f"{self.folder}: {join_reasons(self.contents.models.missing)}. Add issues with textml run --input"
            )
        return self.contents.topics

    def articles(self) -> "pd.DataFrame":
        """The labelled articles of the run, one a row.

        Returns
        -------
        pandas.DataFrame
            indexed by id: title, text, date, page_id, kind, boxes (where its lines stand on a page of PDF or OCR),
            check (whether its cut is worth a look), then the columns of the label table (section, empty where it is
            left to a person, confidence, a probability ``p_SECTION`` for each section, topic, needs_review, why)
        """
        import pandas as pd

        about = [[getattr(article, name) for name in _ABOUT] for article in self.contents.stories]
        columns = Labeller(self.contents.models, self.settings.models.precision).names
        labels = pd.DataFrame(self.contents.labels, columns=list(columns)).set_index("id").drop(columns="title")
        found = pd.DataFrame(about, columns=_ABOUT).set_index("id")
        found["check"] = [needs_check(article) for article in self.contents.stories]
        return found.join(labels)

    def label(self, texts: Sequence[str], precision: float | None = None) -> list[dict[str, Any]]:
        """Label texts as ``textml label`` does, however short they are.

        Parameters
        ----------
        texts : (n_texts,) sequence of str
        precision : float, optional
            share of labels that must be right, between 0 and 1; the run's setting by default

        Returns
        -------
        list of dict
            one row for each text: id (its number, from 1), title, section (empty where it is left to a person),
            confidence (0 to 1), ``p_SECTION`` for each section, topic, needs_review, why
        """
        wanted = self.settings.models.precision if precision is None else precision
        articles = [Article(str(number), "", text) for number, text in enumerate(check_texts(texts), 1)]
        return as_rows(Labeller(self.contents.models, wanted).label(articles))

    def explain(self, text: str) -> "Explanation":
        """Which words speak for the likeliest section of a text, and which for the next one."""
        return self.classifier.explain(text)

    def compare(self, paths: Sequence[str], last: int = 0) -> Comparison:
        """Compare new issues with those of the run: sections, topics and words that moved.

        Parameters
        ----------
        paths : sequence of str
            pages, tables, folders of the new issues
        last : int
            compare with so many of the latest earlier issues; 0 for all

        Raises
        ------
        CorpusError
            a path does not exist or holds nothing readable
        NotEnoughError
            there are fewer than twenty new articles, or earlier ones
        """
        return compare_issues(self.contents, self.folder, paths, last)

    def suggest(self, n: int = 20, chosen: str = "suggested") -> list[dict[str, Any]]:
        """Suggest the articles of the run that are to be labelled next.

        Parameters
        ----------
        n : int
            largest number of articles
        chosen : str
            "suggested": the articles most worth labelling; "random": a validation set, drawn by the hashes of the
            texts, without what the classifier says, which would sway a person; "error check": labelled articles whose
            label looks wrong, to be decided again

        Returns
        -------
        list of dict
            lines for seeds/labeled.jsonl with the section left open, most useful first

        Raises
        ------
        ArtifactError
            the run has no article, or every one has a label, or it has no scores to find wrong labels by
        """
        if chosen == "error check":
            return self._list_label_errors(n)
        known = set(self.contents.labelled.values())
        stories = [story for story in self.contents.stories if story.id not in known]
        if not self.contents.stories:
            raise ArtifactError(f"{self.folder}: has no article to label. Add issues with textml run --input")
        if not stories:
            raise ArtifactError(f"{self.folder}: every article has a label. Add issues with textml run --input")
        texts = [story.text for story in stories]
        if chosen == "random":
            drawn = [stories[position] for position in draw_random(texts, n)]
            return [to_label({"id": a.id, "title": a.title, "doubt": ""}, a.body, a.date, chosen) for a in drawn]
        new = [self.contents.newness.get(story.id, 0.0) for story in stories]
        picked = [stories[position] for position in rank_to_label(texts, n, self.contents.models, new)]
        # labelled here, because `textml train` stops before the labels of a run
        rows = map(add_doubt, as_rows(Labeller(self.contents.models, self.settings.models.precision).label(picked)))
        guessed = "" if self.contents.classifier else "; a guess by keywords"
        return [
            to_label({**row, "doubt": row["doubt"] + guessed * bool(row["doubt"])}, story.body, story.date)
            for row, story in zip(rows, picked, strict=True)
        ]

    def _list_label_errors(self, n: int) -> list[dict[str, Any]]:
        """Lines for labelled articles whose label looks wrong, with what the classifier says instead."""
        if not self.contents.folder.has("models/scores.json"):
            raise ArtifactError(
                f"{self.folder}: has no scores, by which wrong labels are found. Run textml evaluate first"
            )
        seeds = self.contents.seeds
        return [
            to_label(
                {"id": seeds[error.position].id, "title": seeds[error.position].title, "doubt": word_error(error)},
                seeds[error.position].body,
                seeds[error.position].date,
                "error check",
            )
            for error in rank_label_errors(self.contents.scores)[:n]
        ]

    def __repr__(self) -> str:
        return f"FinishedRun({str(self.folder)!r}, {len(self.contents.stories)} articles)"

    def _repr_html_(self) -> str:
        facts = (str(self.folder), f"{len(self.contents.stories):,} articles", f"{len(self.sections)} sections")
        return card("FinishedRun", facts, text=str(self.contents.promise))


def open_run(folder: str | PathLike[str]) -> FinishedRun:
    """Open a finished run and check it.

    Parameters
    ----------
    folder : path
        ``artifacts/NAME``

    Raises
    ------
    ArtifactError
        there is no run, it was made by another format of textml, a file was changed, or its models no longer
        predict what they predicted when they were made

    Examples
    --------
    >>> run = textml.open_run("artifacts/default")  # doctest: +SKIP
    >>> run.label(["县人民法院公开开庭审理一起案件"])[0]["section"]  # doctest: +SKIP
    'politics-law'
    """
    return FinishedRun(Path(folder))

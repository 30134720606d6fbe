"""What a report shows: everything that a run found, and how it is to be drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textml.corpus.article import Article
from textml.corpus.formats.rows import Row
from textml.corpus.seeds import Section, Seed
from textml.models.evaluation.later_issues import LaterScores
from textml.models.evaluation.learning_curve import LearningCurve
from textml.models.evaluation.page_scores import PageScore
from textml.models.evaluation.scores import Scores
from textml.models.shift.shift import Shift
from textml.models.topics.by_section import ConfusingTopic
from textml.models.topics.model import TopicModel
from textml.predict.contents import Dropped
from textml.predict.labeller import PrecisionPromise
from textml.reasons import Language, Reason


@dataclass(frozen=True, slots=True)
class Suspect:
    """A label that looks wrong.

    Attributes
    ----------
    id : str
        Of the article.
    label, likelier : str
        Keys of the section that it is labelled with and of the one that it was predicted as.
    p_label, p_likelier : float
        Their out-of-fold probabilities, in [0, 1].
    """

    id: str
    label: str
    likelier: str
    p_label: float
    p_likelier: float


@dataclass(frozen=True, slots=True)
class RunContent:
    """Everything that a report shows of a run.

    Attributes
    ----------
    name : str
        Of the run.
    pages : sequence of mapping
        Id, issue, path and encoding of each page.
    items, stories : sequence of Article
        Everything that was cut or read; those that were labelled, in the order in which `topics` was fitted.
    dropped : sequence of Dropped
        The items that are no stories.
    problems, notes : sequence of str
        What could not be used, and what a person should check; in English.
    sections : sequence of Section
        In the order of their file.
    seeds : sequence of Seed
        The labelled set.
    labels : sequence of mapping
        Rows of the label table, one a story.
    promise : PrecisionPromise
        What is promised of the labels, or why nothing is.
    precision : float
        Share of right labels asked for, in (0, 1).
    scores : Scores
        Of the cross-validation.
    later : LaterScores
        Of a classifier trained on the past.
    on_pages : sequence of PageScore
        Against pages that a person has checked.
    learning : LearningCurve
        What more labels would gain.
    suspects : sequence of Suspect
        Labels that look wrong.
    review : sequence of mapping
        Rows of the label table that a person should look at.
    topics : TopicModel or None
        Fitted on the stories.
    fewer_topics : sequence of Reason
        Why there are no topics, or fewer than asked for; empty otherwise.
    confusions : sequence of ConfusingTopic
        Topics that explain why sections are confused.
    shift : Shift
        How the stories differ from the labelled articles.
    kept : Reason or None
        That models were kept which were fitted on other articles than these; None where they were not.
    samples : sequence of Reason
        What models were fitted on, where that is a sample of the articles.
    costs : mapping of str to (float, int)
        Seconds and most memory, in MB, of each stage before the report, by its name.
    no_stories : Reason or None
        Why there is nothing to label; None where there is something.
    reject : Section or None
        What articles of none of the sections are labelled with.
    """

    name: str
    pages: Sequence[Row]
    items: Sequence[Article]
    stories: Sequence[Article]
    dropped: Sequence[Dropped]
    problems: Sequence[str]
    notes: Sequence[str]
    sections: Sequence[Section]
    seeds: Sequence[Seed]
    labels: Sequence[Row]
    promise: PrecisionPromise
    precision: float
    scores: Scores
    later: LaterScores
    on_pages: Sequence[PageScore]
    learning: LearningCurve
    suspects: Sequence[Suspect]
    review: Sequence[Row]
    topics: TopicModel | None
    fewer_topics: Sequence[Reason]
    confusions: Sequence[ConfusingTopic] = ()
    no_stories: Reason | None = None
    kept: Reason | None = None
    shift: Shift = field(default_factory=Shift)
    samples: Sequence[Reason] = ()
    costs: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    reject: Section | None = None

    @property
    def titles(self) -> dict[str, str]:
        """How readers know the sections, and the articles of none of them, by key."""
        return {section.key: section.title for section in self.named}

    @property
    def named(self) -> Sequence[Section]:
        """The sections, and what articles of none of them are called where some are labelled so."""
        if self.reject is None or all(seed.section != self.reject.key for seed in self.seeds):
            return self.sections
        return [*self.sections, self.reject]


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is drawn.

    Attributes
    ----------
    figure_formats : sequence of {"png", "svg"}
        Each figure is written in all of them.
    n_words, n_articles : int
        Shown for each topic.
    language : {"zh", "en"}
        Of everything that textml itself says.
    table_formats : sequence of str
        Formats of the tables beside CSV.
    """

    figure_formats: Sequence[str] = ("png", "svg")
    n_words: int = 12
    n_articles: int = 5
    language: Language = "zh"
    table_formats: Sequence[str] = ("csv",)

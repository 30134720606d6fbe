"""What the review page takes and gives: the values in the bodies of requests and answers."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

# Texts in a request: to say what is wrong with each of millions would keep all others waiting for half a minute.
_MOST_TEXTS = 100_000
#: A share, or a probability.
Share = Annotated[float, Field(ge=0, le=1)]


def _check_text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as cause:
        raise ValueError("allowed: text, in which every half of a surrogate pair has its other half") from cause
    return text


#: Text that can be written to a file.
Text = Annotated[str, AfterValidator(_check_text)]


def _as_whole(value: object) -> object:
    """7 for 7.0, which are one number in JSON; whatever else stays."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


#: Stands behind the bounds of a whole number, which stay in the description; true, 7.5 and "7" are no whole numbers.
WHOLE = BeforeValidator(_as_whole)


class _Given(BaseModel):
    """A body that is sent: a key that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid")


class Health(BaseModel):
    """Whether the page works, and on what."""

    status: Literal["ok"] = "ok"
    version: str = Field(description="Of textml.")
    run: str = Field(description="Name of the run.")
    run_id: str = Field(description="Stands for its folder, also where two runs have one name.")
    n_articles: int
    n_labels: int
    generation: int = Field(description="Grows with each fit of the model.")
    by: str = Field(description="Who labels where a post does not say so.")


class Point(BaseModel):
    """What so many labels make of the articles."""

    n_labels: int
    n_given: int = Field(description="Articles that get a section.")
    n_none: int = Field(description="Articles that are surely of none of the sections.")
    n_left: int = Field(description="Articles that are left to a person.")
    macro_f1: float | None = Field(description="Mean F1 of the sections, cross-validated.")


class State(BaseModel):
    """What is going on."""

    generation: int
    fitting: bool = Field(description="Whether the model is being fitted.")
    n_labels: int
    stale: str = Field(description="What happened to the run since the page was opened; empty where nothing did.")
    problem: str = Field(description="What keeps labels from being written; empty where nothing does.")
    can_label: bool
    can_cut: bool
    points: list[Point] = Field(description="At the start, about every ten labels, and now.")
    goal: dict[Literal["zh", "en"], str] = Field(description="Why no article gets a label yet, in both languages.")


class ShownSection(BaseModel):
    """A section of the newspaper."""

    key: str
    title: str
    definition: str
    in_doubt: str
    color: str = Field(description="#rrggbb, as in the report.")
    reject: bool = Field(description="Whether it stands for articles of none of the sections.")
    number: int | None = Field(description="The key to press: 1 to 9, 0 for none of the sections.")
    n_labels: int


class Sections(BaseModel):
    """All sections."""

    sections: list[ShownSection]


class Row(BaseModel):
    """An article in a list."""

    id: str
    title: str
    date: str
    page_id: str
    section: str = Field(description="Key by the model; empty where it is left to a person.")
    confidence: Share
    topic: str = Field(description="Name of the main topic; empty where there are none.")
    label: str = Field(description="Key by a person; empty where there is none.")
    needs_review: bool
    snippet: str = Field(description="How its text begins.")


class Articles(BaseModel):
    """Some of the articles that were asked for."""

    n: int = Field(description="All that fit.")
    page: int
    size: int
    articles: list[Row]


class SectionShare(BaseModel):
    """How likely a section is."""

    section: str
    share: Share


class Word(BaseModel):
    """A word that spoke for a section."""

    word: str
    section: str


class Neighbour(BaseModel):
    """A labelled article that is like another one."""

    id: str
    title: str
    section: str
    similarity: float


class Past(BaseModel):
    """A label that was given."""

    section: str = Field(description="Empty where a label was taken back.")
    by: str
    at: str = Field(description="UTC, ISO 8601.")


class Full(Row):
    """An article to read and label."""

    kicker: str
    subtitle: str
    column: str
    body: str
    kind: str
    cut_confidence: Share = Field(description="Chance that it is cut right.")
    by_keywords: bool = Field(description="Whether keywords say what is likely, and no classifier yet.")
    proba: list[SectionShare] = Field(description="Largest first.")
    words: list[Word] = Field(description="Those that spoke for the likeliest section, then for the next one.")
    neighbours: list[Neighbour] = Field(description="Labelled articles that are most like it, nearest first.")
    history: list[Past] = Field(description="Its labels, newest first.")


class Suggestions(BaseModel):
    """What to label next."""

    generation: int
    articles: list[Full] = Field(description="Most useful first.")


class GivenLabel(_Given):
    """A label that a person gives."""

    id: Text = Field(description="Of the article.", max_length=2000)
    section: Text = Field(description="Key or title; empty to take the label back.", max_length=200)
    by: Text = Field("", description="Who gives it; the name the page was started with if empty.", max_length=100)
    chosen: Literal["", "random", "suggested", "error check"] = Field(
        "suggested", description="How it was chosen; a label that is changed keeps what was said instead of suggested."
    )
    replaces: Text = Field("", description="Time (at) of the label that it may take the place of.", max_length=100)


class Before(Past):
    """A label that counted until now."""

    chosen: str


class WrittenLabel(Past):
    """A label that is written to the disk."""

    id: str
    before: Before | None = Field(description="What counted before.")
    n_labels: int


class Entry(Past):
    """A line of the history of all labels."""

    id: str
    title: str
    counts: bool = Field(description="Whether it is the label that counts now.")


class History(BaseModel):
    """Labels that were given, newest first."""

    n: int
    page: int
    size: int
    labels: list[Entry]


class Suspect(Row):
    """An article whose label looks wrong."""

    likelier: str
    p_label: Share
    p_likelier: Share
    body: str


class Errors(BaseModel):
    """Labels that look wrong."""

    generation: int
    errors: list[Suspect]


class TopicWord(BaseModel):
    """A word of a topic."""

    word: str
    weight: Share


class ShownTopic(BaseModel):
    """A topic."""

    id: int
    name: str
    share: Share
    color: str
    words: list[TopicWord]
    months: list[Share] = Field(description="Its share in each month.")


class Topics(BaseModel):
    """All topics."""

    topics: list[ShownTopic]
    months: list[str] = Field(description="YYYY-MM.")


class Issue(BaseModel):
    """An issue of the newspaper."""

    date: str
    n_pages: int
    n_articles: int


class SectionMonths(BaseModel):
    """A section over time."""

    key: str
    title: str
    color: str
    counts: list[int] = Field(description="Articles in each month.")


class Figure(BaseModel):
    """A figure of the report."""

    name: str
    title: str
    url: str


class Overview(BaseModel):
    """The run at a glance."""

    issues: list[Issue]
    months: list[str] = Field(description="YYYY-MM.")
    sections: list[SectionMonths]
    left: list[int] = Field(description="Articles left to a person in each month.")
    figures: list[Figure]


class GivenText(BaseModel):
    """An article to label; other keys are passed over, as other columns of a table are."""

    id: Text | Annotated[int, Field(strict=True), WHOLE] = Field("", description="Its number, from 1, if empty.")
    title: Text = ""
    text: Text
    date: Text = Field("", description="Such as 2024-02-19; empty where unknown.")
    kind: Text = Field("article", description="As in the tables of `textml split`.")


class ToLabel(_Given):
    """Texts or articles to label."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["texts"]}, {"required": ["articles"]}]})

    texts: list[Text] = Field([], description="Their ids are their numbers, from 1.", max_length=_MOST_TEXTS)
    articles: list[GivenText] = Field([], max_length=_MOST_TEXTS)
    precision: float | None = Field(None, gt=0, lt=1, strict=True, description="Share of labels that must be right.")

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if len(self.model_fields_set & {"texts", "articles"}) != 1:
            raise ValueError("allowed: either texts or articles")
        return self

    def list_articles(self) -> list[GivenText]:
        """What is to be labelled."""
        return self.articles or [GivenText(text=text) for text in self.texts]


class LeftOut(BaseModel):
    """An article that got no row."""

    id: str
    reason: str


class Labelled(BaseModel):
    """Rows of the label table, as `textml label` writes them."""

    rows: list[dict[str, str | float | bool]] = Field(
        description="id, title, section (empty where it is left to a person), confidence, p_SECTION of each section, "
        "topic, needs_review, why."
    )
    left_out: list[LeftOut] = Field(description="Articles that `textml label` leaves out too, with the reason.")

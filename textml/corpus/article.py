"""The values that travel through the rooms: pages and the articles cut from them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from os import PathLike
from os.path import abspath
from pathlib import Path
from typing import Literal, get_args

from textml.display import brief, card
from textml.reasons import Reason

Kind = Literal["article", "photo", "commentary", "teaser", "notice", "slogan", "masthead"]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: Kinds that tell a story: they are counted, labelled and used for topics; the others are kept beside them.
STORIES: frozenset[Kind] = frozenset({"article", "photo", "commentary"})


def shorten_path(path: str | PathLike[str]) -> str:
    """Return folder and name of a file, with which ids begin where nothing better is known.

    >>> shorten_path("archive/2024/news.jsonl")
    '2024/news.jsonl'
    """
    place = "/".join(Path(abspath(path)).parts[-2:])
    # a name may hold bytes that are no UTF-8, as archives from elsewhere do: they are written out
    return place.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Page:
    """One newspaper page as a PDF extractor left it.

    Attributes
    ----------
    id : unique within a reading, e.g. ``2024-02-19/01``
    text : the dump, line breaks as ``\\n``, without byte order mark
    issue : date of the issue as ``YYYY-MM-DD``, or None where the file's name does not tell
    number : page number within the issue, 1 or more, or None
    path : the file it came from, as given, or None
    encoding : the encoding it was decoded from, or None for text that was handed over
    """

    id: str
    text: str
    issue: str | None = None
    number: int | None = None
    path: str | None = None
    encoding: str | None = None

    __repr__ = brief

    def _repr_html_(self) -> str:
        n_lines = sum(bool(line.strip()) for line in self.text.split("\n"))
        facts = (self.id, f"{n_lines:,} printed lines", f"{len(self.text):,} characters", self.encoding or "")
        return card("Page", facts, text=self.text)


@dataclass(frozen=True, slots=True)
class Lines:
    """Which printed lines of the page an article owns (1-based, blank lines counted, each line in one field once)."""

    title: tuple[int, ...] = ()
    body: tuple[int, ...] = ()
    furniture: tuple[int, ...] = ()

    def all(self) -> tuple[int, ...]:
        """Every owned line in page order."""
        return tuple(sorted((*self.title, *self.body, *self.furniture)))


@dataclass(frozen=True, slots=True)
class Article:
    """One article, caption, notice or other item of a page.

    Attributes
    ----------
    id : ``PAGE_ID#NN`` for items cut from a page, the table's own id otherwise
    title : headline (主题), words joined, genuine spaces kept; empty where there is none
    body : paragraphs separated by one newline, without byline, dateline mark and jump mark
    kicker : 引题, subtitle : 副题, column : 栏目, each empty where there is none
    byline : names of the authors
    role : what the byline calls them, e.g. ``融媒记者``
    lines : the printed lines of the page that it owns
    kind : one of KINDS
    jump : page it goes on at, e.g. ``"3版"``; origin : page it comes from; both empty otherwise
    confidence : 0 to 1, how sure the cutter is of this item's two ends and headline; 1 for articles from tables
    reason : why it was cut where it was, in a few words
    page_id : page it was cut from, empty for articles from tables
    date : date of the issue as ``YYYY-MM-DD``, empty where unknown
    """

    id: str
    title: str
    body: str
    kicker: str = ""
    subtitle: str = ""
    column: str = ""
    byline: tuple[str, ...] = ()
    role: str = ""
    lines: Lines = field(default_factory=Lines)
    kind: Kind = "article"
    jump: str = ""
    origin: str = ""
    confidence: float = 1.0
    reason: str = ""
    page_id: str = ""
    date: str = ""

    __repr__ = brief

    def _repr_html_(self) -> str:
        sure = f"confidence {self.confidence:.2f}" if self.page_id else ""
        facts = (self.title or "(no headline)", self.id, self.kind, self.date, " ".join(self.byline), self.jump, sure)
        return card("Article", facts, text=self.body)

    @property
    def text(self) -> str:
        """Headline and body, as classifiers and topic models read them."""
        return "\n".join(part for part in (self.kicker, self.title, self.subtitle, self.body) if part)

    @property
    def is_story(self) -> bool:
        """Whether it tells something, as captions, articles and commentaries do and slogans do not."""
        return self.kind in STORIES


def drop_reason(article: Article, min_chars: int) -> Reason | None:
    """Return why an item is neither labelled nor used for topics, or None.

    Parameters
    ----------
    article : Article
    min_chars : int
        Characters that a story needs in its body, white space apart.

    >>> print(drop_reason(Article("a", "通告", "今日 停水"), 20))
    4 characters, fewer than 20
    """
    if not article.is_story:
        return Reason(f"kind.{article.kind}")
    # the beginning of a long text is enough, and most texts are long
    if len("".join(article.body[: 4 * min_chars].split())) >= min_chars:
        return None
    length = len("".join(article.body.split()))
    return Reason("too_short", {"n": length, "needed": min_chars}) if length < min_chars else None


def repeated_id(article_id: str) -> str:
    """Return the message about an id that two articles have."""
    return f"{article_id}: read twice, the first was kept. Give every article an id of its own, every input once"


def drop_repeats(articles: Iterable[Article]) -> tuple[list[Article], list[str]]:
    """Keep the first article of every id.

    Returns
    -------
    kept : list of Article
    problems : list of str
        One for every article that was left out.
    """
    first: dict[str, Article] = {}
    problems = []
    for article in articles:
        if article.id in first:
            problems.append(repeated_id(article.id))
        else:
            first[article.id] = article
    return list(first.values()), problems

"""Pages, and the articles that are cut from them: the values that every room works on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from os import PathLike
from os.path import abspath
from pathlib import Path
from typing import Literal, get_args

from textml.corpus.chains import file_name
from textml.corpus.geometry import Box, Geometry
from textml.display import brief, card
from textml.reasons import Reason

Kind = Literal["article", "photo", "commentary", "teaser", "notice", "slogan", "masthead"]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: Kinds that tell a story: they are counted, labelled and used for topics. Items of other kinds are only kept.
STORIES: frozenset[Kind] = frozenset({"article", "photo", "commentary"})


def shorten_path(path: str | PathLike[str]) -> str:
    """Return folder and name of a file, with which ids begin where nothing better is known.

    >>> shorten_path("archive/2024/news.jsonl")
    '2024/news.jsonl'
    """
    return escape_bytes("/".join(Path(abspath(file_name(path))).parts[-2:]))


def escape_bytes(name: str) -> str:
    """Write bytes of a name that are no UTF-8, as names in old archives have, as escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Page:
    """One newspaper page: its text in reading order and, from PDF and OCR, where it is printed.

    Attributes
    ----------
    id : str
        Unique among the pages that are read together, e.g. ``2024-02-19/01``.
    text : str
        Its printed lines, with line breaks as ``\\n`` and without byte order mark.
    issue : str or None
        Date of the issue as ``YYYY-MM-DD``; None where the name of the file does not contain it.
    number : int or None
        Page number within the issue, 1 or more.
    path : str or None
        The file from which it was read.
    encoding : str or None
        Encoding of the file, or ``pdf``, ``alto`` or ``hocr``; None for a page that was made in Python.
    mark : str
        Number of the page with the letter of its edition, as in ``A01``; empty where it is not known.
    geometry : Geometry or None
        Where its lines are printed; None for a text dump, which does not say.
    place : int
        Its place in a file of several pages, from 1; 0 where it has a file of its own.

    Examples
    --------
    >>> page = Page("2025-02-13/01", "汀禾新报\\n2025年2月13日", issue="2025-02-13", number=1)
    >>> page.text.split("\\n")
    ['汀禾新报', '2025年2月13日']
    """

    id: str
    text: str
    issue: str | None = None
    number: int | None = None
    path: str | None = None
    encoding: str | None = None
    mark: str = ""
    geometry: Geometry | None = None
    place: int = 0

    __repr__ = brief

    @property
    def where(self) -> str:
        """Its file, with its place in there if that holds several pages; the id of a page that was made in Python."""
        return f"{self.path}, page {self.place}" if self.path and self.place else self.path or self.id

    @property
    def edition(self) -> str:
        """Letter of the edition, such as A of page A01; empty where there is none."""
        return self.mark.rstrip("0123456789")

    def _repr_html_(self) -> str:
        n_lines = sum(bool(line.strip()) for line in self.text.split("\n"))
        facts = (self.id, f"{n_lines:,} printed lines", f"{len(self.text):,} characters", self.encoding or "")
        return card("Page", facts, text=self.text)


@dataclass(frozen=True, slots=True)
class Lines:
    """The printed lines of the page that belong to an article.

    Attributes
    ----------
    title, body, furniture : tuple of int
        Numbers of the lines of the headline, the text, and the rest (byline, jump, end mark); from 1, with blank lines
        counted. A line is in one of the three. Where a dump has two columns in one line, two articles may have it.
    """

    title: tuple[int, ...] = ()
    body: tuple[int, ...] = ()
    furniture: tuple[int, ...] = ()

    def all(self) -> tuple[int, ...]:
        """Return all of its lines in the order of the page."""
        return tuple(sorted((*self.title, *self.body, *self.furniture)))


@dataclass(frozen=True, slots=True)
class Article:
    """One article, caption, notice or other item of a page.

    Attributes
    ----------
    id : str
        ``PAGE_ID#SUM`` for items cut from a page, with a sum of six characters of what they say at their beginning (see
        `textml.corpus.pages.ids`); otherwise the id in the table.
    title : str
        Headline (主题) in one line; empty where there is none.
    body : str
        Paragraphs separated by one line break, without byline, dateline mark and jump mark.
    kicker, subtitle, column : str
        引题, 副题 and 栏目; empty where there is none.
    byline : tuple of str
        Names of the authors.
    role : str
        What the byline calls them, e.g. ``融媒记者``.
    lines : Lines
        The printed lines of the page that belong to it.
    kind : str
        One of KINDS.
    jump, origin : str
        Page on which it continues, e.g. ``"3版"``, and page from which it comes; empty where there is none.
    confidence : float
        How sure the cutter is of its beginning, end and headline, in [0, 1]; 1 for articles from tables.
    reason : str
        Why it was cut there, in a few words.
    page_id : str
        Page from which it was cut; empty for articles from tables.
    date : str
        Date of the issue as ``YYYY-MM-DD``; empty where unknown.
    boxes : tuple of Box
        Where its lines stand on the page, a box for each column or headline in reading order; empty for articles of
        text dumps and tables.

    Examples
    --------
    >>> article = Article("2025-02-13/01#kdsmyp", "板凳龙舞起来", "昨晚，枫溪镇的板凳龙出了祠堂。")
    >>> article.text
    '板凳龙舞起来\\n昨晚，枫溪镇的板凳龙出了祠堂。'
    >>> article.is_story
    True
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
    boxes: tuple[Box, ...] = ()

    __repr__ = brief

    def _repr_html_(self) -> str:
        sure = f"confidence {self.confidence:.2f}" if self.page_id else ""
        facts = (self.title or "(no headline)", self.id, self.kind, self.date, " ".join(self.byline), self.jump, sure)
        return card("Article", facts, text=self.body)

    @property
    def text(self) -> str:
        """Headline and body, the input of classifiers and topic models."""
        return "\n".join(part for part in (self.kicker, self.title, self.subtitle, self.body) if part)

    @property
    def is_story(self) -> bool:
        """Whether it tells a story, as articles, captions and commentaries do and slogans do not."""
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
    return f"{article_id}: read twice; the first was kept. Give every article its own id and name every input once"


def drop_repeats(articles: Iterable[Article]) -> tuple[list[Article], list[str]]:
    """Keep the first article of every id.

    Parameters
    ----------
    articles : iterable of Article
        In the order in which they were read.

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

"""Find the two halves of articles that a person joins across pages."""

from collections.abc import Iterable, Mapping, Sequence

from textml.corpus.article import Article, Page
from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.finding import Finder
from textml.errors import CorpusError

_REMOVE = "Remove one of the two entries"


def find_halves(
    joins: Iterable[Correction], cut: Mapping[str, tuple[Page, Sequence[Article]]]
) -> tuple[dict[str, str], list[str], list[str]]:
    """Find the halves of articles on two pages.

    Parameters
    ----------
    joins : iterable of Correction
        Those with a `body_page`. Their order does not matter.
    cut : mapping of str to (Page, sequence of Article)
        By their ids, the pages that were read and their articles.

    Returns
    -------
    pairs : dict of str to str
        Ids of first halves to ids of second halves.
    problems : list of str
        Joins that do not fit.
    notes : list of str
        Joins of pages that were not read, and lines that have other numbers now.
    """
    joins = sorted(joins, key=lambda join: (join.page, join.line, join.body_page, join.body))
    notes = [
        f"{page}: has corrections but was not read"
        for page in sorted({page for join in joins for page in (join.page, join.body_page)} - cut.keys())
    ]
    joins = [join for join in joins if join.page in cut and join.body_page in cut]
    pages = {page: cut[page][0] for join in joins for page in (join.page, join.body_page)}
    finders = {name: Finder(name, _read_lines(page)) for name, page in pages.items()}
    pairs = _Pairs()
    problems = []
    for join in joins:
        try:
            first, _ = _find_article(join, (join.body_page, join.body, join.body_text), finders, cut)
            second, at = _find_article(join, (join.page, join.line, join.text), finders, cut)
            if at not in second.lines.title and at > min(second.lines.body, default=at):
                raise CorpusError(f"{_say(join)} begins no article. Name the first line of its text")
            pairs.add(join, first.id, second.id)
        except CorpusError as misfit:
            problems.append(str(misfit))
    return pairs.seconds, problems, [*notes, *(note for name in sorted(finders) for note in finders[name].notes())]


def _read_lines(page: Page) -> list[tuple[int, str]]:
    return [(number, line.strip()) for number, line in enumerate(page.text.split("\n"), 1) if line.strip()]


def _say(join: Correction) -> str:
    return f"{join.where}: line {join.line} of {join.page} ({join.text.strip()!r})"


def _find_article(
    join: Correction,
    line: tuple[str, int, str],
    finders: Mapping[str, Finder],
    cut: Mapping[str, tuple[Page, Sequence[Article]]],
) -> tuple[Article, int]:
    """The article that holds a line, given by its page, number and text, and the number of that line now."""
    page, number, text = line
    at = _read_lines(cut[page][0])[finders[page].find(join, number, text)][0]
    return next(article for article in cut[page][1] if at in article.lines.all()), at


class _Pairs:
    """Pairs of halves: each article goes on in one place, and continues one."""

    def __init__(self) -> None:
        self.seconds: dict[str, str] = {}
        self._firsts: dict[str, str] = {}

    def add(self, join: Correction, first: str, second: str) -> None:
        """Add a pair, or refuse it."""
        if self.seconds.get(first, second) != second or self._firsts.get(second, first) != first:
            raise CorpusError(f"{_say(join)} contradicts another entry: an article goes on in one place. {_REMOVE}")
        at = second
        while at in self.seconds:
            at = self.seconds[at]
        if at == first:
            raise CorpusError(f"{_say(join)} continues an article that continues this one. {_REMOVE}")
        self.seconds[first], self._firsts[second] = second, first

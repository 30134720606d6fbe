"""Turn what a person did with the lines of a page into an entry of the file of corrections."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from textml.corpus.article import Article, Page
from textml.corpus.pages.corrections import ACTIONS, ROLES
from textml.errors import ArtifactError

# Lines of an article that are tried as the first of its text; it is nearly always the first of them.
_TRIED = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants of a page: the action, and numbers of printed lines.

    Attributes
    ----------
    action : {"cut", "join", "headline", "move"}
        As of `textml.corpus.pages.corrections.Correction`.
    line : int
        For a join any line of the article that continues another: its text goes on there, and if the line is one of its
        headline, that becomes a heading in the text. For a headline any line of the article that gives it.
    last : int
        Last line of a stretch, for ``cut`` and ``move``; 0 for none.
    body : int
        Any line of the article that is continued, gets the headline, or gets the lines; 0 for none.
    to : str
        For ``move``: what the lines are, one of ROLES.
    """

    action: str
    line: int
    last: int = 0
    body: int = 0
    to: str = ""


@dataclass(frozen=True, slots=True)
class CutLines:
    """The printed lines of a page, and which article has each.

    Attributes
    ----------
    texts : dict of int to str
        By the numbers of the lines that are not blank.
    owners : dict of int to list of (int, str)
        By the same numbers: places of articles, and whether the line is their title, body or furniture; two where two
        columns share a line.
    """

    texts: dict[int, str]
    owners: dict[int, list[tuple[int, str]]]

    def show(self, number: int) -> str:
        """A line as ``textml split --explain`` prints it."""
        index, part = self.owners[number][0]
        return f"{number:5d} {index + 1:3d}{part[0]} {self.texts[number]}"


def read_lines(page: Page, articles: Sequence[Article]) -> CutLines:
    """List the lines of a page with their articles.

    Parameters
    ----------
    page : Page
    articles : sequence of Article
        What it is cut into.

    Returns
    -------
    CutLines
    """
    texts = {number: line.strip() for number, line in enumerate(page.text.split("\n"), 1) if line.strip()}
    owners: dict[int, list[tuple[int, str]]] = {number: [] for number in texts}
    for index, article in enumerate(articles):
        for part in ("title", "body", "furniture"):
            for number in getattr(article.lines, part):
                owners[number].append((index, part))
    return CutLines(texts, owners)


def first_line(article: Article) -> int:
    """Number of the first line of an article's text, or of what it has instead.

    Parameters
    ----------
    article : Article
        Of a page.

    Returns
    -------
    int
    """
    return (article.lines.body or article.lines.all())[0]


def spell_out(wanted: Wanted, page: Page, articles: Sequence[Article]) -> list[dict[str, str]]:
    """Write what is wanted as entries of the file of corrections.

    Parameters
    ----------
    wanted : Wanted
    page : Page
    articles : sequence of Article
        What it is cut into.

    Returns
    -------
    list of dict of str to str
        Keys and values of an entry, the likeliest first: the first that fits the page is meant.

    Raises
    ------
    ArtifactError
        The action is unknown, a line is blank or not there, something is missing, or the article is joined to itself.
    """
    if not articles:
        raise ArtifactError(f"{page.id}: was not cut, so there is nothing to correct. Its problems say why")
    lines = read_lines(page, articles)
    wanted = _check(wanted, page.id, lines)
    if wanted.action == "headline":
        wanted = _find_headline(wanted, lines, articles)
    starts = _find_starts(wanted, lines, articles, page.id) if wanted.action == "join" else [wanted.line]
    return [_write(replace(wanted, line=start), page.id, lines) for start in starts]


def _check(wanted: Wanted, page_id: str, lines: CutLines) -> Wanted:
    """Refuse what no page could take; keep the keys that the action has, with first and last line in their order."""
    if wanted.action not in ACTIONS:
        raise ArtifactError(f"action: {wanted.action!r}; allowed: {', '.join(ACTIONS)}")
    move = wanted.action == "move"
    if move and wanted.to not in ROLES:
        raise ArtifactError(f"to: {wanted.to!r}; allowed for move: {', '.join(ROLES)}")
    if wanted.action == "headline" and not wanted.body:
        raise ArtifactError("body: missing; allowed: the number of a line of the article that gets the headline")
    last = wanted.last if wanted.action in ("cut", "move") else 0
    body = wanted.body if wanted.action != "cut" else 0
    for name, number in (("line", wanted.line), ("last", last), ("body", body)):
        if number not in lines.texts and (number or name == "line"):
            known = f"numbers of lines that are not blank, 1 to {max(lines.texts, default=0)}"
            raise ArtifactError(f"{name}: {page_id} has no line {number}, or it is blank; allowed: {known}")
    line, last = sorted((wanted.line, last)) if last else (wanted.line, 0)
    return Wanted(wanted.action, line, last, body, wanted.to if move else "")


def _find_starts(wanted: Wanted, lines: CutLines, articles: Sequence[Article], page_id: str) -> list[int]:
    """Lines with which the article that a join names may begin."""
    index, part = lines.owners[wanted.line][0]
    own = articles[index].lines
    if wanted.body and wanted.body in own.all():
        raise ArtifactError(
            f"{page_id}: lines {wanted.line} and {wanted.body} are of one article already. Name lines of two articles"
        )
    title = [wanted.line] if part == "title" else []
    rest = islice(own.body or own.all(), _TRIED)
    return list(dict.fromkeys([*title, *rest, *own.title[:1]]))


def _find_headline(wanted: Wanted, lines: CutLines, articles: Sequence[Article]) -> Wanted:
    """The same with a line of the headline that is given, and one of the text that gets it."""
    giver, part = lines.owners[wanted.line][0]
    taker, target = lines.owners[wanted.body][0]
    title = articles[giver].lines.title
    line = wanted.line if part == "title" or not title else title[0]
    return replace(wanted, line=line, body=wanted.body if target == "body" else first_line(articles[taker]))


def _write(wanted: Wanted, page_id: str, lines: CutLines) -> dict[str, str]:
    """Keys and values of an entry, in the order of the README."""
    named = {"line": wanted.line, "last": wanted.last, "body": wanted.body}
    entry = {"page": page_id} | {name: lines.show(number) for name, number in named.items() if number}
    return entry | ({"to": wanted.to} if wanted.to else {})

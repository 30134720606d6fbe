"""Turn what a person did with the lines of a page into an entry of the file of corrections."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from textml.corpus.article import Article
from textml.corpus.pages.corrections import ACTIONS, ROLES
from textml.errors import ArtifactError
from textml.review.cuts.cut_view import CutLines, first_line

# Lines of an article that are tried as the first of its text; it is nearly always the first of them.
_TRIED = 12
# Kinds of items that are nearly always nothing but headlines.
_WITHOUT_TEXT = ("masthead", "slogan", "teaser")


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
    article, body_article : int or None
        Where two articles share the line `line`, or `body`: the place of the one that is meant.
    """

    action: str
    line: int
    last: int = 0
    body: int = 0
    to: str = ""
    article: int | None = None
    body_article: int | None = None


def spell_out(wanted: Wanted, lines: CutLines, page_id: str, articles: Sequence[Article]) -> list[dict[str, str]]:
    """Write what is wanted as entries of the file of corrections.

    Parameters
    ----------
    wanted : Wanted
    lines : CutLines
        Of the page.
    page_id : str
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
        raise ArtifactError(f"{page_id}: was not cut, so there is nothing to correct. Its problems say why")
    wanted = _check(wanted, page_id, lines)
    if wanted.action == "headline":
        wanted = _find_headline(wanted, lines, articles)
    starts = _find_starts(wanted, lines, articles, page_id) if wanted.action == "join" else [wanted.line]
    return [_write(replace(wanted, line=start), page_id, lines) for start in starts]


def explain_refusal(wanted: Wanted, lines: CutLines, articles: Sequence[Article]) -> str:
    """Say why none of the entries fits, where their own refusals would not help.

    Parameters
    ----------
    wanted : Wanted
    lines : CutLines
        Of the page.
    articles : sequence of Article
        What it is cut into.

    Returns
    -------
    str
        Empty where they say it themselves.
    """
    joined = articles[lines.choose(wanted.line, wanted.article).article or 0]
    if wanted.action != "join" or joined.kind not in _WITHOUT_TEXT:
        return ""
    return (
        f"line {wanted.line}: is of a {joined.kind} without text, which cannot continue an article. Give its headline "
        "to the article (headline), or move its lines there (move)"
    )


def _check(wanted: Wanted, page_id: str, lines: CutLines) -> Wanted:
    """Refuse what no page could take; keep the keys that the action has, with first and last line in their order."""
    if wanted.action not in ACTIONS:
        raise ArtifactError(f"action: {wanted.action!r}; allowed: {', '.join(ACTIONS)}")
    to = wanted.to if wanted.action == "move" else ""
    if wanted.action == "move" and to not in ROLES:
        raise ArtifactError(f"to: {to!r}; allowed for move: {', '.join(ROLES)}")
    if wanted.action == "headline" and not wanted.body:
        raise ArtifactError("body: missing; allowed: the number of a line of the article that gets the headline")
    last = wanted.last if wanted.action in ("cut", "move") else 0
    body = wanted.body if wanted.action != "cut" else 0
    for name, number in (("line", wanted.line), ("last", last), ("body", body)):
        if number not in lines.texts and (number or name == "line"):
            known = f"numbers of lines that are not blank, 1 to {max(lines.texts, default=0)}"
            raise ArtifactError(f"{name}: {page_id} has no line {number}, or it is blank; allowed: {known}")
    line, last = sorted((wanted.line, last)) if last else (wanted.line, 0)
    article = lines.choose(line, wanted.article).article
    other = lines.choose(body, wanted.body_article).article if body else None
    return Wanted(wanted.action, line, last, body, to, article, other)


def _find_starts(wanted: Wanted, lines: CutLines, articles: Sequence[Article], page_id: str) -> list[int]:
    """Lines with which the article that a join names may begin."""
    piece = lines.choose(wanted.line, wanted.article)
    if wanted.body and wanted.article == wanted.body_article:
        raise ArtifactError(
            f"{page_id}: lines {wanted.line} and {wanted.body} are of one article already. Name lines of two articles"
        )
    own = articles[piece.article or 0].lines
    title = [wanted.line] if piece.part == "title" else []
    rest = islice(own.body or own.all(), _TRIED)
    return list(dict.fromkeys([*title, *rest, *own.title[:1]]))


def _find_headline(wanted: Wanted, lines: CutLines, articles: Sequence[Article]) -> Wanted:
    """The same with a line of the headline that is given, and one of the text that gets it."""
    giver, taker = (articles[index or 0] for index in (wanted.article, wanted.body_article))
    title = giver.lines.title
    in_title = lines.choose(wanted.line, wanted.article).part == "title" or not title
    in_text = lines.choose(wanted.body, wanted.body_article).part == "body"
    line, body = wanted.line if in_title else title[0], wanted.body if in_text else first_line(taker)
    return replace(wanted, line=line, body=body)


def _write(wanted: Wanted, page_id: str, lines: CutLines) -> dict[str, str]:
    """Keys and values of an entry, in the order of the README."""
    entry = {"page": page_id, "line": lines.show(wanted.line, wanted.article)}
    if wanted.last:
        entry["last"] = lines.show(wanted.last, wanted.article)
    if wanted.body:
        entry["body"] = lines.show(wanted.body, wanted.body_article)
    return entry | ({"to": wanted.to} if wanted.to else {})

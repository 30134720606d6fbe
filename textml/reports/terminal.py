"""A page as printed, with its cuts and why, for a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textml.corpus.article import Article, Page

if TYPE_CHECKING:
    from rich.text import Text

_COLORS = ("cyan", "magenta", "green", "yellow", "blue", "red")
#: Below this a cut is marked for a person to check.
DOUBTFUL = 0.7


def explain_page(page: Page, articles: Sequence[Article]) -> "Text":
    """Every printed line with its number and the item it belongs to; where the item changes, what was decided and why.

    Parameters
    ----------
    page : the page
    articles : what `split_page` made of it

    Returns
    -------
    rich.text.Text, one colour an item; headlines are bold, what was taken off (bylines, marks) is dim
    """
    from rich.text import Text

    owner: dict[int, tuple[int, str]] = {}
    for number, article in enumerate(articles):
        for role in ("title", "body", "furniture"):
            owner.update(dict.fromkeys(getattr(article.lines, role), (number, role)))
    view = Text()
    view.append(f"{page.id}  {page.path or ''}\n", "bold underline")
    last = -1
    for line_number, line in enumerate(page.text.split("\n"), 1):
        if not line.strip():
            continue
        number, role = owner[line_number]
        if number != last:
            _append_cut(view, number, articles[number])
            last = number
        style = {"title": "bold ", "furniture": "dim "}.get(role, "") + _COLORS[number % len(_COLORS)]
        view.append(f"{line_number:5d} ", "dim")
        view.append(f"{number + 1:3d}{role[0]} {line.strip()}\n", style)
    return view


def _append_cut(view: "Text", number: int, article: Article) -> None:
    doubt = "  ← check" if article.is_story and article.confidence < DOUBTFUL else ""
    headline = article.title or "(no headline)"
    view.append(
        f"  ── {number + 1} {article.kind} {headline}  {article.confidence:.2f}{doubt}\n", "reverse" if doubt else ""
    )
    if article.reason:
        view.append(f"       {article.reason}\n", "italic dim")

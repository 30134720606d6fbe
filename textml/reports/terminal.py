"""Show a page with its cuts, and the reasons for them, in a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textml.corpus.article import Article, Page
from textml.corpus.doubt import needs_check

if TYPE_CHECKING:
    from rich.text import Text

_COLORS = ("cyan", "magenta", "green", "yellow", "blue", "red")


def explain_page(page: Page, articles: Sequence[Article]) -> "Text":
    """Print every line of a page with its number and its item, and the reason for each cut.

    Parameters
    ----------
    page : Page
        The page.
    articles : sequence of Article
        Its articles, as `split_page` returns them.

    Returns
    -------
    rich.text.Text
        One colour per item; headlines are bold, bylines and other marks dim.
    """
    from rich.text import Text

    owner: dict[int, tuple[int, str]] = {}
    for number, article in enumerate(articles):
        for role in ("title", "body", "furniture"):
            owner.update(dict.fromkeys(getattr(article.lines, role), (number, role)))
    view = Text()
    view.append(f"{page.id}  {page.where if page.path else ''}\n", "bold underline")
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
    """Add the heading of an item: its kind, headline and confidence, and the reason for the cut."""
    doubt = "  ← check" if needs_check(article) else ""
    headline = article.title or "(no headline)"
    view.append(
        f"  ── {number + 1} {article.kind} {headline}  {article.confidence:.2f}{doubt}\n", "reverse" if doubt else ""
    )
    if article.reason:
        view.append(f"       {article.reason}\n", "italic dim")

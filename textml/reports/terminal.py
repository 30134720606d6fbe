"""Show a page with its cuts, and the reasons for them, in a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textml.corpus.article import Article, Page
from textml.corpus.doubt import needs_check

if TYPE_CHECKING:
    from rich.text import Text

_COLORS = ("cyan", "magenta", "green", "yellow", "blue", "red")


def explain_page(page: Page, articles: Sequence[Article], notes: Sequence[str] = ()) -> "Text":
    """Print every line of a page with its number and its item, and the reason for each cut.

    Parameters
    ----------
    page : Page
        The page.
    articles : sequence of Article
        Its articles, as `split_page` returns them.
    notes : sequence of str
        What was noticed about its corrections.

    Returns
    -------
    rich.text.Text
        One colour per item; headlines are bold, bylines and other marks dim.
    """
    from rich.text import Text

    owners: dict[int, list[tuple[int, str]]] = {}
    for number, article in enumerate(articles):
        for role in ("title", "body", "furniture"):
            for own in getattr(article.lines, role):
                owners.setdefault(own, []).append((number, role))
    view, shown = Text(), set[int]()
    view.append(f"{page.id}  {page.where if page.path else ''}\n", "bold underline")
    last = -1
    for line_number, line in enumerate(page.text.split("\n"), 1):
        if not line.strip():
            continue
        (number, role), *others = owners[line_number]
        if number != last:
            if number in shown:
                view.append(f"  ── {number + 1} goes on: {articles[number].title or '(no headline)'}\n")
            else:
                _append_cut(view, number, articles[number])
            shown.add(number)
            last = number
        style = {"title": "bold ", "furniture": "dim "}.get(role, "") + _COLORS[number % len(_COLORS)]
        view.append(f"{line_number:5d} ", "dim")
        view.append(f"{number + 1:3d}{role[0]} {line.strip()}\n", style)
        for other, part in others:
            view.append(f"        two columns share line {line_number}: {other + 1}{part[0]}, too\n", "italic dim")
    for note in notes:
        view.append(f"  {note}\n", "italic dim")
    return view


def explain_corrections(page: Page, articles: Sequence[Article]) -> "Text":
    """Say what the letters mean and how a wrong cut is corrected, with a line of a page as the example.

    Parameters
    ----------
    page : Page
        The page.
    articles : sequence of Article
        Its articles, as `split_page` returns them; at least one.

    Returns
    -------
    rich.text.Text
        An entry that can be copied into a file of corrections.
    """
    from rich.text import Text

    stories = [n for n, article in enumerate(articles) if article.is_story] or [0]
    number = min(stories, key=lambda n: articles[n].confidence)
    lines = articles[number].lines
    line, role = (lines.body[0], "b") if lines.body else (lines.all()[0], "t" if lines.title else "f")
    printed = f"{line:5d} {number + 1:3d}{role} {page.text.split(chr(10))[line - 1].strip()}"
    quote = "'''" if "'" in printed else "'"
    return Text(
        "t headline, b text, f furniture: bylines, credits, jumps. Correct wrong cuts in a file, such as\n\n"
        f"[[cut]]  # an article begins with this line; [[join]]: it continues the article before\n"
        f"page = '{page.id}'\n"
        f"line = {quote}{printed}{quote}\n\n"
        "and give it with --corrections. The README says more, also about [[headline]] and [[move]].\n",
        "dim",
    )


def _append_cut(view: "Text", number: int, article: Article) -> None:
    """Add the heading of an item: its kind, headline and confidence, and the reason for the cut."""
    doubt = "  ← check" if needs_check(article) else ""
    headline = article.title or "(no headline)"
    view.append(
        f"  ── {number + 1} {article.kind} {headline}  {article.confidence:.2f}{doubt}\n", "reverse" if doubt else ""
    )
    if article.reason:
        view.append(f"       {article.reason}\n", "italic dim")

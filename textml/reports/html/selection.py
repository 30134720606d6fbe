"""Which articles a page carries, so that it opens on a small machine whatever the archive."""

from collections.abc import Collection, Sequence

from textml.corpus.article import Article

#: Characters that a page carries. News take 1.2 MB a million when packed, 18 MB in all; font, figures and words of
#: topics stay within the other 12 of the 30 MB that a page may have.
MOST_CHARACTERS = 15_000_000
#: Articles that a page carries: their columns are some hundred bytes each.
MOST_ARTICLES = 30_000
# What an article takes beside its text: headline, id, reasons.
_OVERHEAD = 120


def select_articles(
    articles: Sequence[Article],
    needed: Collection[int] = (),
    most_characters: int = MOST_CHARACTERS,
    most_articles: int = MOST_ARTICLES,
) -> list[int]:
    """Select the articles that a page carries: all where they fit, else those needed and every so many of the others.

    Parameters
    ----------
    articles : (n_articles,) sequence of Article
        Of the run, in its order.
    needed : collection of int
        Positions of articles that the page names; they come first where even these do not fit.
    most_characters, most_articles : int
        What a page has room for.

    Returns
    -------
    list of int
        Positions, ascending; the same articles for the same run.
    """
    sizes = [len(article.body) + _OVERHEAD for article in articles]
    if sum(sizes) <= most_characters and len(articles) <= most_articles:
        return list(range(len(articles)))
    chosen: set[int] = set()
    room, left = most_characters, most_articles
    for position in sorted(set(needed)):
        if left and sizes[position] <= room:
            chosen.add(position)
            room, left = room - sizes[position], left - 1
    others = [position for position in range(len(articles)) if position not in chosen]
    step = max(sum(sizes[position] for position in others) / max(room, 1), len(others) / max(left, 1), 1.0)
    n_more = int(len(others) / step)
    for number in range(n_more):
        position = others[int(number * step)]
        if sizes[position] <= room:
            chosen.add(position)
            room -= sizes[position]
    return sorted(chosen)

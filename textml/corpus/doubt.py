"""How many articles are cut wrong, as far as the cutter knows, and which of them a person should look at."""

from collections.abc import Iterable
from typing import NamedTuple

from textml.corpus.article import Article

#: A story with a lower confidence is worth a look. The confidence is the chance that its cut is right. The rule: of
#: those just above, up to 0.8, more than two in three are right (0.74 on dumps of typeset pages that the fit of the
#: chance did not see). Half of those below are wrong, and they are 0.63 of all that are.
CHECK_BELOW = 0.7


def needs_check(article: Article) -> bool:
    """Return whether a person should look at the cut of an article: a story with a confidence below CHECK_BELOW.

    >>> needs_check(Article("a", "夜市重开", "夜市昨晚重开。", confidence=0.4))
    True
    """
    return article.is_story and article.confidence < CHECK_BELOW


class Doubt(NamedTuple):
    """What the confidence of some cuts says of them together.

    Attributes
    ----------
    n_articles : int
        Stories that were cut from pages.
    n_wrong : int
        How many of them can be expected to be cut wrong: the sum of 1 - confidence, rounded.
    n_check : int
        How many of them are worth a look, as `needs_check` says.
    """

    n_articles: int
    n_wrong: int
    n_check: int

    def __str__(self) -> str:
        if not self.n_articles:
            return ""
        check = f"; worth a look: {self.n_check}" if self.n_check else ""
        return f"about {self.n_wrong} of {self.n_articles} articles are expected to be cut wrong{check}"


def measure_doubt(articles: Iterable[Article]) -> Doubt:
    """Sum up the confidence of cuts.

    Parameters
    ----------
    articles : iterable of Article
        Of any kind; those of tables, and items that tell no story, are passed over.

    Returns
    -------
    Doubt

    Examples
    --------
    >>> cuts = [Article("a", "", "夜市昨晚重开。", confidence=c, page_id="p") for c in (0.9, 0.6, 0.3)]
    >>> print(measure_doubt(cuts))
    about 1 of 3 articles are expected to be cut wrong; worth a look: 2
    """
    stories = [article for article in articles if article.page_id and article.is_story]
    n_wrong = sum(1 - story.confidence for story in stories)
    return Doubt(len(stories), round(n_wrong), sum(map(needs_check, stories)))

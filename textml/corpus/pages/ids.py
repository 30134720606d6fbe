"""Ids of articles, which hang on what an article says: they stay when other articles of the page change."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

from textml.corpus.article import Article
from textml.corpus.pages.lines.marks import find_dateline, find_lead, find_origin
from textml.corpus.pages.lines.sheet import fold

# Letters of the beginning that are summed up: two printed lines, by which a reader tells two articles of a page apart.
# More would hang the id on more of what tools read differently.
_LETTERS = 24
# Characters in which these are looked for: marks have up to a hundred, and letters may be spaced.
_START = 200
# Crockford's base 32: no i, l, o, u, which are read as 1, 1, 0, v.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
# Characters of a sum: 30 bits, so two of forty articles of a page have one sum on one page in a million.
_LENGTH = 6
_OTHERS = re.compile(r"[\W_]+")
# The same without the marks that make one letter with the letter before them.
_SURELY_OTHERS = re.compile(r"[^\w\u0300-\u036f\u3099\u309a]+")


def give_ids(articles: Sequence[Article], page_id: str) -> list[Article]:
    """Give the articles of a page their ids.

    Parameters
    ----------
    articles : sequence of Article
        All items of the page, in page order.
    page_id : str
        Id of the page.

    Returns
    -------
    list of Article
        In the given order, with ids ``PAGE_ID#SUM``; those that begin alike have ``-2``, ``-3`` and so on behind it.

    Examples
    --------
    >>> alike = [Article("", "", "遗失声明"), Article("", "", "遗失：声明"), Article("", "通告", "明天停水。")]
    >>> [article.id for article in give_ids(alike, "2025-02-13/04")]
    ['2025-02-13/04#3ys90k', '2025-02-13/04#3ys90k-2', '2025-02-13/04#nmqst2']
    """
    seen: Counter[str] = Counter()
    named = []
    for article in articles:
        summed = sum_beginning(article.title, article.body)
        seen[summed] += 1
        again = f"-{seen[summed]}" if seen[summed] > 1 else ""
        named.append(replace(article, id=f"{page_id}#{summed}{again}"))
    return named


def sum_beginning(title: str, body: str) -> str:
    """Sum up what an article says at its beginning.

    Parameters
    ----------
    title : str
        Headline, which only counts where there is no text: it may be given to another article.
    body : str
        Text.

    Returns
    -------
    str
        Six characters: digits and small letters without i, l, o, u. Line breaks, spaces, punctuation, width and case of
        letters, and the marks with which articles begin (本报讯…, 新华社…电, 上接1版) do not count.

    Examples
    --------
    >>> sum_beginning("", "新华社沙埠2月13日电 昨晚７点，\\n夜市开张。") == sum_beginning("夜市", "昨晚7点,夜市开张。")
    True
    """
    start = body[:_START]
    letters = keep_letters(_skip_marks(fold(start))) or keep_letters(start) or keep_letters(title[:_START])
    digest = blake2b(letters[:_LETTERS].encode("utf-8", "surrogatepass"), digest_size=8).digest()
    number = int.from_bytes(digest, "big")
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_LENGTH))


def keep_letters(text: str) -> str:
    """Keep the letters and digits of a text, in one width and case.

    >>> keep_letters("Ａ股 涨 ２％，\\n成交 1.2 万亿")
    'a股涨2成交12万亿'
    """
    # without punctuation most Chinese texts are normalised as they are, which is three times as fast
    return _OTHERS.sub("", unicodedata.normalize("NFKC", _SURELY_OTHERS.sub("", text)).casefold())


def _skip_marks(folded: str) -> str:
    """The text behind the marks with which it begins; tools and corrections keep or drop them."""
    for find in (find_origin, find_lead, find_dateline):
        folded = folded.lstrip()
        if found := find(folded):
            folded = folded[found.end() :]
    return folded

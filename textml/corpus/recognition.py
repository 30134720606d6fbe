"""Recognise labelled articles among those of a run, by their ids and by their texts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from textml.corpus.labels import list_names
from textml.corpus.pages.ids import keep_letters, sum_beginning
from textml.corpus.words.code_points import join_code_points

# As near-duplicates are found: five Chinese characters are two or three words, seldom the same by chance.
_GRAM = 5
# Share of the shorter text's 5-grams that both have. A cut that moved, or some characters that were read otherwise,
# leave more; articles with the same stock phrases have less.
_SAME = 0.8
# Letters below which 5-grams say too little, and only the whole text counts: two printed lines, as for ids.
_FEW = 24
# 80 % of the 5-grams of such a text; less is never enough.
_LEAST = 16
# A 5-gram of more labelled articles than this is a stock phrase; leaving it out keeps the comparison linear.
_MOST_LABELLED = 50
# Articles that are compared in one call: enough to cost little each, few enough for memory.
_BLOCK = 256
# Bits of the table that says of most 5-grams that no labelled article has them; 4 MB.
_TABLE_BITS = 22
# Odd numbers without a pattern (xxHash, wyhash): two 5-grams with one hash are as good as excluded.
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)

#: A labelled text, an article, the 5-grams they share, and whether these are most of the shorter one's; by position.
_Pair = tuple[int, int, int, bool]


def recognize_labelled(
    labelled: Mapping[str, str], articles: Mapping[str, str], joined: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Find the articles of a run that have a label, also those that had another id when they got it.

    Parameters
    ----------
    labelled : mapping of str to str
        Id and text, without headline, of each labelled article.
    articles : mapping of str to str
        Id and text of each article of the run. Those cut from pages have ids ``PAGE_ID#...``.
    joined : mapping of str to str, optional
        Id of every second half to the id of the article that it became part of.

    Returns
    -------
    dict of str to str
        Id of the labelled article to that of the article, for all that were found: by id, otherwise by text. A text is
        that of an article if both have the same letters, begin alike on one page, or share 80 % of the shorter one's
        5-grams. Of several, one of the same page is taken, then the same text, then the one that shares most.

    Notes
    -----
    Time is linear in the texts: 5-grams of the labelled articles are looked up, articles are not compared in pairs.

    Examples
    --------
    >>> earlier = {"2025-02-13/01#07": "昨晚，枫溪镇的板凳龙出了祠堂。", "culture-01": "别的文章"}
    >>> recognize_labelled(earlier, {"2025-02-13/01#kdsmyp": "昨晚,枫溪镇的\\n板凳龙出了祠堂。"})
    {'2025-02-13/01#07': '2025-02-13/01#kdsmyp'}
    """
    found = {second: first for second, first in (joined or {}).items() if second in labelled and first in articles}
    found |= {labelled_id: labelled_id for labelled_id in labelled if labelled_id in articles}
    missing = {i: letters for i, text in labelled.items() if i not in found and (letters := keep_letters(text))}
    if missing:
        found |= _find_by_text({i: labelled[i] for i in missing}, missing, articles)
    return {labelled_id: found[labelled_id] for labelled_id in labelled if labelled_id in found}


def describe_lost(labelled: Iterable[str], found: Collection[str], pages: Collection[str], where: str) -> list[str]:
    """Say which labelled articles were not found, though their pages were read again.

    Parameters
    ----------
    labelled : iterable of str
        Ids of the labelled articles.
    found : collection of str
        Those that `recognize_labelled` found.
    pages : collection of str
        Ids of the pages that were read. Labelled articles of other pages, and of none, are not named.
    where : str
        Path of the labelled set.

    Returns
    -------
    list of str
        One note with the number and the first ids, or none.

    Examples
    --------
    >>> describe_lost(["d/01#07", "d/02#07", "culture-01"], [], ["d/01"], "set.jsonl")[0][:62]
    'set.jsonl: 1 labelled article is not found on its page, which '
    """
    read = frozenset(pages)
    lost = [labelled_id for labelled_id in labelled if labelled_id not in found and _page_of(labelled_id) in read]
    if not lost:
        return []
    who = "article is not found on its page" if len(lost) == 1 else "articles are not found on their pages"
    return [
        f"{where}: {len(lost)} labelled {who}, which may be read or cut otherwise now: {list_names(lost)}. Labels are "
        "learnt from as before, but `textml suggest` may offer parts of these texts again"
    ]


def _page_of(article_id: str) -> str | None:
    """The page that an article was cut from, as its id tells."""
    page, mark, _ = article_id.rpartition("#")
    return page if mark else None


def _find_by_text(texts: Mapping[str, str], letters: Mapping[str, str], articles: Mapping[str, str]) -> dict[str, str]:
    """Labelled articles, given by their texts and the letters of these, with the articles that have their text."""
    ids, index = list(texts), _Index(list(letters.values()))
    pages = [_page_of(labelled_id) for labelled_id in ids]
    begun: dict[tuple[str | None, str], list[int]] = {}
    for number, (labelled_id, page) in enumerate(zip(ids, pages, strict=True)):
        if page is not None:
            begun.setdefault((page, sum_beginning("", texts[labelled_id])), []).append(number)
    on_pages = frozenset(pages) - {None}
    best: dict[int, tuple[tuple[bool, bool, int], str]] = {}
    rest = iter(articles.items())
    while block := list(islice(rest, _BLOCK)):
        plain = [keep_letters(text) for _, text in block]
        pairs = {(number, at): (shared, alike) for number, at, shared, alike in index.compare(plain)}
        for at, (article_id, text) in enumerate(block):
            if (page := _page_of(article_id)) in on_pages:
                for number in begun.get((page, sum_beginning("", text)), ()):
                    pairs[number, at] = (pairs.get((number, at), (0, True))[0], True)
        for (number, at), (shared, alike) in sorted(pairs.items()):
            article_id = block[at][0]
            rank = (pages[number] == _page_of(article_id), index.letters[number] == plain[at], shared)
            if alike and (number not in best or rank > best[number][0]):
                best[number] = (rank, article_id)
    return {ids[number]: article_id for number, (_, article_id) in best.items()}


class _Index:
    """The 5-grams of labelled texts.

    Parameters
    ----------
    letters : sequence of str
        Letters and digits of the texts.
    """

    def __init__(self, letters: Sequence[str]) -> None:
        self.letters = letters
        self._whole: dict[str, list[int]] = {}
        for number, text in enumerate(letters):
            self._whole.setdefault(text, []).append(number)
        long = [number for number, text in enumerate(letters) if len(text) >= _FEW]
        grams, of = _distinct_grams([letters[number] for number in long])
        order = np.argsort(grams, kind="stable")
        grams, of = grams[order], np.array(long, np.int64)[of[order]]
        self._grams, starts, counts = np.unique(grams, return_index=True, return_counts=True)
        stock = counts > _MOST_LABELLED
        self._starts, self._counts, self._owners = starts, np.where(stock, 0, counts), of
        self._stock = self._grams[stock]
        rare = np.repeat(~stock, counts)
        self._sizes = np.bincount(of[rare], minlength=len(letters))
        self._maybe = np.zeros(1 << _TABLE_BITS, bool)
        self._maybe[self._grams >> np.uint64(64 - _TABLE_BITS)] = True

    def compare(self, texts: Sequence[str]) -> Iterator[_Pair]:
        """Compare all labelled texts with some articles.

        Parameters
        ----------
        texts : (n_texts,) sequence of str
            Letters and digits of the articles.

        Yields
        ------
        tuple of (int, int, int, bool)
            Positions of the labelled text and of the article, 5-grams that both have, and whether they are alike.
        """
        n_shared = self._count_shared(texts)
        for at, text in enumerate(texts):
            for number in self._whole.get(text, ()):
                n_shared.setdefault((number, at), 0)
        sizes = {at: self._count_rare(texts[at]) for at in {at for _, at in n_shared}}
        for (number, at), shared in n_shared.items():
            enough = shared >= max(_LEAST, _SAME * min(int(self._sizes[number]), sizes[at]))
            yield number, at, shared, enough or self.letters[number] == texts[at]

    def _count_rare(self, text: str) -> int:
        grams, _ = _distinct_grams([text])
        return len(grams) - int(np.isin(grams, self._stock).sum())

    def _count_shared(self, texts: Sequence[str]) -> dict[tuple[int, int], int]:
        """Distinct 5-grams that a labelled text and an article share, where they are enough."""
        grams, of = _all_grams([text if len(text) >= _FEW else "" for text in texts])
        maybe = self._maybe[grams >> np.uint64(64 - _TABLE_BITS)]
        grams, of = grams[maybe], of[maybe]
        if not len(grams) or not len(self._grams):
            return {}
        at = np.minimum(np.searchsorted(self._grams, grams), len(self._grams) - 1)
        hit = self._grams[at] == grams
        hits = np.unique(np.column_stack([of[hit], at[hit]]), axis=0)
        counts = self._counts[hits[:, 1]]
        first = np.repeat(self._starts[hits[:, 1]] - (np.cumsum(counts) - counts), counts)
        owners = self._owners[first + np.arange(len(first))]
        pairs, n_shared = np.unique(owners * len(texts) + np.repeat(hits[:, 0], counts), return_counts=True)
        enough = n_shared >= _LEAST
        return {divmod(int(p), len(texts)): int(n) for p, n in zip(pairs[enough], n_shared[enough], strict=True)}


def _all_grams(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of all 5-grams of the texts, and the position of the text that each is of."""
    points, bounds = join_code_points(texts)
    if len(points) < _GRAM:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    n_grams = len(points) - _GRAM + 1
    hashes = np.zeros(n_grams, np.uint64)
    for place, factor in enumerate(_FACTORS):
        hashes += points[place : place + n_grams].astype(np.uint64) * np.uint64(factor)
    # the high bits, which the table takes, depend on all of them
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(_FACTORS[0])
    of = np.repeat(np.arange(len(texts)), np.diff(bounds))
    inside = of[:n_grams] == of[_GRAM - 1 :]
    return hashes[inside], of[:n_grams][inside]


def _distinct_grams(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of the 5-grams of each text, each once, and the position of the text."""
    grams, of = _all_grams(texts)
    order = np.lexsort((grams, of))
    grams, of = grams[order], of[order]
    first = np.ones(len(grams), bool)
    first[1:] = (grams[1:] != grams[:-1]) | (of[1:] != of[:-1])
    return grams[first], of[first]

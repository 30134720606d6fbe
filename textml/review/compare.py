"""What is new in some issues, against the earlier ones of a run."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from textml.corpus.article import Article, drop_reason, drop_repeats
from textml.corpus.pages.cutting import cut_pages
from textml.corpus.reading.inputs import read_inputs
from textml.display import brief, card
from textml.models.evaluation.intervals import Estimate, estimate_share
from textml.models.shift.contrast import WordShare, contrast_words
from textml.models.shift.mix import Change, compare_mix
from textml.models.shift.sample import N_COMPARED, Sampled, draw_sample
from textml.models.shift.shift import LEAST_ARTICLES, Shift, measure_shift
from textml.models.shift.side import Side, align, read_side
from textml.predict.contents import Contents
from textml.predict.labeller import Labeller, as_rows, label_of
from textml.predict.run_settings import read_run_corrections, read_run_settings
from textml.reasons import NotEnoughError, Reason

# Articles of each side whose words are counted; a year has as many as a decade in this respect.
_MOST_COUNTED = 1000
# Words and headlines of a list.
_N_WORDS = 15
_N_TITLES = 5
_TITLE = 30
# A word is new where this share of the earlier articles has it at most. Articles with so many of the new words, and so
# many such articles, are a new topic: no earlier article has them together.
_RARE, _TOGETHER, _LEAST_TOPIC = 0.03, 3, 3


@dataclass(frozen=True, slots=True)
class NewTopic:
    """New articles that share words which hardly any earlier one has.

    Attributes
    ----------
    share : Estimate
        Share of the new articles.
    words : tuple of WordShare
        The words.
    titles : tuple of str
        Headlines of the articles that have most of them.
    """

    share: Estimate
    words: tuple[WordShare, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """New issues beside the earlier ones of a run.

    Attributes
    ----------
    n_before, n_now : int
        Articles.
    sections, topics : list of Change
        Shares of the articles by section given (those of none under its name, those left to a person under an empty
        one), and by main topic; the
        largest growth first. Topics are empty where the run has none.
    new_topic : NewTopic or None
        Articles that share new words; None where there are none.
    words, gone : tuple of WordShare
        Words that stand in more of the new articles, and in fewer.
    shift : Shift
        How well new and earlier articles are told apart: `known` are the earlier ones.
    problems : list of str
        Input that could not be used.
    """

    n_before: int
    n_now: int
    sections: list[Change]
    topics: list[Change]
    new_topic: NewTopic | None
    words: tuple[WordShare, ...]
    gone: tuple[WordShare, ...]
    shift: Shift
    problems: list[str]

    __repr__ = brief

    def rows(self) -> list[dict[str, Any]]:
        """One plain row for each section, topic and word: part, name, shares with their ends, and whether it moved."""
        found = [("section", change) for change in self.sections] + [("topic", change) for change in self.topics]
        rows = [
            {
                "part": part,
                "name": change.name,
                "before": change.before.value,
                "before_low": change.before.low,
                "before_high": change.before.high,
                "now": change.now.value,
                "now_low": change.now.low,
                "now_high": change.now.high,
                "moved": change.moved,
            }
            for part, change in found
        ]
        for part, words in (("more often", self.words), ("less often", self.gone)):
            for word in words:
                before, now = (estimate_share(round(s * n), n) for s, n in self._counted(word))
                rows.append(rows_of_word(part, word.word, before, now))
        return rows

    def _counted(self, word: WordShare) -> tuple[tuple[float, int], tuple[float, int]]:
        return (word.known, min(self.n_before, _MOST_COUNTED)), (word.new, min(self.n_now, _MOST_COUNTED))

    def _repr_html_(self) -> str:
        moved = [change for change in (*self.sections, *self.topics) if change.moved]
        rows = ((c.name, f"{100 * c.before.value:.0f} %", f"{100 * c.now.value:.0f} %") for c in moved)
        facts = (f"{self.n_now:,} new articles", f"{self.n_before:,} earlier ones")
        text = "new words: " + " ".join(word.word for word in self.words)
        return card("Comparison", facts, ("moved", "before", "now"), rows, text)


def rows_of_word(part: str, word: str, before: Estimate, now: Estimate) -> dict[str, Any]:
    """A word as a row of `Comparison.rows`."""
    ends = {"before": before.value, "before_low": before.low, "before_high": before.high}
    return {
        "part": part,
        "name": word,
        **ends,
        "now": now.value,
        "now_low": now.low,
        "now_high": now.high,
        "moved": True,
    }


def compare_issues(contents: Contents, folder: Path, paths: Sequence[str], last: int = 0) -> Comparison:
    """Compare new issues with the earlier ones of a run.

    Parameters
    ----------
    contents : Contents
        Of the run.
    folder : Path
        ``artifacts/NAME``
    paths : sequence of str
        Pages, tables, folders of the new issues. Articles of the run with the same ids or dates are no earlier ones.
    last : int
        Compare with so many issues only, the latest ones before the new; 0 for all.

    Raises
    ------
    CorpusError
        A path does not exist or holds nothing readable.
    NotEnoughError
        There are fewer than twenty new articles, or earlier ones.
    """
    new, problems = read_stories(folder, paths)
    rows = as_rows(Labeller(contents.models, read_run_settings(folder).models.precision).label(new)) if new else []
    before = _choose_earlier(contents, new, last)
    if min(len(before), len(new)) < LEAST_ARTICLES:
        raise NotEnoughError(
            Reason("few_to_compare_issues", {"n_new": len(new), "n_known": len(before), "needed": LEAST_ARTICLES})
        )
    earlier = [contents.stories[i] for i in before]
    known_rows = [contents.labels[i] for i in before]
    words = contents.reference.words if contents.reference else None
    if words is None:
        from textml.corpus.words.segment import Words

        words = Words()
    samples = [draw_sample(side, [""] * len(side), _MOST_COUNTED) for side in (earlier, new)]
    sides = [read_side(sample, words) for sample in samples]
    known_counts, new_counts, vocabulary = align(*sides)
    more, less = contrast_words(known_counts, new_counts, vocabulary, _N_WORDS)
    has_topics = contents.topics is not None
    return Comparison(
        n_before=len(before),
        n_now=len(new),
        sections=compare_mix(*([label_of(row, contents.reject) for row in side] for side in (known_rows, rows))),
        topics=compare_mix([r["topic"] for r in known_rows], [r["topic"] for r in rows]) if has_topics else [],
        new_topic=_find_new_topic(sides[1], more, samples[1]),
        words=more,
        gone=less,
        shift=measure_shift(sides[0], sides[1].take(range(min(len(new), N_COMPARED, len(sides[1])))))[0],
        problems=problems,
    )


def read_stories(folder: Path, paths: Sequence[str]) -> tuple[list[Article], list[str]]:
    """Read pages and tables as a run did, with its corrections.

    Returns
    -------
    stories : list of Article
    problems : list of str
        Input that could not be used.
    """
    settings = read_run_settings(folder).corpus
    reading = read_inputs(paths, settings.name_pattern, settings.workers)
    cutting = cut_pages(reading.pages, read_run_corrections(folder), settings.workers)
    articles, repeats = drop_repeats([*cutting.articles, *reading.articles])
    stories = [article for article in articles if drop_reason(article, settings.min_chars) is None]
    return stories, [*reading.problems, *cutting.problems, *repeats]


def _choose_earlier(contents: Contents, new: Sequence[Article], last: int) -> list[int]:
    """Positions of the stories of the run that are of none of the new issues, of the last issues where asked for."""
    ids, dates = {article.id for article in new}, {article.date for article in new} - {""}
    kept = [i for i, story in enumerate(contents.stories) if story.id not in ids and story.date not in dates]
    if not last:
        return kept
    end = max(dates, default="~")
    issues = sorted({contents.stories[i].date for i in kept if "" < contents.stories[i].date < end})[-last:]
    return [i for i in kept if contents.stories[i].date in issues]


def _find_new_topic(new: Side, words: Sequence[WordShare], sample: Sequence[Sampled]) -> NewTopic | None:
    """The new articles that hold several of the words that were rare before; None where there are hardly any."""
    rare = tuple(word for word in words if word.known <= _RARE)
    columns = np.flatnonzero(np.isin(new.vocabulary, [word.word for word in rare]))
    held = np.diff(sp.csr_matrix(new.counts[:, columns]).indptr)
    found = [int(i) for i in np.argsort(-held, kind="stable") if held[i] >= _TOGETHER]
    if len(found) < _LEAST_TOPIC:
        return None
    titles = tuple(sample[i].text.partition("\n")[0][:_TITLE] for i in found[:_N_TITLES])
    return NewTopic(estimate_share(len(found), len(new)), rare, titles)

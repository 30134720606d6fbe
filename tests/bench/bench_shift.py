"""Articles of other sources ring the alarm, halves of one source do not; and what precision to expect of their labels.

    pytest tests/bench/bench_shift.py -m bench -s

Pairs marked * were looked at when the limits were chosen; the others were not.
"""

import gzip
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from textml.corpus.article import Article
from textml.corpus.words.segment import Words
from textml.models.sections.classifier import SectionClassifier
from textml.models.sections.selective import PrecisionError
from textml.models.shift.reference import build_reference
from textml.models.shift.sample import Sampled, draw_sample
from textml.models.shift.shift import Shift, compare_sample
from textml.models.shift.side import Side, read_side
from textml.models.shift.told_apart import tell_apart

pytestmark = pytest.mark.bench
WORDS = Words()
N_DRAWS = 20
SIZES = ((144, 300), (300, 300), (64, 40), (300, 20))
# Draws of which a classifier is fitted.
N_FITS = 10
# Topics of newswire that are sections of web news too.
SAME = {
    "C39-Sports": "体育",
    "C5-Education": "教育",
    "C36-Medical": "健康",
    "C3-Art": "娱乐",
    "C19-Computer": "科技",
    "C16-Electronics": "科技",
    "C17-Communication": "科技",
}

Positions = np.ndarray
Pair = Callable[[np.random.Generator], tuple[Positions, Positions]]
Labelled = tuple[list[Article], list[str]]


def rows_of(shared: Path, name: str) -> list[dict[str, Any]]:
    """Rows of a corpus."""
    with gzip.open(shared / f"corpora/{name}.jsonl.gz", "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def labelled_set() -> list[dict[str, Any]]:
    """Rows of the labelled set of the project."""
    return [json.loads(line) for line in Path("seeds/labeled.jsonl").read_text("utf-8").splitlines()]


def article_of(row: dict[str, Any]) -> Article:
    """A row as an article; the day of the evening news is its issue."""
    return Article(row["id"], row.get("title") or "", row["text"], date=row.get("date") or "")


def draw(found: Sequence[Any], n: int, rng: np.random.Generator) -> list[Any]:
    """Some of a list, at random."""
    return [found[i] for i in rng.permutation(len(found))[:n]]


def read_all(shared: Path) -> tuple[Side, np.ndarray]:
    """Words of all corpora, counted once, and the name of the corpus of each article."""
    rows = {name: rows_of(shared, name) for name in ("newswire", "web_news", "evening_news")}
    rows["seeds"] = labelled_set()
    names = np.array([name for name, found in rows.items() for _ in found])
    articles = [article_of(row) for found in rows.values() for row in found]
    issues = [article.date or f"{name} {article.id}" for name, article in zip(names, articles, strict=True)]
    sampled = [Sampled(a.id, a.text, issue, "", 0) for a, issue in zip(articles, issues, strict=True)]
    return read_side(sampled, WORDS), names


def halve(positions: Positions, issues: np.ndarray, rng: np.random.Generator) -> tuple[Positions, Positions]:
    """Two halves of a source that share no issue."""
    found = np.unique(issues[positions])
    first = np.isin(issues[positions], rng.permutation(found)[: len(found) // 2])
    return positions[first], positions[~first]


def build_pairs(issues: np.ndarray, names: np.ndarray) -> dict[str, Pair]:
    """Articles to label from and to label, by what they are."""
    wire, web, evening, seeds = (
        np.flatnonzero(names == name) for name in ("newswire", "web_news", "evening_news", "seeds")
    )

    def day(start: str) -> Positions:
        return evening[np.char.startswith(issues[evening], start)]

    return {
        "newswire, halves *": lambda rng: halve(wire, issues, rng),
        "web news, halves *": lambda rng: halve(web, issues, rng),
        "evening news, halves *": lambda rng: halve(evening, issues, rng),
        "labelled set of the project, halves": lambda rng: halve(seeds, issues, rng),
        "evening news of 2024, halves": lambda rng: halve(day("2024"), issues, rng),
        "evening news, January 2022 to February": lambda rng: (day("202201"), day("202202")),
        "evening news, 2022 to 2023 *": lambda rng: (day("2022"), day("2023")),
        "evening news, 2022 to 2024 *": lambda rng: (day("2022"), day("2024")),
        "evening news, 2024 to 2022": lambda rng: (day("2024"), day("2022")),
        "newswire to evening news *": lambda rng: (wire, evening),
        "newswire to web news *": lambda rng: (wire, web),
        "web news to evening news *": lambda rng: (web, evening),
        "evening news to newswire": lambda rng: (evening, wire),
        "web news to newswire": lambda rng: (web, wire),
        "labelled set to evening news": lambda rng: (seeds, evening),
        "labelled set to newswire": lambda rng: (seeds, wire),
    }


def test_other_sources_ring_and_halves_do_not(shared: Path) -> None:
    """Pairs told apart, lowest and highest of the draws, and alarms; halves never ring, other sources do."""
    side, names = read_all(shared)
    issues = np.array(side.issues)
    print(f"\n| labelled to new | {' | '.join(f'{known} to {new}' for known, new in SIZES)} |")
    for name, pair in build_pairs(issues, names).items():
        cells = []
        for n_known, n_new in SIZES:
            found = []
            for seed in range(N_DRAWS):
                rng = np.random.default_rng(seed)
                known, new = (rng.permutation(at)[:n] for at, n in zip(pair(rng), (n_known, n_new), strict=True))
                told = tell_apart(side.counts[known], side.counts[new], issues[known].tolist(), issues[new].tolist())
                found.append(Shift(told_apart=told.share))
            shares = [shift.told_apart.value for shift in found if shift.told_apart]
            n_rings = sum(shift.differs for shift in found)
            cells.append(f"{100 * min(shares):.0f}–{100 * max(shares):.0f}, {n_rings} of {N_DRAWS}")
            if "halves" in name:
                assert n_rings == 0
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def test_what_fifteen_thousand_articles_cost(shared: Path) -> None:
    """Processor time of a comparison, sampling included."""
    wire, evening = (list(map(article_of, rows_of(shared, name))) for name in ("newswire", "evening_news"))
    reference = build_reference(wire, ["a"] * len(wire), WORDS)
    started = time.process_time()
    found = compare_sample(reference, draw_sample(evening, [""] * len(evening)), 0.9)
    print(f"\n{len(evening):,} articles: {time.process_time() - started:.2f} s of processor time\n{found}")


def per_section(articles: Sequence[Article], labels: Sequence[str], n: int, rng: np.random.Generator) -> Labelled:
    """`n` labelled articles of each section."""
    chosen = [
        i
        for section in sorted(set(labels))
        for i in draw([i for i, label in enumerate(labels) if label == section], n, rng)
    ]
    return [articles[i] for i in chosen], [labels[i] for i in chosen]


def build_labelled(shared: Path) -> dict[str, tuple[Labelled, Labelled]]:
    """Articles to learn from and articles to label, with the labels of both."""
    wire, web = rows_of(shared, "newswire"), rows_of(shared, "web_news")
    seeds = labelled_set()

    def labelled(rows: Sequence[dict[str, Any]], section: Callable[[dict[str, Any]], str | None]) -> Labelled:
        kept = [row for row in rows if section(row)]
        return list(map(article_of, kept)), [str(section(row)) for row in kept]

    of_wire = labelled(wire, lambda row: row["section"])
    as_web = labelled(wire, lambda row: SAME.get(row["topic"]))
    of_web = labelled(web, lambda row: row["label"] if row["label"] in SAME.values() else None)
    of_seeds = labelled(seeds, lambda row: row["section"] if row["section"] != "none" else None)
    return {
        "labelled set to newswire *": (of_seeds, of_wire),
        "newswire to labelled set *": (of_wire, of_seeds),
        "web news to newswire *": (of_web, as_web),
        "newswire to web news": (as_web, of_web),
        "newswire, halves": (of_wire, of_wire),
        "web news, halves": (of_web, of_web),
    }


def test_the_precision_to_expect(shared: Path) -> None:
    """Right labels among those given at 90 %, what was expected of them, and what confidences say; by source."""
    print(
        "\n| labelled to new | draws | right | expected | mean confidence | off by (expected) | off by (confidence) |"
    )
    for name, (known, new) in build_labelled(shared).items():
        rows = []
        for seed in range(N_FITS):
            rng = np.random.default_rng(seed)
            articles, labels = per_section(*known, 20, rng)
            taken = {article.id for article in articles}
            others = [i for i, article in enumerate(new[0]) if article.id not in taken]
            chosen = draw(others, 300, rng)
            rows += measure_precision(articles, labels, [new[0][i] for i in chosen], [new[1][i] for i in chosen])
        right, expected, confidence = np.array(rows).T
        off = [np.abs(found - right).mean() for found in (expected, confidence)]
        means = (right.mean(), expected.mean(), confidence.mean(), *off)
        print(f"| {name} | {len(rows)} | {' | '.join(f'{100 * mean:.0f} %' for mean in means)} |", flush=True)


def measure_precision(
    articles: Sequence[Article], labels: Sequence[str], new: Sequence[Article], truth: Sequence[str]
) -> list[tuple[float, float, float]]:
    """Share right, expected share and mean confidence of the labels given; nothing where hardly any is given."""
    texts = [article.text for article in new]
    classifier = SectionClassifier().fit([article.text for article in articles], list(labels), unlabeled=texts)
    try:
        rule = classifier.abstention_rule(0.9)
    except PrecisionError:
        return []
    found = classifier.predict_details(texts, 0)
    given = rule.accepts(found)
    if given.sum() < 15:
        return []
    sections = np.where(given, classifier.classes_[found.likeliest], "")
    reference = build_reference(articles, labels, WORDS)
    shift = compare_sample(reference, draw_sample(new, sections.tolist()), 0.9)
    right = float(np.mean(sections[given] == np.array(truth)[given]))
    return [(right, shift.expected or 0.0, float(found.confidence[given].mean()))]

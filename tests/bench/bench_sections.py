"""How the section classifier keeps its promises, on the shared corpora.

What was tried and lost, macro-F1 in points. newswire: four sections, mean of 8 to 10 draws; web: 650 web news for
labels and pool, six sections, 4 to 6 draws; both at 16 labels a section, where nothing else is said.

====================================================================  =========  =====  ==========================
tried                                                                 newswire   web    kept instead
====================================================================  =========  =====  ==========================
words (rjieba) with TF-IDF, labels alone                              72.4       86     characters: 77.8, 87
character 1-3-grams, labels alone                                     76.7              1-2-grams: 77.8
character 2-grams alone, all steps                                    78.5       89.4   1-2-grams: 80.6, 89.7
logistic regression as the last classifier                            80.5       89.0   least squares: 81.7, 89.7
complement naive Bayes, labels alone                                  76.8              least squares: 78.2
words beside characters in the last classifier                        79.5       89.4   characters: 80.1, 88.6
n-grams with digits and Latin letters                                 80.4       89.4   without: 80.7, 89.9
punctuation at full weight                                            80.0       90.1   at 0.6: 81.1, 89.9
no punctuation                                                        81.0       89.4   at 0.6: 81.1, 89.9
presence (0/1) for the term frequency                                 75.8       89.4   square root: 80.4, 90.0
saturating term frequency tf / (1 + tf)                               78.1       89.5   square root: 80.4, 90.0
the first 100 characters counted twice                                80.1       90.7   once: 80.5, 89.4
labels alone, no prior weight on latent directions                    78.9       86.8   with it: 80.0, 88.5
pool weighs as much as labels (64 labels)                             83.5       91.5   a fifth: 84.9, 91.6
one round of self-training (4 labels)                                 76.0       85.4   two: 77.0, 86.2
four rounds                                                           81.0       89.4   two: 81.5, 89.7
temperature 16 (4 labels)                                             75.5       85.9   8: 77.0, 86.5
hard labels for the pool                                              80.5       89.4   shares: 80.5, 89.4
the pool's sections brought to equal weight                           81.5       89.8   as they are: 81.5, 89.7
scores centred on the pool (unequal web: 85.8)                        81.8       90.1   half a spread: 81.1, 90.0
classifier learns from 1,500 of 2,691 pool articles (8 labels)                   88.9   2,300: 89.7
====================================================================  =========  =====  ==========================

Weights of n-grams and graphs: macro-F1 gained over the same 10 draws, mean of four tasks (newswire by section and by
topic, web news, web news in three unequal sections) at 4, 8, 16, 32 and 64 labels; then newswire by section at 16, and
the task and size that lost most, with its paired standard error. Weight of the pool as without the change, but for the
first line. Web news there had a pool of 1,200; with 2,700 (fewshot.py, 5 draws) residual idf at full weight costs it
0.9 at 4 labels, 1.1 at 8 and 0.4 at 16, so that it has 0.15 of its weight:

==============  =========================================  =========================================
weight          newswire at 4, 8, 16, 32, 64 labels        web news
==============  =========================================  =========================================
0               75.3 79.5 81.3 84.1 85.7                   88.0 89.3 90.5 91.3 91.7
0.15: kept      76.0 80.0 81.5 84.5 85.8                   87.9 89.0 90.5 91.3 91.8
0.4             76.9 80.1 81.8 84.6 86.2                   87.7 88.5 90.4 91.3 91.8
1               77.5 80.3 82.7 85.1 87.0                   87.1 88.2 90.1 91.4 91.9
1, a fiftieth   77.5 80.4 82.7 85.1 87.0                   87.5 88.2 90.3 91.2 91.8
of the articles
taken as read
==============  =========================================  =========================================

========================================================  ======  =====  ===========
tried                                                     mean    at 16  lost most
========================================================  ======  =====  ===========
times 1 + residual idf, ten articles taken as read        +0.77   +1.4   -0.2 +- 0.3
the same, nothing taken as read                           +0.62   +1.2   -0.7 +- 0.3
the same, three taken as read                             +0.64   +1.4   -0.4 +- 0.3
the same, times idf to the -0.3                           +0.73   +1.5   -0.2 +- 0.2
root of 1 + residual idf                                  +0.52   +0.6   -0.2 +- 0.1
square of it                                              -0.36   +0.9   -2.5 +- 0.5
share of variance in 50 latent directions, 4th root       +0.30   -0.1   -0.4 +- 0.2
three taken as read, times that (a second decomposition)  +0.82   +1.6   -0.3 +- 0.1
idf to the 0.7                                            -0.18   -0.7   -0.8 +- 0.3
idf to the 1.3                                            -0.07   -0.2   -0.9 +- 0.2
n-grams of three articles and more                        +0.04   -0.3   -0.3 +- 0.2
graph of centred latent coordinates                       +0.08   0.0    -0.2 +- 0.1
graph without the first latent direction                  +0.09   0.0    -0.2 +- 0.1
graph of roots of the singular values                     +0.02   -0.1   -0.2 +- 0.3
a fourth graph, of the classifier's likeness              -0.02   -0.1   -0.2 +- 0.2
cosine scaled by the distance of the seventh neighbour    -0.01   0.0    -0.2 +- 0.1
mean, not maximum, of both directions of a link           +0.04   -0.1   -0.1 +- 0.1
scores smoothed over the graphs, 0.3                      +0.05   -0.2   -0.3 +- 0.1
shares of the pool sown again                             -0.22   -0.3   -2.4 +- 0.7
penalty 0.2                                               -0.12   -0.1   -0.5 +- 0.2
penalty 0.05                                              -0.06   -0.2   -0.9 +- 0.3
========================================================  ======  =====  ===========

Weight of the pool (macro-F1, 5 draws): a hard choice between labels alone and labels with pool by held-out likelihood
took 2 points from newswire at 4 labels where the pool was its own; a weight that moves from one half with the gain kept
76.0 of 76.1 there, and with a pool of other articles rose from 63.2 to 65.2 (newswire, pool of web news), from 74.1 to
80.2 (web news, pool of evening news), each at 4 labels and above plain characters.

Keywords of sections.toml, macro-F1 gained over the same draws without, newswire, 6 draws (without: 66.1, 67.9, 74.0,
76.0, 77.4, 79.3 with the pool beside; 34.3, 51.1, 61.1, 65.3, 68.0, 72.7 alone):

================================  =====  =====  =====  =====  =====  =====
labels a section                  1      2      3      4      6      8
================================  =====  =====  =====  =====  =====  =====
keywords, pool beside             +8.4   +7.7   +2.9   +2.0   +0.8   0.0
keywords, alone                   +17.0  +11.0  +9.2   +6.8   +3.9   0.0
permuted, pool beside or alone    0.0    0.0    0.0    0.0    0.0    0.0
two sections' exchanged, beside   0.0    +2.0   +0.1   +0.3   +0.3   0.0
random pairs of signs, alone      +1.3   -0.6   -0.3   +0.1   0.0    0.0
================================  =====  =====  =====  =====  =====  =====

Six web sections with ten keywords each, 3 draws: +18.0, +7.8, +0.6 at 1, 2, 4 labels, alone +21.0, +16.2, +5.4.
Tried and lost, keywords: used untested, 42.6 points fewer when permuted (1 label); weighted by the labels' likelihood
as a whole, two exchanged sections cost 2.0 at 2 labels, now left out one after the other; each section by what it adds,
permuted cost 10.6 at 1 label; as labels of the classifier alone, not of the graph, 74.9 for 77.8 (1 label); exact
counts of keywords as shares of the pool, 78.5 for 79.8 (no label at all); weight 2 for 1, +0.4 where right and twice
the loss where wrong; counted by articles, not by sections, +1.8 for +3.9 at 10 labels of three sections and 1 of the
fourth; weighing the pool with the keywords only, random ones cost 10 points in one draw of seven (4 labels).

Novelty score (articles of a section left out of training; area under the curve against right labels, mean of eight
settings): probability 0.82, nearest labelled article 0.78, latent cosine to the section 0.72, likeness to the section
by likeness to all 0.83, pool as a class of zeros 0.85, probability times labels-alone 0.88; kept: score by the labels
alone 0.88.

Precision asked and reached (the same draws; 64, 256, 96 and 384 labels; share of labelled articles in brackets):

==================================  ============  ============  ============  ============  =========================
rule, asked 90 %                    newswire 16   newswire 64   web 16        web 64        reached / asked
==================================  ============  ============  ============  ============  =========================
Beta posterior, single-test level   95.4 (0.66)   94.4 (0.84)   95.2 (0.86)   96.3 (0.86)   39 of 40 draws
binomial tail, corrected (strict)   all refused   95.0 (0.83)   97.6 (0.75)   96.3 (0.86)   28 of 28, 12 refused
Beta posterior, corrected           97.6 (0.41)   94.8 (0.83)   96.9 (0.78)   96.3 (0.86)   40 of 40
the same, enough articles: kept     97.6 (0.48)   94.8 (0.83)   97.1 (0.73)   96.3 (0.86)   38 of 38, 2 refused
==================================  ============  ============  ============  ============  =========================

Without the least number of articles, 98 % asked was reached in 29 of 37 draws, 99 % in 19 of 34; with it in 16 of 18
and 5 of 7, the others were refused.
"""

import gzip
import json
import re
import time
import tomllib
from pathlib import Path

import numpy as np
import pytest

from textml import SectionClassifier
from textml.models.sections.selective import PrecisionError

pytestmark = pytest.mark.bench
CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
TASKS = {"newswire": "section", "web_news": "label"}
DRAWS = 10


def read_halves(name: str) -> tuple[list[str], np.ndarray, list[str], np.ndarray]:
    """Texts and sections to draw from, texts and sections to test on."""
    path = CORPORA / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip("the shared corpora are not beside this checkout")
    with gzip.open(path, "rt", encoding="utf8") as lines:
        rows = [row for row in map(json.loads, lines) if row.get(TASKS[name])]
    texts = [re.sub(r"\s+", "", row["text"])[:800] for row in rows]
    sections = np.array([row[TASKS[name]] for row in rows])
    if name == "web_news":
        return texts[:1400:2], sections[:1400:2], texts[1:2000:2], sections[1:2000:2]
    return texts[::2], sections[::2], texts[1::2], sections[1::2]


def draw_labels(sections: np.ndarray, size: int, draw: int) -> np.ndarray:
    """Positions of so many articles of each section."""
    rng = np.random.default_rng(draw)
    return np.concatenate([rng.permutation(np.flatnonzero(sections == name))[:size] for name in np.unique(sections)])


def fit_draw(texts: list[str], sections: np.ndarray, chosen: np.ndarray, left_out: str = "") -> SectionClassifier:
    """Classifier of the chosen articles, all others beside them; labels of one section may be left out."""
    rest = np.setdiff1d(np.arange(len(texts)), chosen)
    chosen = chosen[sections[chosen] != left_out]
    return SectionClassifier().fit([texts[i] for i in chosen], sections[chosen], unlabeled=[texts[i] for i in rest])


def expected_calibration_error(confidence: np.ndarray, correct: np.ndarray, n_bins: int = 10) -> float:
    """Mean gap between confidence and accuracy over bins of one width, weighted by their articles.

    Naeini, Cooper & Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning.
    """
    bins = np.minimum((confidence * n_bins).astype(int), n_bins - 1)
    gaps = np.bincount(bins, confidence - correct, minlength=n_bins)
    return float(np.abs(gaps).sum() / max(1, len(confidence)))


@pytest.mark.parametrize("size", [16, 64])
@pytest.mark.parametrize("name", TASKS)
def test_probabilities_can_be_believed(name: str, size: int) -> None:
    """The expected calibration error is 0.05 at most, mean of the draws."""
    texts, sections, test, truth = read_halves(name)
    errors = []
    for draw in range(DRAWS):
        classifier = fit_draw(texts, sections, draw_labels(sections, size, draw))
        proba = classifier.predict_proba(test)
        right = classifier.classes_[proba.argmax(axis=1)] == truth
        errors.append(expected_calibration_error(proba.max(axis=1), right))
    print(f"{name} {size}: calibration error {np.mean(errors):.3f}, worst {max(errors):.3f}")
    assert np.mean(errors) <= 0.05


@pytest.mark.parametrize("size", [16, 64])
@pytest.mark.parametrize("name", TASKS)
def test_requested_precision_is_kept(name: str, size: int) -> None:
    """Where 90 % is asked, 90 % is reached: in the mean of the draws, and in nine draws of ten.

    The coverage stated is what comes out, give or take 0.1.
    """
    texts, sections, test, truth = read_halves(name)
    reached, coverage, expected = [], [], []
    for draw in range(DRAWS):
        classifier = fit_draw(texts, sections, draw_labels(sections, size, draw))
        try:
            rule = classifier.abstention_rule(0.9)
        except PrecisionError:
            continue
        prediction = classifier.predict_details(test, n_words=0)
        given = rule.accepts(prediction)
        reached.append((classifier.classes_[prediction.likeliest] == truth)[given].mean())
        coverage.append(given.mean())
        expected.append(rule.coverage)
    print(
        f"{name} {size}: precision {np.mean(reached):.3f}, worst {min(reached):.3f}, coverage {np.mean(coverage):.3f}, "
        f"expected {np.mean(expected):.3f}, refused {DRAWS - len(reached)}"
    )
    assert len(reached) >= DRAWS / 2
    assert np.mean(reached) >= 0.9
    assert sum(precision >= 0.9 for precision in reached) >= 0.9 * len(reached)
    assert abs(np.mean(coverage) - np.mean(expected)) <= 0.1


@pytest.mark.parametrize("size", [16, 64])
@pytest.mark.parametrize("name", TASKS)
def test_strangers_get_no_label(name: str, size: int) -> None:
    """Half of the articles of a section that was not labelled are abstained on, though the pool is full of them."""
    texts, sections, test, truth = read_halves(name)
    abstained = []
    for draw in range(DRAWS):
        left_out = np.unique(sections)[draw % len(np.unique(sections))]
        classifier = fit_draw(texts, sections, draw_labels(sections, size, draw), left_out)
        try:
            given = classifier.label([text for text, name in zip(test, truth, strict=True) if name == left_out])
        except PrecisionError:
            continue
        abstained.append(np.mean([label is None for label in given]))
    print(f"{name} {size}: abstained on {np.mean(abstained):.2f} of a section left out, least {min(abstained):.2f}")
    assert np.mean(abstained) >= 0.5


@pytest.mark.parametrize(("n_pool", "limit"), [(500, 2.0), (5000, 8.0)])
def test_speed(n_pool: int, limit: float) -> None:
    """64 labels a section and a pool are learnt, 500 articles predicted, within the limit on two cores."""
    texts, sections, test, _ = read_halves("web_news")
    chosen = draw_labels(sections, 64, 0)
    rest = [texts[i] for i in np.setdiff1d(np.arange(len(texts)), chosen)] + test
    pool = [text[at:] + text[:at] for at in (0, 50, 100, 150, 200) for text in rest][:n_pool]
    start = time.perf_counter()
    SectionClassifier().fit([texts[i] for i in chosen], sections[chosen], unlabeled=pool).predict(test[:500])
    seconds = time.perf_counter() - start
    print(f"{len(chosen)} labels, {len(pool)} unlabelled: {seconds:.2f} s")
    assert seconds <= limit


@pytest.mark.parametrize("name", TASKS)
def test_suggested_labels_are_worth_two_random_ones(name: str) -> None:
    """32 suggested labels score at least as high as 64 random ones, mean of the draws."""
    from sklearn.metrics import f1_score

    from textml.review.suggest import rank_suggestions

    texts, sections, test, truth = read_halves(name)
    suggested, random = [], []
    for draw in range(DRAWS // 2):
        rng = np.random.default_rng(draw)
        part = rng.permutation(len(texts))[: int(0.8 * len(texts))]
        pool, kinds = [texts[i] for i in part], sections[part]
        found = fit_draw(pool, kinds, rng.permutation(len(pool))[:64]).predict(test)
        random.append(f1_score(truth, found, average="macro"))
        chosen = np.array(rank_suggestions(pool, 8))
        while len(chosen) < 32:
            rest = np.setdiff1d(np.arange(len(pool)), chosen)
            picked = rank_suggestions([pool[i] for i in rest], 8, fit_draw(pool, kinds, chosen))
            chosen = np.concatenate([chosen, rest[picked]])
        suggested.append(f1_score(truth, fit_draw(pool, kinds, chosen).predict(test), average="macro"))
    print(f"{name}: 32 suggested {100 * np.mean(suggested):.1f}, 64 random {100 * np.mean(random):.1f}")
    assert np.mean(suggested) >= np.mean(random)


@pytest.mark.parametrize("beside", [True, False], ids=["pool", "alone"])
def test_keywords_help_few_labels_and_mislead_none(beside: bool) -> None:
    """The keywords that come with textml help up to six labels a section; permuted ones cost a point at most."""
    from sklearn.metrics import f1_score

    texts, sections, test, truth = read_halves("newswire")
    tables = tomllib.loads((Path(__file__).parents[2] / "seeds/sections.toml").read_text("utf-8"))
    words = {name: table["keywords"] for name, table in tables.items()}
    permuted = dict(zip(words, [*list(words.values())[1:], next(iter(words.values()))], strict=True))
    for size in (1, 2, 4, 6, 8):
        scores = []
        for draw in range(DRAWS // 2):
            chosen = draw_labels(sections, size, draw)
            pool = [texts[i] for i in np.setdiff1d(np.arange(len(texts)), chosen)] if beside else None
            ways = (SectionClassifier(keywords=given) for given in (None, words, permuted))
            fitted = [way.fit([texts[i] for i in chosen], sections[chosen], unlabeled=pool) for way in ways]
            scores.append([100 * f1_score(truth, way.predict(test), average="macro") for way in fitted])
        without, right, wrong = np.mean(scores, axis=0)
        print(f"{size} labels: {without:.1f}, keywords {right - without:+.1f}, permuted {wrong - without:+.1f}")
        assert wrong >= without - 1
        assert right > without if size < 8 else right == without

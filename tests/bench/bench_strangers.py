"""Articles of none of the sections: what is labelled, and how much of it is right.

    pytest tests/bench/bench_strangers.py -m bench -s

Evening news: 300 items drawn by a hash of their ids from ../shared/corpora/evening_news.jsonl.gz, each read twice from
the definitions of seeds/sections.toml, with `none` allowed (evening_labels.csv holds ids and labels; `sure` counts the
readers who did not hesitate). The classifier learns from seeds/ alone, or with 2,000 other items as its pool. A label
is right if it is that of one of the readers.

Newswire and web news: every second article is labelled and pool (36 labels a section), the others are tested. Strangers
of newswire are its articles without a section, those of web news the articles of two classes that are no section.
"""

import csv
import gzip
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import f1_score

from textml import SectionClassifier
from textml.corpus.seeds import read_sections, read_seeds
from textml.models.sections.prediction import best_section

pytestmark = pytest.mark.bench

Row = dict[str, str]
_HEAD = "| {:34} | {:>8} | {:>8} | {:>9} | {:>9} | {:>9} |"


@dataclass(frozen=True)
class Outcome:
    """What a classifier said of articles whose label is known."""

    macro_f1: float
    coverage: float
    precision: float
    strangers: float
    promised: float

    def row(self, name: str) -> str:
        """A line of the table."""
        shares = (self.coverage, self.promised, self.precision, self.strangers)
        return _HEAD.format(name, f"{self.macro_f1:.3f}", *(f"{100 * share:.0f} %" for share in shares))


def measure(classifier: SectionClassifier, texts: Sequence[str], answers: Sequence[set[str]]) -> Outcome:
    """Label at 90 %; an article of none of the sections has the answer "none"."""
    proba, given = classifier.predict_proba(texts), classifier.label(texts, 0.9)
    predicted = classifier.classes_[best_section(proba, classifier.reject_)].tolist()
    right = np.array([label in answer for label, answer in zip(predicted, answers, strict=True)])
    labelled = np.array([label is not None for label in given])
    proper = np.array([answer != {"none"} for answer in answers])
    truth = [label if label in answer else sorted(answer)[0] for label, answer in zip(predicted, answers, strict=True)]
    kept = np.flatnonzero(proper)
    found = f1_score([truth[i] for i in kept], [predicted[i] for i in kept], average="macro")
    return Outcome(
        found,
        float(labelled[proper].mean()),
        float(right[labelled].mean()),
        float(labelled[~proper].mean()),
        classifier.abstention_rule(0.9).coverage,
    )


def hashed(key: str, salt: str) -> str:
    """What articles are drawn by."""
    return hashlib.sha256(f"{salt}|{key}".encode()).hexdigest()


def read_corpus(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def print_head(title: str) -> None:
    print(f"\n{title}\n" + _HEAD.format("", "macro-F1", "labelled", "promised", "right", "strangers"))


def test_evening_news(shared: Path, root: Path) -> None:
    """Trained on invented articles of a county paper, with 0 to 60 labels of none."""
    with (root / "tests/bench/evening_labels.csv").open(encoding="utf-8") as lines:
        labels = {row["id"]: row for row in csv.DictReader(lines)}
    corpus = read_corpus(shared / "corpora/evening_news.jsonl.gz")
    text = {row["id"]: f"{row['title']}\n{row['text']}" for row in corpus}
    pool = [text[row["id"]] for row in corpus if row["id"] not in labels][::7][:2000]
    seeds = read_seeds(root / "seeds/labeled.jsonl", read_sections(root / "seeds/sections.toml"))
    strangers = sorted((s for s in seeds if s.section == "none"), key=lambda s: hashed(s.id, ""))
    proper = [s for s in seeds if s.section != "none"]
    kinds: dict[str, Callable[[Row], bool]] = {"all": lambda row: True, "sure": lambda row: row["sure"] != "0"}
    for kind, holds in kinds.items():
        ids = [name for name, row in labels.items() if holds(row)]
        answers = [{labels[name]["first"], labels[name]["second"]} for name in ids]
        print_head(f"evening news, {len(ids)} items ({kind})")
        for n in (0, 10, 30, 60):
            for beside in ([], pool):
                learnt = [*proper, *strangers[:n]]
                classifier = SectionClassifier().fit([s.text for s in learnt], [s.section for s in learnt], beside)
                name = f"{n} of none, {'2,000 unlabelled' if beside else 'alone'}"
                print(measure(classifier, [text[i] for i in ids], answers).row(name))


@pytest.mark.parametrize(
    ("corpus", "strange"), [("newswire", ()), ("web_news", ("健康", "娱乐")), ("web_news", ("体育", "时尚"))]
)
def test_strangers_of_a_corpus(shared: Path, corpus: str, strange: Sequence[str]) -> None:
    """Mean of three draws."""
    rows = read_corpus(shared / f"corpora/{corpus}.jsonl.gz")
    for row in rows:
        label = row.get("section") or row.get("label") or "none"
        row["answer"] = "none" if label in strange else label
    print_head(f"{corpus}, strangers: {' '.join(strange) or 'articles without a section'}")
    for n in (0, 10, 30):
        for with_pool in (False, True):
            found = [_draw(rows, draw, n, with_pool) for draw in range(3)]
            mean = Outcome(*(float(np.mean(column)) for column in zip(*(_values(o) for o in found), strict=True)))
            print(mean.row(f"{n} of none, {'pool' if with_pool else 'alone'}"))


def _values(outcome: Outcome) -> tuple[float, ...]:
    return (outcome.macro_f1, outcome.coverage, outcome.precision, outcome.strangers, outcome.promised)


def _draw(rows: Sequence[Row], draw: int, n_none: int, with_pool: bool) -> Outcome:
    ordered = sorted(rows, key=lambda row: hashed(row["id"], str(draw)))
    wanted = {"none": n_none}
    labelled, pool, n = list[Row](), list[Row](), dict[str, int]()
    for row in ordered[::2]:
        n[row["answer"]] = n.get(row["answer"], 0) + 1
        (labelled if n[row["answer"]] <= wanted.get(row["answer"], 36) else pool).append(row)
    beside = [_short(row) for row in pool[:2000]] if with_pool else []
    classifier = SectionClassifier().fit([_short(row) for row in labelled], [row["answer"] for row in labelled], beside)
    test = ordered[1::2][:1500]
    return measure(classifier, [_short(row) for row in test], [{row["answer"]} for row in test])


def _short(row: Row) -> str:
    return "".join(row["text"].split())[:800]

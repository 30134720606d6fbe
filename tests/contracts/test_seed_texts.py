"""The seeds are as their README says: many, invented, each its own."""

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer

SECTIONS = {"economy", "politics-law", "livelihood", "culture"}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def labeled(root: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (root / "seeds/labeled.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def truth(root: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (root / "seeds/pages/truth.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def stories(truth: list[dict[str, object]]) -> list[dict[str, str]]:
    return [a for page in truth for a in page["articles"] if a["kind"] in ("article", "commentary", "photo")]  # type: ignore[attr-defined]


def test_seventy_labelled_articles_a_section_of_newspaper_length(labeled: list[dict[str, str]]) -> None:
    """72 articles a section and 60 of none, 100 to 600 characters, dated over the whole year."""
    counts = Counter(article["section"] for article in labeled)
    assert counts == {**dict.fromkeys(SECTIONS, 72), "none": 60}
    assert all(100 <= len(squeezed(article["text"])) <= 600 for article in labeled)
    short = Counter(a["section"] for a in labeled if len(squeezed(a["text"])) <= 150)
    assert min(short[section] for section in SECTIONS) >= 4
    assert {article["date"][:7] for article in labeled} == {f"2025-{month:02d}" for month in range(1, 13)}
    assert all(set(article) == {"id", "title", "text", "section", "labelled_by", "date"} for article in labeled)


def test_pages_of_a_year_of_issues(root: Path, truth: list[dict[str, object]], stories: list[dict[str, str]]) -> None:
    """36 pages of 16 issues, 200 and more stories, all with a section or none, every page in the truth."""
    pages = sorted(
        path.relative_to(root / "seeds/pages").with_suffix("").as_posix()
        for path in (root / "seeds/pages").glob("*/*.txt")
    )
    assert pages == [page["id"] for page in truth]
    assert len(pages) == 36
    assert len({page.split("/")[0] for page in pages}) == 16
    assert len(stories) >= 200
    assert {story["section"] for story in stories} == {*SECTIONS, "none"}


def test_the_truth_owns_every_printed_line_once(root: Path, truth: list[dict[str, object]]) -> None:
    """Every non-blank line of a page is the title, body or furniture of exactly one item."""
    for page in truth:
        lines = (root / f"seeds/pages/{page['id']}.txt").read_text("utf-8").split("\n")
        owned = Counter(
            n for a in page["articles"] for role in ("title", "body", "furniture") for n in a[f"{role}_lines"]
        )  # type: ignore[attr-defined]
        assert owned == Counter(n for n, line in enumerate(lines, 1) if line.strip()), page["id"]


def test_no_two_articles_share_more_than_15_percent_of_their_5_grams(
    labeled: list[dict[str, str]], stories: list[dict[str, str]]
) -> None:
    """Every article was thought out on its own; the share is counted on the shorter of two."""
    texts = [squeezed(a["text"]) for a in labeled] + [squeezed(s["body"]) for s in stories]
    grams = CountVectorizer(analyzer="char", ngram_range=(5, 5), binary=True, lowercase=False).fit_transform(texts)
    shared = sp.triu(grams @ grams.T, k=1).tocoo()
    sizes = np.diff(grams.indptr)
    shares = shared.data / np.minimum(sizes[shared.row], sizes[shared.col])
    assert shares.max() <= 0.15


def test_none_shares_a_run_of_20_characters_with_a_real_page(
    shared: Path, labeled: list[dict[str, str]], stories: list[dict[str, str]]
) -> None:
    """Nothing was copied from the pages that the project is measured with."""
    real = squeezed("".join(page.read_text("utf-8") for page in sorted((shared / "pages").glob("*.txt"))))
    runs = {real[i : i + 20] for i in range(len(real) - 19)}
    for article in [*(squeezed(a["text"]) for a in labeled), *(squeezed(s["body"]) for s in stories)]:
        assert not any(article[i : i + 20] in runs for i in range(len(article) - 19))


def test_issues_are_spread_over_the_year(truth: list[dict[str, object]]) -> None:
    """No two neighbouring issues are more than two months apart."""
    months = sorted({int(str(page["issue"])[5:7]) for page in truth})
    assert months[0] == 1
    assert months[-1] == 12
    assert all(b - a <= 2 for a, b in pairwise(months))

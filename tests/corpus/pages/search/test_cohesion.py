"""What the two sides of a cut have in common."""

import math

import pytest

from tests.corpus.pages.invented import invent_block as block
from textml.corpus.pages.search.cohesion import Cohesion, count_before
from textml.corpus.pages.search.cues import cohesion_cues


def test_words_on_both_sides_count_by_their_rarity() -> None:
    """Of three paragraphs the first two share a bigram and its characters, the last two one character."""
    paragraphs = [block("竹席上市"), block("竹席涨价"), block("渠水涨")]
    masks: dict[str, int] = {}
    for p, paragraph in enumerate(paragraphs):
        for word in (*paragraph.bigrams, *paragraph.letters):
            masks[word] = masks.get(word, 0) | 1 << p
    cohesion = Cohesion(paragraphs, masks)
    half, single = math.log(3 / 2), math.log(3)
    # 竹席 in both; 3 bigrams on each side; 竹 and 席 of the characters 竹席上市, two of them nowhere else
    assert cohesion.between(0, 1, 2) == pytest.approx(cohesion_cues(half, 9, 2 * half, 2 * half + 2 * single))
    # 涨 in both; the side with fewer characters is 渠水涨
    assert cohesion.between(0, 2, 3) == pytest.approx(cohesion_cues(0.0, 10, half, half + 2 * single))
    assert cohesion.between(1, 1, 2)["common words"] == cohesion_cues(0.0, 0, 0.0, 0.0)["common words"]


def test_paragraphs_are_counted_up_to_each() -> None:
    """A word of the first and third paragraph, and one of the second; no words are no columns."""
    assert count_before([0b101, 0b010], 3).tolist() == [[0, 0], [1, 0], [1, 1], [2, 1]]
    assert count_before([], 2).shape == (3, 0)

"""The word kernel cuts as jieba does."""

import gzip
import json
import logging
import math
from itertools import pairwise, product
from pathlib import Path

import jieba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jieba import finalseg

from textml.corpus.words import dictionary as module
from textml.corpus.words.code_points import code_points
from textml.corpus.words.dictionary import DictionaryCut, build_dictionary
from textml.corpus.words.kernel import HAN, NEVER, _cut_unknown, cut
from textml.errors import CorpusError

jieba.setLogLevel(logging.WARNING)
PLAIN = build_dictionary()
cut_text = DictionaryCut(PLAIN)
USER_WORDS = ["汀水高腔", "水\u9fd5", "研究生命", "R&D项目", "新增", "新增"]
# Common characters that join to words in many ways, rare ones, marks that jieba looks up, marks that it does not
SYMBOLS = "中国人民大学生前来研究命科技术的一在不龢鿕㐀𠀀γ1950aZ+#&._%-，。 \n\r\t\u3000\ud800"
MIXED = st.text(st.sampled_from(SYMBOLS) | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.characters())


@settings(max_examples=400, deadline=None)
@given(MIXED)
def test_words_are_those_of_jieba(text: str) -> None:
    """Any text is cut as jieba itself cuts it: blocks, ties, numbers, Latin words and unknown words."""
    words = cut_text(text)
    assert words == jieba.lcut(text)
    assert "".join(words) == text


def test_unknown_words_are_those_of_jieba() -> None:
    """One character for each set of places in a word that jieba never saw it in; all strings of up to four of them.

    Scores of what was never seen are equal, so that the order of the comparisons decides.
    """
    _, kinds = np.unique(PLAIN.emit == NEVER, axis=0, return_index=True)
    assert len(kinds) == 16
    came, ends = np.empty((4, 4), np.uint8), np.empty(4, np.int32)
    for length in range(1, 5):
        for characters in product([chr(HAN + kind) for kind in kinds.tolist()], repeat=length):
            text = "".join(characters)
            n = _cut_unknown(code_points(text), 0, length, PLAIN.start, PLAIN.move, PLAIN.emit, came, ends, 0)
            assert [text[a:b] for a, b in pairwise([0, *ends[:n].tolist()])] == list(finalseg.cut(text))


def jieba_with(words: list[str], frequency: int) -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    for word in words:
        tokenizer.add_word(word, frequency)
    return tokenizer


OWN, JIEBA_OWN = DictionaryCut(build_dictionary(USER_WORDS, 10_000_000)), jieba_with(USER_WORDS, 10_000_000)
KNOWN = ["生命科学", "研究生", "北京大学", "中国人民"]
RARER, JIEBA_RARER = DictionaryCut(build_dictionary(KNOWN, 1)), jieba_with(KNOWN, 1)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*USER_WORDS, *KNOWN, "项目", "的", "和", "3.5%", " "]), max_size=12).map("".join))
def test_user_words_are_those_of_jieba(text: str) -> None:
    """Words of one's own, Latin ones, one given twice, known ones made rarer, change the words as in jieba."""
    assert OWN(text) == JIEBA_OWN.lcut(text)
    assert RARER(text) == JIEBA_RARER.lcut(text)


def test_user_words_add_to_the_total() -> None:
    """Every word becomes less likely by what user words add, those with a character outside the plane as well."""
    words = [*USER_WORDS, "𠀀水"]
    total = jieba_with(words, 10_000_000).total
    assert build_dictionary(words, 10_000_000).scores[0] == -math.log(total)
    assert RARER("北京大学") == ["北京", "大学"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("\r\n\n", ["\r\n", "\n"]),
        ("涨了3.5%至1.v2", ["涨", "了", "3.5%", "至", "1", ".", "v2"]),
        ("研究生命科学", ["研究", "生命科学"]),
        # a given name that no dictionary has is put together from its characters
        ("贺岫云说", ["贺", "岫云", "说"]),
    ],
)
def test_hard_cases(text: str, words: list[str]) -> None:
    """Line ends are one word, numbers keep their point and percent sign, unknown characters are joined."""
    assert cut_text(text) == words == jieba.lcut(text)


def test_a_part_of_a_text_is_cut_as_if_it_stood_alone() -> None:
    """The bounds that the kernel is given are the ends of the text, and places are counted from its beginning."""
    text = "水库除险加固。研究生命科学，汀禾"
    points, ends = code_points(text), np.empty(20, np.int32)
    assert ends[: cut(points, 7, 11, PLAIN, ends)].tolist() == [9, 11]
    assert cut(points, 3, 3, PLAIN, ends) == 0


@pytest.mark.parametrize("name", ["newswire", "web_news", "evening_news"])
def test_real_articles_are_cut_as_by_jieba(shared: Path, name: str) -> None:
    """Not one word of a sample of real articles differs."""
    with gzip.open(shared / "corpora" / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
        texts = [json.loads(line)["text"] for line in lines][::200]
    for text in texts:
        assert cut_text(text) == jieba.lcut(text)


def test_jieba_without_its_files_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation says which file is missing and how to repair it."""
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(CorpusError, match=r"jieba: dict\.txt is missing\. Install jieba again"):
        build_dictionary()

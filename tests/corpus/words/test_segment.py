"""Running text becomes words, the same ones every time."""

import os
from pathlib import Path

import pytest

from textml.corpus.words.segment import Words, default_stop_words, read_word_list
from textml.errors import CorpusError


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("水库除险加固。", ["水库", "除险", "加固", "。"]),
        ("水库 除险加固", ["水库", "除险", "加固"]),
        # punctuation goes only after cutting, or 大学。生前 would become 大学生|前
        ("会议在文化大学。生前来参加", ["会议", "在", "文化", "大学", "。", "生前", "来", "参加"]),
        ("结婚的和尚未结婚的", ["结婚", "的", "和", "尚未", "结婚", "的"]),
    ],
)
def test_hard_cases(text: str, words: list[str]) -> None:
    """The classical hard cases are cut right; spaces between Chinese characters part no words."""
    assert Words().cut(text) == words


def test_user_words_stay_whole() -> None:
    """An entry of the user dictionary wins over its parts, also in a sentence; other instances do not know it."""
    assert "汀水高腔" in Words(user_words=["汀水高腔"]).cut("台上唱的是汀水高腔的老戏。")
    assert "汀水高腔" not in Words().cut("台上唱的是汀水高腔的老戏。")


def test_user_words_that_are_not_applied_are_named() -> None:
    """An entry with a space or punctuation can never be a word: it is named, not ignored."""
    with pytest.raises(CorpusError, match=r"does not apply 水 库, 好。的\. Allowed"):
        Words(user_words=["水 库", "石瓮窑", "好。的"])


def test_content_words_carry_topics() -> None:
    """Stop words, boilerplate, numbers, single characters and punctuation are left out; Latin words stay."""
    assert Words().content("本报讯 记者日前获悉，今年1至3月，我市GDP增长5%，水泵出口的订单增加。") == [
        "GDP",
        "增长",
        "水泵",
        "出口",
        "订单",
        "增加",
    ]


def test_the_fingerprint_makes_the_same_words_again() -> None:
    """Words made from a kept fingerprint cut as before."""
    words = Words("jieba", ["石瓮窑"], ["作坊"])
    again = Words.from_fingerprint(words.fingerprint())
    assert again.content("石瓮窑的作坊开火") == words.content("石瓮窑的作坊开火") == ["石瓮窑", "开火"]


def test_another_segmenter_is_noticed() -> None:
    """A model made with words that are cut otherwise now is refused, with the line that helps."""
    kept = {**Words().fingerprint(), "probe": ["汀禾市", "人社局"], "version": "0.0.1"}
    with pytest.raises(CorpusError, match=r"Install jieba==0\.0\.1, or train the model again"):
        Words.from_fingerprint(kept)


def test_unknown_segmenters_are_refused() -> None:
    """The known one is named, and what to do with a model of another one."""
    with pytest.raises(CorpusError, match=r"unknown segmenter 'rjieba'; known: jieba\. .* trained again"):
        Words("rjieba")


def test_word_lists_have_comments_and_jieba_columns(tmp_path: Path) -> None:
    """A comment, an empty line, and jieba's frequency and tag behind a word are no words."""
    (tmp_path / "w.txt").write_text("\ufeff# towns\n沙埠镇 100 ns\n\n青栗镇  # mountain\n", encoding="utf-8")
    assert read_word_list(tmp_path / "w.txt") == ["沙埠镇", "青栗镇"]
    with pytest.raises(CorpusError, match=r"none\.txt: cannot be read as a word list"):
        read_word_list(tmp_path / "none.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_word_lists_come_in_the_encodings_of_pages(tmp_path: Path, encoding: str) -> None:
    """Public lists of stop words are often in GBK; a list of one word is read too."""
    for words in (["我们", "他们", "以及"], ["的"]):
        (tmp_path / "w.txt").write_bytes("\n".join(words).encode(encoding))
        assert read_word_list(tmp_path / "w.txt") == words
    (tmp_path / "w.txt").write_bytes(b"")
    assert read_word_list(tmp_path / "w.txt") == []


@pytest.mark.parametrize(
    "line", ["沙埠镇 100 ns", "沙埠镇\t100\tns", "沙埠镇,100,ns", "沙埠镇, 100", "沙埠镇 n", "沙埠镇\tnrfg", "沙埠镇,"]
)
def test_lines_of_jieba_dictionaries(tmp_path: Path, line: str) -> None:
    """Frequency and tag may follow a word, each or both, after spaces, tabs or commas."""
    (tmp_path / "w.txt").write_text(line, encoding="utf-8")
    assert read_word_list(tmp_path / "w.txt") == ["沙埠镇"]


def test_marks_in_lists_of_stop_words_stay(tmp_path: Path) -> None:
    """Public lists of stop words hold punctuation too; it is no reason to refuse them."""
    marks = [",", "，", "》），", ")÷(1－", ",也", "--"]
    (tmp_path / "w.txt").write_text("\n".join(marks), encoding="utf-8")
    assert read_word_list(tmp_path / "w.txt") == marks


@pytest.mark.parametrize("line", ["除险 加固", "除险,加固", "5G 网络 3 n", "big data", "除险 3 n 加固", "除险 n 3"])
def test_two_words_in_a_line_are_refused(tmp_path: Path, line: str) -> None:
    """A line with two words would silently lose the second."""
    (tmp_path / "w.txt").write_text(f"水库\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"w\.txt:2: '{line.replace(',', ' ')}' is more than one word"):
        read_word_list(tmp_path / "w.txt")


def test_a_word_list_that_is_no_file(tmp_path: Path) -> None:
    """A pipe is refused by name; nobody waits for it."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CorpusError, match=r"pipe: cannot be read as a word list \(a named pipe"):
        read_word_list(tmp_path / "pipe")


def test_the_stop_words_that_come_along() -> None:
    """Function words and newspaper boilerplate are both in the list, each once in its own file."""
    words = default_stop_words()
    assert {"我们", "以及", "本报讯", "记者", "日前", "据悉"} <= set(words)

"""Running text to words, by jieba's or rjieba's rules."""

import re
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textml.errors import CorpusError

if TYPE_CHECKING:
    from textml.corpus.words.kernel import Dictionary

Cut = Callable[[str], list[str]]

# A sentence in which segmenters and dictionaries differ: names, numbers, Latin words, an ambiguous 研究生命.
PROBE = "汀禾市人社局3月15日在沙埠镇研究生命科学园R&D项目，结婚的和尚未结婚的职工都来参加，共计1.5万人次。"

_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,}|[A-Za-z][A-Za-z&.+-]*[A-Za-z]")
_SPACES = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u3000]+(?=[\u3400-\u9fff])")


def _load_rjieba(user_words: Sequence[str]) -> Cut:
    import rjieba

    segmenter = rjieba.Jieba()
    for word in user_words:
        segmenter.add_word(word, _APPLIED_FREQUENCY, None)
    return lambda text: list(segmenter.cut(text))


def _load_jieba(user_words: Sequence[str]) -> Cut:
    from textml.corpus.words.dictionary import DictionaryCut, build_dictionary

    return DictionaryCut(build_dictionary(user_words, _APPLIED_FREQUENCY))


#: Segmenters by the name they have in the settings.
SEGMENTERS: dict[str, Callable[[Sequence[str]], Cut]] = {"jieba": _load_jieba, "rjieba": _load_rjieba}

# High enough that an entry wins over its parts in any dictionary (the whole of jieba's counts 60 million).
_APPLIED_FREQUENCY = 10_000_000


class Words:
    """Cuts text into words; the same text gives the same words in every process.

    Parameters
    ----------
    segmenter : "jieba" (its words exactly, by textml's kernel) or "rjieba" (differs in numbers and Latin words)
    user_words : words that must stay whole
    stop_words : words to leave out; None takes the lists that come with textml

    Raises
    ------
    CorpusError : the segmenter is unknown, or an entry of `user_words` is not applied
    """

    def __init__(
        self, segmenter: str = "jieba", user_words: Sequence[str] = (), stop_words: Iterable[str] | None = None
    ) -> None:
        if segmenter not in SEGMENTERS:
            raise CorpusError(
                f"unknown segmenter {segmenter!r}; known: {', '.join(sorted(SEGMENTERS))}. Correct [corpus] segmenter"
            )
        self.segmenter = segmenter
        self.user_words = tuple(dict.fromkeys(user_words))
        self.stop_words = frozenset(default_stop_words() if stop_words is None else stop_words)
        self._cut = SEGMENTERS[segmenter](self.user_words)
        lost = [word for word in self.user_words if word not in self._cut(f"今天，{word}。")]
        if lost:
            raise CorpusError(
                f"user dictionary: {segmenter} does not apply {', '.join(lost)}. "
                "Allowed: words without spaces and punctuation. Correct or remove these entries"
            )

    @property
    def dictionary(self) -> "Dictionary | None":
        """What the kernels cut with; None where the words are rjieba's."""
        return getattr(self._cut, "dictionary", None)

    def cut(self, text: str) -> list[str]:
        """Every token in order, punctuation included; spaces between Chinese characters do not part words.

        >>> Words().cut("水库 除险加固")
        ['水库', '除险', '加固']
        """
        # Line breaks first, then words; punctuation is taken out only after cutting, or words join across sentences.
        return [token for token in self._cut(_SPACES.sub("", text)) if token.strip()]

    def content(self, text: str) -> list[str]:
        """Words that may carry a topic: two and more Han characters or Latin letters, no stop words, no numbers.

        Returns
        -------
        list of str, in the order of the text
        """
        return [token for token in self.cut(text) if _WORD.fullmatch(token) and token not in self.stop_words]

    def fingerprint(self) -> dict[str, Any]:
        """What decides the words: kept in a model, and compared when it is loaded."""
        return {
            "segmenter": self.segmenter,
            "version": version(self.segmenter),
            "user_words": list(self.user_words),
            "stop_words": sorted(self.stop_words),
            "probe": self.cut(PROBE),
        }

    @classmethod
    def from_fingerprint(cls, kept: dict[str, Any]) -> "Words":
        """The same words again.

        Raises
        ------
        CorpusError : the installed segmenter cuts the probe sentence otherwise than the one the model was made with
        """
        words = cls(kept["segmenter"], kept["user_words"], kept["stop_words"])
        if words.cut(PROBE) != kept["probe"]:
            raise CorpusError(
                f"{kept['segmenter']} {version(kept['segmenter'])} cuts words otherwise than the "
                f"{kept['version']} this model was made "
                f"with. Install {kept['segmenter']}=={kept['version']}, or train the model again"
            )
        return words


def read_word_list(path: str | PathLike[str]) -> list[str]:
    """Words of a list file: UTF-8, one a line, `#` opens a comment; what follows a word on its line (jieba's
    frequency, tag) is ignored.

    Raises
    ------
    CorpusError : the file cannot be read, or a line holds no single word
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as cause:
        raise CorpusError(
            f"{file}: cannot be read as a word list ({cause}). Allowed: UTF-8, one word a line"
        ) from cause
    return _parse_word_list(text, str(file))


def default_stop_words() -> list[str]:
    """Function words and newspaper furniture, from the two commented lists beside this module."""
    room = files("textml.corpus.words")
    return [
        word
        for name in ("stop_words.txt", "boilerplate.txt")
        for word in _parse_word_list(room.joinpath(name).read_text("utf-8"), name)
    ]


def _parse_word_list(text: str, where: str) -> list[str]:
    lines = [line.partition("#")[0].split() for line in text.splitlines()]
    for number, line in enumerate(lines, 1):
        # jieba's own lists have a frequency and a tag behind the word
        if len(line) > 1 and not line[1].isascii():
            raise CorpusError(f"{where}:{number}: {' '.join(line)!r} is more than one word. Allowed: one word a line")
    return [line[0] for line in lines if line]

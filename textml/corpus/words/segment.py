"""Cut running text into words, exactly as jieba does."""

import re
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from importlib.resources import files
from os import PathLike
from typing import TYPE_CHECKING, Any

from textml.corpus.decode import decode
from textml.disk.files import read_regular
from textml.errors import CorpusError

if TYPE_CHECKING:
    from textml.corpus.words.kernel import Dictionary

# A sentence that versions of jieba may cut in different ways: names, numbers, Latin words, an ambiguous 研究生命.
PROBE = "汀禾市人社局3月15日在沙埠镇研究生命科学园R&D项目，结婚的和尚未结婚的职工都来参加，共计1.5万人次。"

_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,}|[A-Za-z][A-Za-z&.+-]*[A-Za-z]")
_SPACES = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u3000]+(?=[\u3400-\u9fff])")


#: The only segmenter, by its name in the settings and in saved models.
SEGMENTER = "jieba"

# Tags of jieba's dictionaries; longer ones are words.
_TAG = re.compile(r"[a-z]{1,2}|eng|nrt|nrfg")
# Frequency of a user word: high enough to win over its parts (all words of jieba's dictionary sum up to 60 million).
_USER_FREQUENCY = 10_000_000


class Words:
    """Cuts text into words; the same text gives the same words in every process.

    Parameters
    ----------
    segmenter : str
        "jieba".
    user_words : sequence of str
        Words that must stay whole.
    stop_words : iterable of str, optional
        Words to leave out of `content`; the lists that come with textml by default.

    Attributes
    ----------
    dictionary : Dictionary
        The tables with which the kernels cut.

    Raises
    ------
    CorpusError
        The segmenter is unknown, or an entry of `user_words` can never be a word.
    """

    def __init__(
        self, segmenter: str = SEGMENTER, user_words: Sequence[str] = (), stop_words: Iterable[str] | None = None
    ) -> None:
        from textml.corpus.words.dictionary import DictionaryCut, build_dictionary

        if segmenter != SEGMENTER:
            raise CorpusError(
                f"unknown segmenter {segmenter!r}; known: {SEGMENTER}. Correct [corpus] segmenter; a model that was "
                "made with another segmenter has to be trained again"
            )
        self.segmenter = segmenter
        self.user_words = tuple(dict.fromkeys(user_words))
        self.stop_words = frozenset(default_stop_words() if stop_words is None else stop_words)
        self.dictionary: Dictionary = build_dictionary(self.user_words, _USER_FREQUENCY)
        self._cut = DictionaryCut(self.dictionary)
        lost = [word for word in self.user_words if word not in self._cut(f"今天，{word}。")]
        if lost:
            raise CorpusError(
                f"user dictionary: {segmenter} does not apply {', '.join(lost)}. "
                "Allowed: words without spaces and punctuation. Correct or remove these entries"
            )

    def cut(self, text: str) -> list[str]:
        """Cut a text into tokens, punctuation included; spaces between Chinese characters do not part words.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of str
            In the order of the text.

        >>> Words().cut("水库 除险加固")
        ['水库', '除险', '加固']
        """
        # Spaces go before cutting; punctuation goes after it, or words would join across sentences.
        return [token for token in self.pieces(text) if token.strip()]

    def content(self, text: str) -> list[str]:
        """List words that may carry a topic: two or more Han characters or Latin letters, no stop words, no numbers.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of str
            In the order of the text.

        >>> Words().content("今年1至3月，我市GDP增长5%")
        ['GDP', '增长']
        """
        return [token for token in self.pieces(text) if self.is_content(token)]

    def pieces(self, text: str) -> list[str]:
        """Cut a text as `cut` does, white space included."""
        return self._cut(_SPACES.sub("", text))

    def is_content(self, token: str) -> bool:
        """Whether a token is one of `content`."""
        return _WORD.fullmatch(token) is not None and token not in self.stop_words

    def fingerprint(self) -> dict[str, Any]:
        """Return what decides the words: it is kept in a model, and compared when the model is loaded."""
        return {
            "segmenter": self.segmenter,
            "version": version(self.segmenter),
            "user_words": list(self.user_words),
            "stop_words": sorted(self.stop_words),
            "probe": self.cut(PROBE),
        }

    @classmethod
    def from_fingerprint(cls, kept: dict[str, Any]) -> "Words":
        """Build the words of a fingerprint.

        Parameters
        ----------
        kept : dict
            Result of `fingerprint`, from a saved model.

        Returns
        -------
        Words

        Raises
        ------
        CorpusError
            The installed jieba cuts the probe sentence in another way than the one that made the fingerprint.
        """
        words = cls(kept["segmenter"], kept["user_words"], kept["stop_words"])
        if words.cut(PROBE) != kept["probe"]:
            raise CorpusError(
                f"{SEGMENTER} {version(SEGMENTER)} cuts words differently from {kept['version']}, with which this "
                f"model was made. Install {SEGMENTER}=={kept['version']}, or train the model again"
            )
        return words


def read_word_list(path: str | PathLike[str]) -> list[str]:
    """Read a list of words.

    Parameters
    ----------
    path : str or path-like
        One word a line, comments after ``#``, in the encodings of pages. jieba's frequency and tag, which may follow a
        word on its line after spaces, tabs or commas, are ignored. At most 32 MB.

    Returns
    -------
    list of str

    Raises
    ------
    CorpusError
        The file cannot be read, or a line holds more than one word.
    """
    try:
        raw = read_regular(path)
    except OSError as cause:
        raise CorpusError(
            f"{path}: cannot be read as a word list ({cause.strerror}). Allowed: a text file, one word a line"
        ) from cause
    return _parse_word_list(decode(raw, str(path))[0], str(path)) if raw else []


def default_stop_words() -> list[str]:
    """Return function words and newspaper boilerplate, from the two commented lists in this folder."""
    room = files("textml.corpus.words")
    return [
        word
        for name in ("stop_words.txt", "boilerplate.txt")
        for word in _parse_word_list(room.joinpath(name).read_text("utf-8"), name)
    ]


def _parse_word_list(text: str, where: str) -> list[str]:
    words = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = _split_entry(line.partition("#")[0])
        if len(parts) > 1 and not _is_frequency_and_tag(parts):
            raise CorpusError(f"{where}:{number}: {' '.join(parts)!r} is more than one word. Allowed: one word a line")
        words += parts[:1]
    return words


def _split_entry(line: str) -> list[str]:
    """Split a line at white space, and at commas if it begins with a word and not with a mark."""
    return (line.replace(",", " ") if line.strip()[:1].isalnum() else line).split()


def _is_frequency_and_tag(parts: list[str]) -> bool:
    """Whether a word is followed by what may follow it in a dictionary of jieba: frequency, tag or both."""
    _, *rest = parts
    if rest[0].isdecimal():
        return len(rest) == 1 or (len(rest) == 2 and rest[1].isascii())
    return len(rest) == 1 and _TAG.fullmatch(rest[0]) is not None

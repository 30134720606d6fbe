"""Build the tables of the word kernel from jieba's dictionary and a user's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from textml.corpus.words.code_points import code_points, join_code_points
from textml.corpus.words.kernel import (
    EDGES,
    FIRST_CHARACTERS,
    HAN,
    HAN_END,
    NEVER,
    Dictionary,
    add_words,
    cut,
    read_entries,
)
from textml.errors import CorpusError

# Positions in a word by jieba's letters: begin, middle, end, single.
_POSITIONS = "BMES"
# Slots of the hash table a child: at most two of three slots are taken, so that a missing child is noticed after two
# looks.
_SLOTS_A_CHILD = 1.5


def build_dictionary(user_words: Sequence[str] = (), frequency: int = 1) -> Dictionary:
    """Build jieba's dictionary and its model of unknown words, with a user's own words.

    It takes a tenth of a second; nothing is kept on disk.

    Parameters
    ----------
    user_words : sequence of str
        Words to add. Words with characters that jieba never looks up have no effect, as in jieba.
    frequency : int
        Frequency of each user word, 1 or more; all words of the dictionary sum up to 60 million.

    Returns
    -------
    Dictionary
        Tables of 10 MB.

    Raises
    ------
    CorpusError
        jieba's files are missing.
    """
    points = code_points(_jieba_file("dict.txt").read_text("utf-8"))
    n_lines = int((points == ord("\n")).sum()) + 1
    starts, ends, frequencies = (np.empty(n_lines, np.int32) for _ in range(3))
    n_words = read_entries(points, starts, ends, frequencies)
    starts, ends, frequencies = starts[:n_words], ends[:n_words], frequencies[:n_words]
    distinct, scores = np.unique(np.append(frequencies, [0, frequency]), return_inverse=True)
    total = int(frequencies.sum(dtype=np.int64)) + frequency * len(user_words)

    own = [word for word in user_words if word and max(word) < chr(FIRST_CHARACTERS)]
    own_points, own_bounds = join_code_points(own)
    n_children = int((ends - starts).sum()) - n_words + len(own_points)
    size = 1 << int(np.ceil(np.log2(n_children * _SLOTS_A_CHILD)))
    nodes = np.zeros(FIRST_CHARACTERS + size, np.uint64)
    edges = np.zeros(EDGES, np.uint64)
    numbers = scores.astype(np.int32)
    add_words(points, starts, ends, numbers[:n_words], nodes, edges)
    own_bounds = own_bounds.astype(np.int32)
    add_words(own_points, own_bounds[:-1], own_bounds[1:], np.repeat(numbers[-1:], len(own)), nodes, edges)
    # math.log and this order of operations are jieba's: ties are decided by the last bit
    log_total = log(total)
    return Dictionary(nodes, edges, np.array([log(f or 1) - log_total for f in distinct.tolist()]), *_unknown_words())


@dataclass(frozen=True)
class DictionaryCut:
    """Cuts text as `jieba.lcut` does: the words in order, which joined are the text.

    >>> DictionaryCut(build_dictionary())("水库除险加固。")
    ['水库', '除险', '加固', '。']
    """

    dictionary: Dictionary

    def __call__(self, text: str) -> list[str]:
        points = code_points(text)
        ends = np.empty(len(points), np.int32)
        n_words = cut(points, 0, len(points), self.dictionary, ends)
        return [text[a:b] for a, b in pairwise([0, *ends[:n_words].tolist()])]


def _unknown_words() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read jieba's hidden Markov model of positions in a word: start, transition and emission."""
    start, move, emit = (_jieba_table(name) for name in ("prob_start", "prob_trans", "prob_emit"))
    characters = np.full((HAN_END - HAN, len(_POSITIONS)), NEVER)
    for place, letter in enumerate(_POSITIONS):
        points = code_points("".join(emit[letter])).astype(np.int64) - HAN
        inside = (points >= 0) & (points < len(characters))
        characters[points[inside], place] = np.array(list(emit[letter].values()))[inside]
    return (
        np.array([start[letter] for letter in _POSITIONS]),
        np.array([[move[a].get(b, NEVER) for b in _POSITIONS] for a in _POSITIONS]),
        characters,
    )


def _jieba_table(name: str) -> dict[str, Any]:
    """Read a table of jieba's finalseg without importing jieba, which would take longer than reading its dictionary."""
    spec = spec_from_file_location(name, _jieba_file(f"finalseg/{name}.py"))
    if spec is None or spec.loader is None:
        raise CorpusError(f"jieba: finalseg/{name}.py cannot be read. Install jieba again: pip install jieba")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: dict[str, Any] = module.P
    return table


def _jieba_file(name: str) -> Path:
    spec = find_spec("jieba")
    folders = (spec.submodule_search_locations if spec else None) or []
    for folder in folders:
        if Path(folder, name).is_file():
            return Path(folder, name)
    raise CorpusError(f"jieba: {name} is missing. Install jieba again: pip install --force-reinstall jieba")

"""The labelled articles as a run keeps them, so that new articles can be compared without the corpus."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from textml.corpus.words.segment import Words
from textml.display import brief
from textml.features.counts import load_words
from textml.models.shift.sample import Dated, draw_sample
from textml.models.shift.side import Side, read_side

#: Labelled articles that are kept: their words take some hundred kilobytes.
N_KNOWN = 1000
_COLUMNS = ("issues", "sections", "lengths", "chinese")


@dataclass(frozen=True)
class Reference:
    """Labelled articles, and how their words were cut.

    Attributes
    ----------
    side : Side
        A thousand of them at most, in the order of their hashes.
    fingerprint : dict
        What decides the words, see `Words.fingerprint`.
    """

    side: Side
    fingerprint: dict[str, Any]

    __repr__ = brief

    @property
    def words(self) -> Words:
        """How texts are cut; a CorpusError where the installed segmenter cuts in another way."""
        return load_words(self.fingerprint)


def build_reference(articles: Sequence[Dated], sections: Sequence[str], words: Words) -> Reference:
    """Count the words of labelled articles.

    Parameters
    ----------
    articles : (n_articles,) sequence of Article or Seed
    sections : (n_articles,) sequence of str
        The label of each.
    words : Words
        How text is cut.
    """
    return Reference(read_side(draw_sample(articles, sections, N_KNOWN), words), words.fingerprint())


def pack_reference(reference: Reference) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Turn a reference into values for JSON and arrays for npz, which `unpack_reference` reads."""
    side = reference.side
    values: dict[str, Any] = {name: list(getattr(side, name)) for name in _COLUMNS}
    values |= {"vocabulary": side.vocabulary.tolist(), "words": reference.fingerprint}
    counts = side.counts
    return values, {"data": counts.data, "indices": counts.indices, "indptr": counts.indptr}


def unpack_reference(values: Mapping[str, Any], arrays: bytes) -> Reference:
    """Read what `pack_reference` made.

    Parameters
    ----------
    values : mapping
        Of JSON.
    arrays : bytes
        An npz file.

    Raises
    ------
    ValueError, LookupError, TypeError, zipfile.BadZipFile
        They are no counts of these articles.
    """
    shape = (len(values["issues"]), len(values["vocabulary"]))
    with np.load(io.BytesIO(arrays), allow_pickle=False) as kept:
        counts = sp.csr_matrix((kept["data"], kept["indices"], kept["indptr"]), shape=shape)
    # positions outside the matrix would be read outside its memory
    counts.check_format(full_check=True)
    if counts.dtype.kind not in "iu" or (counts.data < 1).any():
        raise ValueError(f"no counts of {shape[0]} articles")
    issues, sections, lengths, chinese = (tuple(values[name]) for name in _COLUMNS)
    vocabulary = np.array(values["vocabulary"], dtype=str)
    if {len(sections), len(lengths), len(chinese)} != {shape[0]} or (vocabulary[1:] <= vocabulary[:-1]).any():
        raise ValueError(f"no words of {shape[0]} articles in their order")
    return Reference(Side(counts, vocabulary, issues, sections, lengths, chinese), dict(values["words"]))

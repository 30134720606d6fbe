"""Texts as symbols: characters, Latin words as one each, and numbers as breaks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from textml.corpus.words.code_points import split_blocks
from textml.features.characters.buffers import Buffers
from textml.features.characters.folding import Folded, fold_texts
from textml.features.characters.kernel import BREAK, POINT_BITS, WORD_CODES, WORD_PLANE, read_symbols

# Characters that are worked on at a time, some hundred articles: 25 MB, and large enough that what a loop reads of the
# vocabulary is not brought from memory for every few articles. `article_grams` numbers the articles of a block in the
# bits that two code points and the mark of the lead leave, which are enough for 2**20 articles.
BLOCK = 1 << 19
# CRC-32 of every byte, as in zlib: the kernel computes the CRC of Latin words with it.
_CRC_TABLE = np.array([crc32(bytes([i])) ^ crc32(b"\0") for i in range(256)], dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Symbols:
    """Texts as symbols: characters, and Latin words as one code point each.

    Attributes
    ----------
    codes : ndarray of int32, shape (n_symbols,)
        Code point of each symbol; a break in place of a number.
    starts : ndarray of int32, shape (n_symbols,)
        Where each symbol begins in its normalised text.
    bounds : ndarray of int64, shape (n_articles + 1,)
        Where the symbols of each article begin.
    folded : Folded
        The normalised texts.
    """

    codes: np.ndarray
    starts: np.ndarray
    bounds: np.ndarray
    folded: Folded


def split_symbols(normalised: str) -> list[str]:
    """Cut a normalised text into characters, Latin words and numbers.

    >>> split_symbols("nba第12场")
    ['nba', '第', '12', '场']
    """
    return re.findall(r"[a-z]{2,}|[0-9]+|.", normalised, re.DOTALL)


def as_symbol(piece: str) -> str:
    """Return the code point of a piece of `split_symbols`.

    Every number is the same break: numbers differ even in articles that are otherwise alike.

    >>> as_symbol("第"), as_symbol("12")
    ('第', ' ')
    """
    if len(piece) == 1 and not "0" <= piece <= "9":
        return piece
    return chr(BREAK) if piece.isdigit() else chr(WORD_PLANE + crc32(piece.encode()) % WORD_CODES)


def gram_key(symbols: str) -> int:
    """Return the number of a symbol or a pair of symbols in `CharacterTfidf.vocabulary_`.

    >>> gram_key("水"), gram_key("水库") == gram_key("水") << 21 | gram_key("库")
    (27700, True)
    """
    key = 0
    for symbol in symbols:
        key = key << POINT_BITS | ord(symbol)
    return key


def split_texts(texts: Sequence[str], buffers: Buffers) -> Symbols:
    """Cut texts into symbols, with the result of `normalize_text`, `split_symbols` and `as_symbol` on each.

    Parameters
    ----------
    texts : sequence of str, shape (n_articles,)
        A block of `in_blocks`.
    buffers : Buffers
        Holds the result until the next block.

    Returns
    -------
    Symbols
    """
    folded = fold_texts(texts, buffers)
    codes, starts = (buffers.lend(name, len(folded.points), np.int32) for name in ("codes", "starts"))
    bounds = np.empty(len(texts) + 1, dtype=np.int64)
    read_symbols(folded.points, folded.bounds, _CRC_TABLE, codes, starts, bounds)
    return Symbols(codes[: bounds[-1]], starts[: bounds[-1]], bounds, folded)


def in_blocks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield neighbouring texts, as many as are worked on at a time."""
    return split_blocks(texts, BLOCK)

"""Check that what is given as texts is a list of texts."""

from collections.abc import Iterable, Mapping, Set
from typing import Any

from textml.errors import TextsError

# Places that are named; a column of numbers has one in every row.
_MOST_PLACES = 5


def check_texts(texts: Iterable[str], name: str = "texts") -> list[str]:
    """Return texts as a list, or say what was found instead of a text.

    Parameters
    ----------
    texts : iterable of str
        A list, an array, a Series of pandas; a generator is read to its end.
    name : str
        What they are, for the message.

    Returns
    -------
    list of str

    Raises
    ------
    TextsError
        This is one text, a table, or nothing to go through, or something in it is no text.

    Examples
    --------
    >>> check_texts(("水库", "学校"))
    ['水库', '学校']
    """
    found = check_list(texts, name, "texts")
    odd = [(place, text) for place, text in enumerate(found) if not isinstance(text, str)]
    if odd:
        places = ", ".join(f"{place}: {_describe(text)}" for place, text in odd[:_MOST_PLACES])
        more = f" and {len(odd) - _MOST_PLACES} more" if len(odd) > _MOST_PLACES else ""
        raise TextsError(
            f"{name}: what is no text, by its position from 0: {places}{more}; allowed: str. Remove or fill these"
            + ("; bytes are text after .decode()" if any(isinstance(text, bytes) for _, text in odd) else "")
        )
    return found


def check_list(values: Iterable[Any], name: str, what: str = "values") -> list[Any]:
    """Return values as a list, or say what was found instead of one value for each article.

    Parameters
    ----------
    values : iterable
        One for each article.
    name, what : str
        For the message: the argument, and what it should be a list of.

    Returns
    -------
    list

    Raises
    ------
    TextsError
        This is a single value or a table.
    """
    if isinstance(values, (str, bytes)):
        # A text is a sequence of characters, each of which would pass for a text.
        raise TextsError(f"{name}: found one text, {_describe(values)}; allowed: a list of {what}. Put it in brackets")
    shape = getattr(values, "shape", (0,))
    if len(shape) != 1 or isinstance(values, (Mapping, Set)) or not isinstance(values, Iterable):
        of_shape = f" of shape {shape}" if len(shape) != 1 else ""
        raise TextsError(
            f"{name}: found a {type(values).__name__}{of_shape}; allowed: a list of {what}, one for each article. "
            "Of a table, give one column"
        )
    return list(values)


def _describe(value: object) -> str:
    shown = repr(value)
    return f"{shown[:40]}{'…' * (len(shown) > 40)} ({type(value).__name__})"

"""Texts of figures, reports and the topic map, in one language."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, get_args

from textml.errors import ConfigError
from textml.reasons import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
_TABLE = Path(__file__).with_name("texts.toml")


class Texts:
    """The texts of one language by their keys, as in ``texts("figure.given")``.

    Attributes
    ----------
    language : {"zh", "en"}
        Of the texts.
    entries : dict of str to str
        The texts by key. Names of values to fill in stand in braces.

    Examples
    --------
    >>> read_texts("en")("articles.count", n=3, page=1, pages=2)
    'articles: 3; page 1 of 2'
    """

    def __init__(self, language: Language, entries: dict[str, str]) -> None:
        self.language = language
        self.entries = entries

    def __call__(self, key: str, **values: Any) -> str:
        """Fill values into the text of a key; an unknown key is a KeyError."""
        text = self.entries[key]
        return text.format(**values) if values else text

    def group(self, name: str) -> dict[str, str]:
        """Select the texts of one part of the table, by their keys within it."""
        return {key[len(name) + 1 :]: text for key, text in self.entries.items() if key.startswith(f"{name}.")}


@cache
def read_texts(language: Language) -> Texts:
    """Read the texts of a language.

    Parameters
    ----------
    language : {"zh", "en"}
        Of the texts.

    Raises
    ------
    ConfigError
        The language is neither "zh" nor "en".
    """
    if language not in LANGUAGES:
        raise ConfigError(f"language {language!r} is unknown. Allowed: {', '.join(LANGUAGES)}")
    return Texts(language, {key: texts[language] for key, texts in read_table().items()})


def read_table() -> dict[str, dict[str, str]]:
    """Read every entry of the table, as {"part.name": {language: text}}."""
    parts = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return {f"{part}.{name}": texts for part, entries in parts.items() for name, texts in entries.items()}

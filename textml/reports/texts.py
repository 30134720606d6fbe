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
    language : "zh" or "en"; entries : the texts by key, with what is filled in still in braces
    """

    def __init__(self, language: Language, entries: dict[str, str]) -> None:
        self.language = language
        self.entries = entries

    def __call__(self, key: str, **values: Any) -> str:
        """The text of a key, values filled in; a key that is not in the table is a KeyError."""
        text = self.entries[key]
        return text.format(**values) if values else text

    def group(self, name: str) -> dict[str, str]:
        """All texts of one part of the table, by their keys within it."""
        return {key[len(name) + 1 :]: text for key, text in self.entries.items() if key.startswith(f"{name}.")}


@cache
def read_texts(language: Language) -> Texts:
    """The texts of a language.

    Raises
    ------
    ConfigError : neither "zh" nor "en"
    """
    if language not in LANGUAGES:
        raise ConfigError(f"language {language!r} is unknown. Allowed: {', '.join(LANGUAGES)}")
    return Texts(language, {key: texts[language] for key, texts in text_table().items()})


def text_table() -> dict[str, dict[str, str]]:
    """Every entry of the table: {"part.name": {language: text}}."""
    parts = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return {f"{part}.{name}": texts for part, entries in parts.items() for name, texts in entries.items()}

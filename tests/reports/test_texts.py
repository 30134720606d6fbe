"""One table of texts for both languages."""

import re
from pathlib import Path
from string import Formatter

import pytest

from textml.config import ReportSettings
from textml.errors import ConfigError
from textml.reports.texts import LANGUAGES, read_table, read_texts

REPORTS = Path(__file__).parent.parent.parent / "textml" / "reports"


def fields(text: str) -> set[str]:
    """What is filled into a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(read_table()))
def test_neither_language_lacks_an_entry(key: str) -> None:
    """Every entry has a text in each language, with the same values filled in; Chinese only in the Chinese one."""
    entry = read_table()[key]
    assert set(entry) == set(LANGUAGES)
    assert all(text.strip() for text in entry.values())
    assert fields(entry["zh"]) == fields(entry["en"])
    assert not re.search("[\u3000-\u9fff\uff00-\uffef]", entry["en"])


def test_every_entry_is_used() -> None:
    """A text that nothing shows is deleted; a text that is asked for is there."""
    sources = "".join(p.read_text("utf-8") for p in sorted(REPORTS.rglob("*")) if p.suffix in (".py", ".mjs", ".jinja"))
    named = set(re.findall(r"""["']([a-z_]+\.[a-z_0-9]+)["']""", sources))
    families = set(re.findall(r"""f"([a-z_]+)\.\{""", sources))
    unused = [key for key in read_table() if key not in named and key.split(".")[0] not in families]
    assert unused == []


def test_a_language_that_is_not_there_is_refused() -> None:
    """Only the two languages of the table can be asked for, and the settings allow just these."""
    with pytest.raises(ConfigError, match=r"'fr' is unknown\. Allowed: zh, en"):
        read_texts("fr")  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        read_texts("en")("figure.nothing")
    assert ReportSettings().language == "zh"


def test_values_are_filled_in() -> None:
    """Braces are filled with values; the same key says the same in each language."""
    assert read_texts("zh")("figure.n_topics", recommended=12) == "话题数（建议 12 个）"
    assert read_texts("en")("figure.n_topics", recommended=12) == "number of topics (recommended: 12)"
    assert read_texts("en").group("figure")["given"] == "predicted"

"""Settings of a run: a TOML file, checked."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from textml.disk.files import read_toml
from textml.errors import ConfigError

#: The settings file of a project.
DEFAULT_FILE = "configs/default.toml"

# Values that used to be allowed, by key, with what to do now.
_REMOVED = {
    ("[corpus] segmenter", "rjieba"): 'was removed. Write "jieba", or remove the key',
    ("[features] topic_engine", "tomotopy"): 'was removed. Write "textml" or "gensim", or remove the key',
}


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class CorpusSettings(_Table):
    """[corpus]: what is read, and how words are cut."""

    input: list[str] = Field(["seeds/pages"], min_length=1)
    labeled: str | list[str] = "seeds/labeled.jsonl"
    sections: str = "seeds/sections.toml"
    truth: str = "seeds/pages/truth.jsonl"
    corrections: str = "seeds/corrections.toml"
    name_pattern: str = ""
    segmenter: Literal["jieba"] = "jieba"
    user_words: str = ""
    stop_words: str = ""
    min_chars: int = Field(20, ge=1)
    workers: int = Field(-1, ge=-1)

    @property
    def labelled_files(self) -> list[str]:
        """The files of the labelled set; none where the settings name none."""
        return [name for name in ([self.labeled] if isinstance(self.labeled, str) else self.labeled) if name]


class FeatureSettings(_Table):
    """[features]: which words count, how many topics."""

    min_articles: int = Field(3, ge=1)
    max_share: float = Field(0.3, gt=0, le=1)
    fit_articles: int = Field(60_000, ge=0)
    n_topics: int = Field(12, ge=2, le=1000)
    stability_refits: int = Field(5, ge=0, le=10)
    topic_engine: Literal["textml", "gensim"] = "textml"


class ModelSettings(_Table):
    """[models]: how the classifier learns and is scored."""

    use_unlabeled: bool = True
    folds: int = Field(5, ge=2, le=50)
    duplicate_share: float = Field(0.6, gt=0, le=1)
    precision: float = Field(0.9, gt=0, lt=1)
    random_state: int = Field(0, ge=0, lt=2**32)


class ReportSettings(_Table):
    """[reports]: what is drawn and shown."""

    language: Literal["zh", "en"] = "zh"
    figure_formats: list[Literal["png", "svg"]] = Field(["png", "svg"], min_length=1)
    table_formats: list[Literal["csv", "jsonl", "parquet", "xlsx"]] = Field(["csv"], min_length=1)
    n_words: int = Field(12, ge=3, le=50)
    n_articles: int = Field(5, ge=1, le=50)


class ReviewSettings(_Table):
    """[review]: what is listed for a person."""

    n_review: int = Field(20, ge=0)


class RunSettings(_Table):
    """[runs]: what is taken over from the earlier run."""

    refit_share: float = Field(0.2, ge=0, le=1)


class Settings(_Table):
    """All settings, one table for each room."""

    corpus: CorpusSettings = CorpusSettings()
    features: FeatureSettings = FeatureSettings()
    models: ModelSettings = ModelSettings()
    reports: ReportSettings = ReportSettings()
    review: ReviewSettings = ReviewSettings()
    runs: RunSettings = RunSettings()


# What the place of an error ends in where a key may be a text or a list.
_TYPES = ("str", "list[str]")


def read_settings(path: Path | None, changes: Mapping[str, Mapping[str, Any]] | None = None) -> Settings:
    """Read settings from a TOML file; what it does not set keeps its default.

    Parameters
    ----------
    path : Path or None
        settings file, None for the defaults
    changes : mapping of mappings, optional
        values that replace those of the file, by table and key

    Raises
    ------
    ConfigError
        the file is missing or malformed, a key is unknown (the nearest known one is named), or a value is not allowed
    """
    where, tables = "defaults", {}
    if path is not None:
        where = str(path)
        try:
            tables = read_toml(path)
        except (OSError, ValueError) as cause:
            raise ConfigError(
                f"{path}: cannot be read as settings ({cause}). Compare with configs/default.toml"
            ) from cause
    for table, values in (changes or {}).items():
        given = tables.get(table, {})
        tables[table] = {**given, **values} if isinstance(given, dict) else given
    return check_settings(tables, where)


def check_settings(tables: Mapping[str, Any], where: str) -> Settings:
    """Build settings from plain tables.

    Parameters
    ----------
    tables : mapping
        values by table and key
    where : str
        what the message of an error begins with, such as the path of the file

    Raises
    ------
    ConfigError
        as for `read_settings`
    """
    try:
        return Settings.model_validate(tables)
    except ValidationError as cause:
        # one line for a key, whichever of its types was tried first
        lines = {tuple(part for part in e["loc"] if part not in _TYPES): _describe(e) for e in reversed(cause.errors())}
        raise ConfigError("\n".join(f"{where}: {line}" for line in reversed(lines.values()))) from None


def _describe(error: Any) -> str:
    """One validation error as "[table] key: what, allowed"."""
    # the name of a table that is no text has no place; a choice between types adds the type
    table, *rest = [str(part) for part in error["loc"] if part not in _TYPES] or ["?"]
    name = f"[{table}] {' '.join(rest)}".strip()
    if error["type"] == "extra_forbidden":
        known = list(_fields(table)) if rest else list(Settings.model_fields)
        near = difflib.get_close_matches(rest[0] if rest else table, known, 1)
        meant = f" (did you mean {near[0]!r}?)" if near else ""
        return f"{name}: unknown{meant}. Known here: {', '.join(known)}. Correct or remove it"
    if removed := _REMOVED.get((name, str(error["input"]))):
        return f"{name}: {error['input']!r} {removed}"
    return f"{name}: {error['input']!r} is not allowed ({error['msg'].lower()}). Compare with configs/default.toml"


def _fields(table: str) -> dict[str, Any]:
    room = Settings.model_fields.get(table)
    return dict(getattr(room.annotation, "model_fields", {})) if room else {}

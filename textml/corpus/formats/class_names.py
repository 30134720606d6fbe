"""Names of the classes that numbers stand for in tables of Hugging Face datasets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from textml.corpus.formats.rows import Numbered
from textml.disk.files import open_regular
from textml.errors import CorpusError

#: What `Dataset.save_to_disk` and the hub write beside the rows: features, and of each ClassLabel its names.
DATASET_INFO = "dataset_info.json"
# What stands for "no label" there (datasets, documentation of ClassLabel).
_NO_LABEL = -1


def name_classes(path: Path, rows: Iterable[Numbered]) -> Iterator[Numbered]:
    """Put names in place of numbers where ``dataset_info.json`` beside a table says what they stand for.

    Parameters
    ----------
    path : Path
        The table.
    rows : iterable of (int, Row or str)
        Its rows.

    Yields
    ------
    (int, Row or str)
        The rows; None for -1, which is no label, and what is wrong where a number has no name.

    Raises
    ------
    CorpusError
        The names cannot be read.
    """
    classes = read_class_names(path.with_name(DATASET_INFO))
    for number, row in rows:
        yield number, row if isinstance(row, str) or not classes else _name(row, classes)


def read_class_names(info: Path) -> dict[str, list[str]]:
    """Read the names of the classes of each column; none where there is no such file.

    Parameters
    ----------
    info : Path
        ``dataset_info.json``

    Raises
    ------
    CorpusError
        It cannot be read, or is no JSON.
    """
    import orjson

    if not info.is_file():
        return {}
    try:
        with open_regular(info) as file:
            about = orjson.loads(file.read())
    except (OSError, orjson.JSONDecodeError) as cause:
        raise CorpusError(
            f"{info}: the names of the classes cannot be read ({cause}). Write it again with datasets, or remove it"
        ) from cause
    features = about.get("features") if isinstance(about, dict) else None
    return {
        column: feature["names"]
        for column, feature in (features if isinstance(features, dict) else {}).items()
        if isinstance(feature, dict) and feature.get("_type") == "ClassLabel" and _are_names(feature.get("names"))
    }


def _are_names(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(name, str) for name in found)


def _name(row: Mapping[str, Any], classes: Mapping[str, Sequence[str]]) -> Mapping[str, Any] | str:
    named = {}
    for column, names in classes.items():
        value = row.get(column)
        if not isinstance(value, int) or isinstance(value, bool):
            continue
        if not _NO_LABEL <= value < len(names):
            return f"{column} is {value}, and {DATASET_INFO} has {len(names)} names for 0 to {len(names) - 1}"
        named[column] = None if value == _NO_LABEL else names[value]
    return {**row, **named}

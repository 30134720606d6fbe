"""Estimators to files and back, through skops, never through pickle."""

import io
import json
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from textml import store
from textml.disk.files import open_regular
from textml.disk.writing import write_file
from textml.errors import ArtifactError
from textml.versions import is_format, versions

# Raise it when a change makes files of `save_estimator` unreadable, and describe the change in CHANGELOG.md.
FORMAT = 1
# Name of the entry that says what made a file; skops looks only at its own entries.
_RECORD = "textml.json"

_Estimator = TypeVar("_Estimator")

#: Types beyond scikit-learn's, numpy's and scipy's own that a stored estimator may hold; any other is refused at load.
TRUSTED = frozenset(
    {
        "textml.features.characters.tfidf.CharacterTfidf",
        "textml.features.lda.estimator.LDA",
        "textml.models.topics.boilerplate.BoilerplateWord",
        "textml.models.sections.classifier.SectionClassifier",
        "textml.models.topics.topic.Topic",
        "textml.models.topics.matching.TopicChanges",
        "textml.models.topics.model.TopicModel",
    }
)


#: What damaged, encrypted and endlessly nested files raise, and values of other types and shapes than expected.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ImportError,
    EOFError,
    RuntimeError,
    SyntaxError,
    tokenize.TokenError,
    MemoryError,
)


def dump_estimator(estimator: Any) -> bytes:
    """Turn an estimator into the bytes of a skops file; the same estimator gives the same bytes.

    Parameters
    ----------
    estimator : estimator
        Of scikit-learn or textml, fitted or not.

    Returns
    -------
    bytes
    """
    from skops import io as skops

    packed = io.BytesIO(skops.dumps(estimator))
    result = io.BytesIO()
    # skops puts the time into its zip entries and names arrays by memory address; both would change the bytes
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(result, "w") as target:
        names = _regular_names(source)
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "schema.json":
                content = _regular_schema(content, names)
            name = zipfile.ZipInfo(names[entry.filename])
            target.writestr(name, content, zipfile.ZIP_DEFLATED, store.COMPRESSION)
    return result.getvalue()


def load_estimator(raw: bytes, where: str) -> Any:
    """Build the estimator of a skops file, after its types were checked.

    Parameters
    ----------
    raw : bytes
        Content of the file.
    where : str
        Name of the file, for messages.

    Returns
    -------
    estimator

    Raises
    ------
    ArtifactError
        The file is damaged, or holds types that are neither scikit-learn's nor textml's.
    """
    from skops import io as skops

    try:
        unknown = skops.get_untrusted_types(data=raw)
        foreign = sorted(set(unknown) - TRUSTED)
        if foreign:
            raise ArtifactError(
                f"{where}: holds foreign types {', '.join(foreign)}; only those of scikit-learn and textml "
                f"are loaded. Do not use this file"
            )
        return skops.loads(raw, trusted=unknown)
    except DAMAGE as cause:
        raise ArtifactError(
            f"{where}: cannot be read as an estimator ({cause}). Train again with `textml run`"
        ) from cause


def read_estimator(folder: store.Folder, name: str, cls: type[_Estimator]) -> _Estimator:
    """Read an estimator of a run; see `load_estimator`.

    Parameters
    ----------
    folder : Folder
        The run.
    name : str
        File in the run, e.g. ``models/topics.skops``.
    cls : type
        The class that the file has to hold.

    Returns
    -------
    estimator

    Raises
    ------
    ArtifactError
        The file is damaged, or holds another class, foreign types or what was never fitted.
    """
    path = folder.path(name)
    estimator = _check_class(load_estimator(folder.read_bytes(name), str(path)), cls, path)
    if not any(attribute.endswith("_") for attribute in vars(estimator)):
        raise ArtifactError(f"{path}: holds a {cls.__name__} that was never fitted. Train again with `textml run`")
    return estimator


def save_estimator(estimator: Any, path: str | PathLike[str]) -> None:
    """Write an estimator to its own file, with the versions that made it.

    The file is written under a temporary name and renamed, so an older file stays until the new one is complete.

    Parameters
    ----------
    estimator : estimator
        Of scikit-learn or textml, fitted or not.
    path : str or path-like
        The file to write, by custom with the ending ``.skops``. Its folder has to exist.

    Raises
    ------
    ArtifactError
        The file cannot be written.
    """
    packed = io.BytesIO(dump_estimator(estimator))
    record = {"format": FORMAT, "versions": versions()}
    with zipfile.ZipFile(packed, "a") as target:
        target.writestr(zipfile.ZipInfo(_RECORD), json.dumps(record, sort_keys=True))
    write_file(Path(path), packed.getvalue())


def load_estimator_file(path: str | PathLike[str], cls: type[_Estimator]) -> _Estimator:
    """Read an estimator of one class from a file that `save_estimator` or a run wrote.

    Parameters
    ----------
    path : str or path-like
        The file.
    cls : type
        The class that the file has to hold.

    Returns
    -------
    estimator
        An instance of `cls`.

    Raises
    ------
    ArtifactError
        The file is missing, damaged, of another format, made by versions that this one cannot read, or holds another
        class or foreign types.
    """
    path = Path(path)
    try:
        with open_regular(path) as file:
            raw = file.read()
    except OSError as cause:
        raise ArtifactError(f"{path}: cannot be read ({cause.strerror}). Give a file that `save` wrote") from cause
    record = _read_record(raw)
    if not is_format(record.get("format", FORMAT), FORMAT):
        raise ArtifactError(
            f"{path}: format {record['format']!r}; this textml reads format {FORMAT}. Fit and save it again, or "
            f"install textml {record['versions'].get('textml', 'of that format')}"
        )
    try:
        found = load_estimator(raw, str(path))
    except ArtifactError as cause:
        raise ArtifactError(f"{cause}{_describe_versions(record)}") from cause
    return _check_class(found, cls, path)


def _check_class(found: Any, cls: type[_Estimator], path: Path) -> _Estimator:
    if not isinstance(found, cls):
        raise ArtifactError(f"{path}: holds a {type(found).__name__}; allowed: {cls.__name__}. Give another file")
    return found


def _read_record(raw: bytes) -> dict[str, Any]:
    """What made a file; empty where it does not say so."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as source:
            record = json.loads(source.read(_RECORD))
    except DAMAGE:
        return {}
    known = isinstance(record, dict) and isinstance(record.get("versions"), dict)
    return record if known else {}


def _describe_versions(record: Mapping[str, Any]) -> str:
    """A sentence on the versions that differ from the installed ones, empty where none does."""
    here = versions()
    other = [f"{name} {made}, here {here.get(name)}" for name, made in record.get("versions", {}).items()
             if made != here.get(name)]  # fmt: skip
    return f". It was made with {'; '.join(other)}. Install these versions to read it" if other else ""


def _regular_names(source: zipfile.ZipFile) -> dict[str, str]:
    """New name of every entry: its number in the order of the file, with the ending kept."""
    return {
        name: name if name == "schema.json" else f"{number:04d}{Path(name).suffix}"
        for number, name in enumerate(source.namelist())
    }


def _regular_schema(content: bytes, names: Mapping[str, str]) -> bytes:
    numbers: dict[int, int] = {}

    def regular(node: Any) -> Any:
        if isinstance(node, list):
            return [regular(child) for child in node]
        if not isinstance(node, dict):
            return node
        return {
            key: _regular_value(key, value, names, numbers) or regular(value)
            if key in ("file", "__id__")
            else regular(value)
            for key, value in node.items()
        }

    return json.dumps(regular(json.loads(content)), ensure_ascii=False).encode()


def _regular_value(key: str, value: Any, names: Mapping[str, str], numbers: dict[int, int]) -> Any:
    if key == "__id__":
        return numbers.setdefault(value, len(numbers) + 1)
    return names.get(value) if isinstance(value, str) else None

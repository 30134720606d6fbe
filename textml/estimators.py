"""Estimators to bytes and back, through skops, never through pickle."""

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textml.errors import ArtifactError

#: Types beyond scikit-learn's, numpy's and scipy's own that a stored estimator may hold; any other is refused at load.
TRUSTED = frozenset(
    {
        "textml.features.characters.tfidf.CharacterTfidf",
        "textml.features.lda.estimator.LDA",
        "textml.models.topics.boilerplate.FurnitureWord",
        "textml.models.sections.classifier.SectionClassifier",
        "textml.models.topics.topic.Topic",
        "textml.models.topics.matching.TopicChanges",
        "textml.models.topics.model.TopicModel",
    }
)


def dump_estimator(estimator: Any) -> bytes:
    """An estimator as bytes of a skops file; the same estimator gives the same bytes."""
    from skops import io as skops

    packed = io.BytesIO(skops.dumps(estimator))
    result = io.BytesIO()
    # skops stamps its zip entries with the time and names arrays by memory address: both are made regular here
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        names = _regular_names(source)
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "schema.json":
                content = _regular_schema(content, names)
            target.writestr(zipfile.ZipInfo(names[entry.filename]), content, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def load_estimator(raw: bytes, where: str) -> Any:
    """The estimator of a skops file: first read, then audited, only then built.

    Raises
    ------
    ArtifactError : the file is damaged, or holds types that are neither scikit-learn's nor textml's
    """
    from skops import io as skops

    try:
        unknown = skops.get_untrusted_types(data=raw)
        foreign = sorted(set(unknown) - TRUSTED)
        if foreign:
            raise ArtifactError(
                f"{where}: holds foreign types {', '.join(foreign)}; only scikit-learn's and textml's are "
                f"built. Do not use this file"
            )
        return skops.loads(raw, trusted=unknown)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, ImportError) as cause:
        raise ArtifactError(
            f"{where}: cannot be read as an estimator ({cause}). Train again with `textml run`"
        ) from cause


def _regular_names(source: zipfile.ZipFile) -> dict[str, str]:
    """New name of every entry: numbered in the order of the file, the ending kept."""
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

"""Estimators come back from files as they were, and other files are refused with advice."""

import json
import time
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge

from textml import model_files, store
from textml.errors import ArtifactError
from textml.model_files import dump_estimator, load_estimator, load_estimator_file, read_estimator, save_estimator
from textml.models.sections.classifier import SectionClassifier
from textml.versions import versions


def model() -> LogisticRegression:
    values = np.random.default_rng(0).normal(size=(30, 4))
    return LogisticRegression().fit(values, np.array(["甲", "乙"] * 15))


def change_record(path: Path, **changes: object) -> None:
    """Rewrite what a file says of how it was made."""
    with zipfile.ZipFile(path) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    record = {**json.loads(entries["textml.json"]), **changes}
    with zipfile.ZipFile(path, "w") as target:
        for name, content in {**entries, "textml.json": json.dumps(record).encode()}.items():
            target.writestr(name, content)


def test_a_saved_estimator_comes_back_equal(tmp_path: Path) -> None:
    """Its parameters are equal bit for bit; saving it again gives the same bytes, and nothing is left beside it."""
    save_estimator(model(), tmp_path / "m.skops")
    again = load_estimator_file(tmp_path / "m.skops", LogisticRegression)
    assert np.array_equal(again.coef_, model().coef_)
    save_estimator(again, str(tmp_path / "n.skops"))
    assert (tmp_path / "m.skops").read_bytes() == (tmp_path / "n.skops").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.skops", "n.skops"]


def test_a_file_of_a_run_can_be_loaded(tmp_path: Path) -> None:
    """A file without a record of versions, as runs hold them, is read as well."""
    (tmp_path / "m.skops").write_bytes(dump_estimator(model()))
    assert np.array_equal(load_estimator_file(tmp_path / "m.skops", LogisticRegression).coef_, model().coef_)


def test_another_class_is_refused(tmp_path: Path) -> None:
    """The error says which class was found and which is allowed."""
    save_estimator(model(), tmp_path / "m.skops")
    with pytest.raises(ArtifactError, match=r"m\.skops: holds a LogisticRegression; allowed: Ridge"):
        load_estimator_file(tmp_path / "m.skops", Ridge)


def test_missing_and_damaged_files_are_refused(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(ArtifactError, match=r"none\.skops: cannot be read \(No such file"):
        load_estimator_file(tmp_path / "none.skops", Ridge)
    (tmp_path / "m.skops").write_bytes(b"PK not really")
    with pytest.raises(ArtifactError, match=r"m\.skops: cannot be read as an estimator"):
        load_estimator_file(tmp_path / "m.skops", Ridge)
    with pytest.raises(ArtifactError, match="cannot be written"):
        save_estimator(model(), tmp_path / "nowhere" / "m.skops")


def test_another_format_is_refused(tmp_path: Path) -> None:
    """The error says which textml reads it."""
    save_estimator(model(), tmp_path / "m.skops")
    change_record(tmp_path / "m.skops", format=model_files.FORMAT + 1)
    with pytest.raises(ArtifactError, match=rf"format {model_files.FORMAT + 1}; this textml reads format"):
        load_estimator_file(tmp_path / "m.skops", LogisticRegression)


def test_versions_explain_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """Other versions are no error by themselves; where reading fails they are named."""
    path = tmp_path / "m.skops"
    save_estimator(model(), path)
    change_record(path, versions={**versions(), "scikit-learn": "0.1"})
    assert load_estimator_file(path, LogisticRegression).classes_.tolist() == ["乙", "甲"]
    with zipfile.ZipFile(path) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, content in entries.items():
            target.writestr(name, b"{}" if name == "schema.json" else content)
    with pytest.raises(ArtifactError, match=rf"made with scikit-learn 0\.1, here {versions()['scikit-learn']}"):
        load_estimator_file(path, LogisticRegression)


def test_an_estimator_of_another_class_in_a_run_is_refused(tmp_path: Path) -> None:
    """A run's file is read as the class that it has to hold."""
    (tmp_path / "m.skops").write_bytes(dump_estimator(model()))
    with pytest.raises(ArtifactError, match=r"m\.skops: holds a LogisticRegression; allowed: Ridge"):
        model_files.read_estimator(store.Folder(tmp_path), "m.skops", Ridge)


@pytest.mark.parametrize("schema", ["[" * 100_000 + "]" * 100_000, "{}", "null"])
def test_damage_of_any_kind_is_one_error(tmp_path: Path, schema: str) -> None:
    """An endlessly nested schema and a schema of another shape are refused like a damaged file."""
    with zipfile.ZipFile(tmp_path / "m.skops", "w") as target:
        target.writestr("schema.json", schema)
    with pytest.raises(ArtifactError, match="cannot be read as an estimator"):
        load_estimator_file(tmp_path / "m.skops", Ridge)


def test_a_record_of_another_format_without_versions_is_refused(tmp_path: Path) -> None:
    """The message says what this textml reads, also where the file does not say what made it."""
    save_estimator(model(), tmp_path / "m.skops")
    change_record(tmp_path / "m.skops", format=99, versions={})
    with pytest.raises(ArtifactError, match=r"format 99; this textml reads format 1\. Fit and save it again"):
        load_estimator_file(tmp_path / "m.skops", LogisticRegression)


def test_a_model_of_a_run_is_fitted_and_of_its_class(tmp_path: Path) -> None:
    """Another estimator, a dict, an unfitted model, an encrypted file and an endless schema are refused by name."""
    from skops import io as skops

    nested = BytesIO()
    with zipfile.ZipFile(nested, "w") as file:
        file.writestr("schema.json", b"[" * 100_000)
    encrypted = bytearray(dump_estimator(SectionClassifier()))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        encrypted[encrypted.find(mark) + at] |= 1
    forms = {
        "holds a LogisticRegression; allowed: SectionClassifier": dump_estimator(LogisticRegression()),
        "holds a dict; allowed: SectionClassifier": skops.dumps({"a": 1}),
        "holds a SectionClassifier that was never fitted": dump_estimator(SectionClassifier()),
        "cannot be read as an estimator .*recursion": nested.getvalue(),
        "cannot be read as an estimator .*(encrypted|Bad magic|password)": bytes(encrypted),
    }
    draft = store.Draft(tmp_path, None)
    for message, content in forms.items():
        draft.write_bytes("m.skops", content)
        with pytest.raises(ArtifactError, match=rf"m\.skops: {message}"):
            read_estimator(draft, "m.skops", SectionClassifier)


def test_estimators_come_back_equal_and_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stored estimator has the same parameters; written an hour later it has the same bytes."""
    raw = dump_estimator(model())
    assert np.array_equal(load_estimator(raw, "m").coef_, model().coef_)
    now = time.localtime(time.time() + 3600)
    monkeypatch.setattr(time, "localtime", lambda *_: now)
    assert dump_estimator(model()) == raw


def test_damaged_and_foreign_estimators_are_refused() -> None:
    """A damaged file is an error; a file that would build something foreign is refused before it is built."""
    with pytest.raises(ArtifactError, match="cannot be read as an estimator"):
        load_estimator(b"PK not really", "m")
    raw = dump_estimator(model())
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "schema.json":
                content = content.replace(b'"LogisticRegression"', b'"Popen"').replace(
                    b'"sklearn.linear_model._logistic"', b'"subprocess"'
                )
            target.writestr(name, content)
    with pytest.raises(ArtifactError, match=r"foreign types subprocess\.Popen"):
        load_estimator(changed.getvalue(), "m")

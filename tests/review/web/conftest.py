"""A small finished run with hostile ids and headlines, and the review page over it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra web is not installed: make test brings it")

from fastapi.testclient import TestClient

from textml.disk.files import sha256_of
from textml.manifest import MANIFEST, sum_manifest
from textml.review.desk.desk import Desk
from textml.review.web.app import build_guarded
from textml.review.web.guard import Rules

#: Names that pages, addresses and files may trip over.
HOSTILE_ID = "2025/01?a=1&b=#<script>alert('x')</script>\"%2F"
HOSTILE_TITLE = "<script>alert(1)</script> & \"汀禾\" 'x' </title>"


def rename_first_story(folder: Path) -> None:
    """Give the first story of a run a hostile id and headline, in all its files and in its manifest."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    dropped = {json.loads(line)["id"] for line in (folder / "corpus/dropped.jsonl").read_text("utf-8").splitlines()}
    rows = [json.loads(line) for line in (folder / "corpus/articles.jsonl").read_text("utf-8").splitlines()]
    first = next(row for row in rows if row["id"] not in dropped and row["title"])
    changes = {first["id"]: HOSTILE_ID, first["title"]: HOSTILE_TITLE}
    for path in [*folder.rglob("*.json"), *folder.rglob("*.jsonl")]:
        text = path.read_text("utf-8")
        for old, new in changes.items():
            text = text.replace(json.dumps(old, ensure_ascii=False), json.dumps(new, ensure_ascii=False))
        if path.name != MANIFEST:
            path.write_text(text, encoding="utf-8")
            manifest["files"][path.relative_to(folder).as_posix()] = sha256_of(path)
    del manifest["sum"]
    (folder / MANIFEST).write_text(json.dumps({**manifest, "sum": sum_manifest(manifest)}), encoding="utf-8")


@pytest.fixture(scope="package")
def reviewed(_finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose run is reviewed by all tests here."""
    folder = Path(shutil.copytree(_finished, tmp_path_factory.mktemp("reviewed") / "project"))
    rename_first_story(folder / "artifacts/default")
    return folder


@pytest.fixture(scope="package")
def desk(reviewed: Path) -> Iterator[Desk]:
    """The work at that run."""
    seeds = reviewed / "seeds"
    desk = Desk(reviewed / "artifacts/default", seeds / "labeled.jsonl", corrections=seeds / "corrections.toml")
    yield desk
    desk.close()


@pytest.fixture(scope="package")
def guarded(desk: Desk) -> Any:
    """The page behind its guard, as the server runs it."""
    return build_guarded(desk, Rules(), "hy")


@pytest.fixture
def client(guarded: Any, desk: Desk) -> TestClient:
    """A browser of the page, without a server; what others labelled is learnt."""
    desk.wait()
    return TestClient(guarded, base_url="http://127.0.0.1:8321", raise_server_exceptions=True)

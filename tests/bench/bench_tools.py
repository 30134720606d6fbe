"""Labels go out to the real Label Studio, are given there, and come back.

    LABEL_STUDIO=PATH pytest tests/bench/bench_tools.py -m bench -s

PATH is the program in an environment of its own (`pip install label-studio`): its dependencies are not those of textml.
It takes a minute or two to make its database. Passed with Label Studio 1.23.2.
"""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import textml_in
from tests.waiting import wait_until

pytestmark = pytest.mark.bench
httpx = pytest.importorskip("httpx2")

_NAME, _WORD = "editor@paper.example", "a-long-password-1"
#: Sections as persons see them, given in turn.
_GIVEN = ("经济", "政法", "民生", "文化", "其他")
_KEYS = {"经济": "economy", "政法": "politics-law", "民生": "livelihood", "文化": "culture", "其他": "none"}


def program(name: str) -> str:
    """The program that an environment variable names; without it the test is skipped."""
    if not (path := os.environ.get(name)):
        pytest.skip(f"{name} names no program; see the head of this file")
    return path


@contextmanager
def started(words: list[str], folder: Path, port: int, **more: str) -> Iterator[Any]:
    """A server on loopback, ended by its own process id, and a client for it."""
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "COLLECT_ANALYTICS": "False", "LATEST_VERSION_CHECK": "False", **more}
    with (folder / "server.txt").open("wb") as log:
        process = subprocess.Popen(words, cwd=folder, stdout=log, stderr=log, env=environment)
        try:
            with httpx.Client(base_url=address, timeout=60, follow_redirects=True) as client:
                wait_until(lambda: _answers(client), words[0], lambda: (folder / "server.txt").read_text("utf-8"))
                yield client
        finally:
            process.terminate()
            process.wait()


def _answers(client: Any) -> bool:
    try:
        return bool(client.get("/").status_code < 500)
    except httpx.TransportError:
        return False


def suggested(project: Path, tool: str, ending: str) -> tuple[Path, str]:
    """A file of tasks, and what textml prints."""
    out = project / f"tasks{ending}"
    done = textml_in(project, "suggest", "default", "--n", "5", "--format", tool, "--out", str(out))
    assert done.returncode == 0, done.stderr
    return out, done.stdout


def check_back(project: Path, export: Path, given: dict[str, str], who: str) -> None:
    """The labels given in the tool are those of the set, with who and when; a second import changes nothing."""
    done = textml_in(project, "labels", "import", str(export))
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    rows = {
        row["id"]: row for row in map(json.loads, (project / "seeds/labeled.jsonl").read_text("utf-8").splitlines())
    }
    assert {name: rows[name]["section"] for name in given} == given
    assert {rows[name]["labelled_by"] for name in given} == {who}
    again = textml_in(project, "labels", "import", str(export))
    assert f"{len(given)} there already" in again.stdout


def test_label_studio(project: Path, tmp_path: Path) -> None:
    """Tasks with predictions are imported, labelled through its API, exported as JSON, and imported."""
    words = [program("LABEL_STUDIO"), "start", "paper", "--init", "--no-browser", "--port", "8455"]
    words += ["--internal-host", "127.0.0.1", "--username", _NAME, "--password", _WORD]
    tasks, said = suggested(project, "label-studio", ".json")
    interface = re.search(r"<View>.*</View>", said, re.DOTALL)
    assert interface
    with started(words, tmp_path, 8455, LABEL_STUDIO_BASE_DATA_DIR=str(tmp_path)) as client:
        post = _log_in(client, "/user/login/", {"email": _NAME, "password": _WORD})
        number = post("/api/projects", {"title": "paper", "label_config": interface[0]})["id"]
        post(f"/api/projects/{number}/import", json.loads(tasks.read_text("utf-8")))
        listed = client.get("/api/tasks", params={"project": number, "page_size": 100}).json()["tasks"]
        assert {task["total_predictions"] for task in listed} == {1}
        given = {}
        for place, task in enumerate(listed):
            choice = {"from_name": "section", "to_name": "text", "type": "choices"}
            section = _GIVEN[place % len(_GIVEN)]
            post(f"/api/tasks/{task['id']}/annotations/", {"result": [{**choice, "value": {"choices": [section]}}]})
            given[task["data"]["id"]] = _KEYS[section]
        export = tmp_path / "export.json"
        export.write_bytes(client.get(f"/api/projects/{number}/export", params={"exportType": "JSON"}).content)
    assert len(given) == 5
    check_back(project, export, given, "Label Studio user 1")


def _log_in(client: Any, path: str, fields: dict[str, str]) -> Callable[[str, object], Any]:
    client.get(path)
    token = client.cookies.get("csrftoken")
    client.post(path, data={**fields, "csrfmiddlewaretoken": token}, headers={"Referer": str(client.base_url)})

    def post(where: str, body: object) -> Any:
        answer = client.post(where, json=body, headers={"X-CSRFToken": client.cookies.get("csrftoken")})
        assert answer.status_code < 300, answer.text
        return answer.json()

    return post

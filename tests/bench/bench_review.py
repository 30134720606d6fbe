"""The review page at work: requests a second, from a label to the next article, from the command to the page.

    TEXTML_BENCH_RUN=project/artifacts/default pytest tests/bench/bench_review.py -m bench -s

The run is copied with its project before it is labelled. Without the variable, one is made of ../shared's news. The
server is a process of its own, as a user starts it; its clients are threads of this one, on the same cores.
"""

import gzip
import itertools
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import ENVIRONMENT, ROOT, TEXTML
from tests.waiting import PATIENCE

pytestmark = pytest.mark.bench
# Length of an article that is labelled.
CHARACTERS = 800
N_ARTICLES, SECONDS, CLIENTS = 15_000, 8.0, (1, 2, 4, 8, 16)
N_LABELS, PAUSE = 60, 0.5
JSON = {"content-type": "application/json"}


def copy_project(run: Path, folder: Path) -> Path:
    """A run with the files of its project that the page writes."""
    shutil.copytree(run, folder / "artifacts/default")
    for name in ("seeds", "configs"):
        if (run.parent.parent / name).is_dir():
            shutil.copytree(run.parent.parent / name, folder / name)
    return folder


def make_project(shared: Path, folder: Path) -> Path:
    """A run of news, which the invented seeds label."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    with gzip.open(shared / "corpora/web_news.jsonl.gz", "rt", encoding="utf8") as lines:
        texts = [json.loads(line)["text"] for line in itertools.islice(lines, N_ARTICLES)]
    rows = (json.dumps({"id": f"n{number}", "text": text}, ensure_ascii=False) for number, text in enumerate(texts))
    (folder / "news.jsonl").write_text("\n".join(rows), encoding="utf-8")
    command = [*TEXTML, "run", "--input", "news.jsonl"]
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
    return folder


class Server:
    """The command `textml review`, and how long it took to answer."""

    def __init__(self, folder: Path) -> None:
        self.folder, start = folder, time.perf_counter()
        command = [*TEXTML, "review", "default", "--no-browser", "--by", "bench"]
        self.process = subprocess.Popen(
            command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        with self.process.stdout or open(os.devnull, "rb") as printed:
            self.port = int(printed.readline().split(b":")[-1].strip(b" /\n"))
            printed.readline()
        self.on = self.connect()
        assert self.ask("GET", "/")[0] == 200
        self.seconds = time.perf_counter() - start

    def connect(self) -> HTTPConnection:
        """A connection that stays open."""
        return HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def ask(self, method: str, path: str, body: Any = None, on: HTTPConnection | None = None) -> tuple[int, bytes]:
        """Status and body of an answer."""
        connection = on or self.on
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        connection.request(method, path, content, JSON if content else {})
        answer = connection.getresponse()
        return answer.status, answer.read()


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page of a large run."""
    folder, given = tmp_path_factory.mktemp("review"), os.environ.get("TEXTML_BENCH_RUN")
    if given:
        copy_project(Path(given).resolve(), folder)
    else:
        make_project(request.getfixturevalue("shared"), folder)
    found = Server(folder)
    yield found
    found.on.close()
    found.process.send_signal(signal.SIGINT)
    found.process.wait(PATIENCE)


def say_times(what: str, seconds: list[float]) -> None:
    """Print the middle and the 95th percentile."""
    print(f"| {what} | {1e3 * np.median(seconds):.1f} | {1e3 * np.percentile(seconds, 95):.1f} |")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that a work takes, and what it gives."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def wait_for_fit(server: Server) -> None:
    """Until nothing is fitted."""
    while json.loads(server.ask("GET", "/api/state")[1])["fitting"]:
        time.sleep(0.1)


def test_start(server: Server) -> None:
    """From the command to the page, and everything that the page asks for when it is opened."""
    health = json.loads(server.ask("GET", "/api/health")[1])
    print(f"\n{health['n_articles']:,} articles, {health['n_labels']} labels; the page answers {server.seconds:.1f} s")
    print("after the command\n\n| milliseconds | median | 95 % |\n|---|---|---|")
    say_times("first suggestions after that", [timed(lambda: server.ask("GET", "/api/suggestions?n=10"))[0]])
    wait_for_fit(server)
    files = [path.relative_to(ROOT / "textml/review/web") for path in (ROOT / "textml/review/web/static").rglob("*.*")]
    own = ["/", *(f"/{path.as_posix()}" for path in files if path.name != "index.html"), "/static/texts.json"]
    api = [f"/api/{name}" for name in ("health", "state", "sections", "suggestions?n=10")]
    for what, paths in {"files of the page": own, "what it asks at first": api}.items():
        say_times(f"{what} ({len(paths)})", [timed(lambda p=paths: read_all(server, p))[0] for _ in range(20)])
    for path in ("articles?size=50", "articles?q=%E6%94%B9%E9%9D%A9", "overview", "topics", "errors", "pages"):
        say_times(f"/api/{path}", [timed(lambda p=path: read_all(server, [f"/api/{p}"]))[0] for _ in range(20)])


def read_all(server: Server, paths: list[str]) -> None:
    """One after another."""
    assert {server.ask("GET", path)[0] for path in paths} == {200}


def test_label_to_next_article(server: Server) -> None:
    """A person labels: each label is on the disk and the next article is there within 100 ms."""
    given, both, more = [], [], []
    wait_for_fit(server)
    queue: list[dict[str, Any]] = []
    for number in range(N_LABELS):
        while len(queue) < 2:
            taken, (_, body) = timed(lambda: server.ask("GET", "/api/suggestions?n=10&by=bench"))
            queue = json.loads(body)["articles"]
            more.append(taken)
        article, following = queue.pop(0), queue[0]["id"]
        label = {"id": article["id"], "section": ("economy", "culture", "livelihood")[number % 3], "by": "bench"}
        one, (status, body) = timed(lambda b=label: server.ask("POST", "/api/labels", b))
        assert status == 200, body
        two, (status, body) = timed(lambda i=following: server.ask("GET", f"/api/article?id={i}"))
        assert status == 200, body
        given.append(one)
        both.append(one + two)
        time.sleep(PAUSE)
    print(f"\n{N_LABELS} labels, one each {PAUSE} s, while classifiers are fitted\n")
    print("| milliseconds | median | 95 % |\n|---|---|---|")
    say_times("label written", given)
    say_times("label written, next article read", both)
    say_times("ten more suggestions", more)
    assert np.percentile(both, 95) < 0.1


def test_label_requests(server: Server) -> None:
    """200 single articles of 800 characters a second."""
    wait_for_fit(server)
    lines = (server.folder / "artifacts/default/corpus/articles.jsonl").read_text("utf-8").splitlines()
    texts = [text[:CHARACTERS] for line in lines if len(text := json.loads(line)["body"]) >= CHARACTERS]
    print("\n| clients | requests a second | median ms | 95 % ms |\n|---|---|---|---|")
    reached = []
    for n_clients in CLIENTS:
        times = load(server, texts, n_clients)
        reached.append(len(times) / SECONDS)
        say_times(f"{n_clients} | {reached[-1]:.0f}", times)
    assert max(reached) > 200


def load(server: Server, texts: list[str], n_clients: int) -> list[float]:
    """Seconds of each request of so many clients, each of which asks again as soon as it has its answer."""
    times: list[float] = []
    end = time.monotonic() + SECONDS

    def ask(first: int) -> None:
        with closing(server.connect()) as on:
            for number in itertools.count(first, n_clients):
                if time.monotonic() > end:
                    return
                body = {"texts": [texts[number % len(texts)]]}
                taken, (status, _) = timed(lambda b=body: server.ask("POST", "/api/label", b, on))
                assert status == 200
                times.append(taken)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(n_clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times

"""People label and correct in a real browser; what they were told is saved outlives the server."""

import json
import shutil
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra web is not installed: make test brings it")
pytest.importorskip("selenium", reason="selenium is not installed: make test brings it")

import axe_core_python
from selenium.webdriver.common.keys import Keys

from tests.conftest import textml_here
from tests.review.web.chromium import CHROMIUM, DRIVER, Browser, Server
from textml.corpus.seeds import Seed, read_labelled_set, read_reject, read_sections

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="no chromium with its driver here (Debian: apt-get install chromium-driver)"
)
KEYS = {"1": "economy", "2": "politics-law", "3": "livelihood", "4": "culture", "0": "none"}
PAGE = "2025-02-13/01"
HEADLINE = ".story .headline"


@pytest.fixture(scope="module")
def place(_finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of its own: what is labelled here is not seen elsewhere."""
    return Path(shutil.copytree(_finished, tmp_path_factory.mktemp("people") / "project"))


@pytest.fixture(scope="module")
def _server(place: Path) -> Iterator[Server]:
    server = Server(place)
    yield server
    server.kill()


@pytest.fixture
def server(_server: Server) -> Server:
    """The server, which is there whatever an earlier test did to it."""
    _server.start()
    return _server


@pytest.fixture(scope="module")
def _browser(_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(_server, tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture
def browser(server: Server, _browser: Browser) -> Browser:
    """One person's browser, at a server that is there."""
    return _browser


def rows_of(place: Path) -> list[dict[str, Any]]:
    """Lines that were written since the page was opened."""
    rows = [json.loads(line) for line in (place / "seeds/labeled.jsonl").read_text("utf-8").splitlines()]
    return [row for row in rows if row.get("labelled_at")]


def labels_of(place: Path) -> dict[str, Seed]:
    """The labels that count, of articles that were labelled in the page, by their headlines."""
    about = place / "seeds/sections.toml"
    seeds = read_labelled_set(place / "seeds/labeled.jsonl", read_sections(about), read_reject(about)).seeds
    return {seed.title: seed for seed in seeds if seed.labelled_at}


def label(browser: Browser, key: str) -> str:
    """Press the key of a section; return the headline that it was pressed for, when the next one is there."""
    title = browser.text(HEADLINE)
    time.sleep(0.26)  # before that a key was meant for the article before
    browser.press(key)
    browser.wait(
        "the next article", "document.querySelector(arguments[0])?.textContent !== arguments[1]", HEADLINE, title
    )
    return title


def test_twenty_labels_outlive_a_killed_server(place: Path, server: Server, browser: Browser) -> None:
    """One is undone, the server is killed meanwhile: each label counts, none is lost or doubled."""
    browser.open("label", by="罗")
    given: dict[str, str] = {}

    def give(n: int) -> None:
        for _ in range(n):
            key = list(KEYS)[len(given) % len(KEYS)]
            given[label(browser, key)] = KEYS[key]

    give(6)
    taken_back = list(given)[-1]
    browser.settle()
    browser.press("u")
    browser.wait(
        "the article is back",
        "document.querySelector(arguments[0])?.textContent === arguments[1]",
        HEADLINE,
        taken_back,
    )
    assert label(browser, "3") == taken_back
    given[taken_back] = "livelihood"
    browser.settle()
    confirmed = rows_of(place)
    give(3)
    # the last of them may be on its way
    server.kill()
    give(4)
    assert len(rows_of(place)) <= len(confirmed) + 3
    server.start()
    # what was given meanwhile is sent as soon as the server is seen
    browser.settle()
    give(7)
    browser.settle()
    assert len(given) == 20
    found = labels_of(place)
    assert {title: seed.section for title, seed in found.items()} == given
    assert {seed.labelled_by for seed in found.values()} == {"罗"}
    assert rows_of(place)[: len(confirmed)] == confirmed
    assert [row["section"] for row in confirmed if row["title"] == taken_back] == ["economy", "", "livelihood"]
    browser.wait("the number of labels", "document.querySelector('.strip .total b')?.textContent === '70'")
    assert browser.text(".strip .session b") == "20"
    assert browser.complaints() == []


def test_a_corrected_cut_outlives_a_killed_server(place: Path, server: Server, browser: Browser) -> None:
    """By keys alone: it is in the file that a run replays, on the page after a new start, and can be taken back."""
    browser.open(f"cuts?page={PAGE}")
    n_articles = len(cut_of(place))
    browser.press(Keys.ARROW_DOWN * 8)
    number = browser.run("return document.querySelector('.lines [aria-selected=true]').dataset.number")
    browser.press("c")
    browser.wait("the correction", "document.querySelector('.corrections li')")
    server.kill()
    corrections = place / "seeds/corrections.toml"
    (entry,) = tomllib.loads(corrections.read_text("utf-8"))["cut"]
    assert (entry["page"], entry["line"].split()[0]) == (PAGE, number)
    assert len(cut_of(place, "--corrections", str(corrections))) == n_articles + 1
    server.start()
    browser.open(f"cuts?page={PAGE}")
    browser.wait("the new article", f"document.querySelector('.line.starts#line-{number}')")
    browser.press("u")
    browser.wait("it is taken back", "!document.querySelector('.corrections li')")
    assert len(cut_of(place, "--corrections", str(corrections))) == n_articles
    assert browser.complaints() == []


def cut_of(place: Path, *more: str) -> list[str]:
    """Ids of the items that `textml split` makes of the page."""
    done = textml_here(place, "split", f"seeds/pages/{PAGE}.txt", "--out", "cut.jsonl", *more)
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["id"] for line in (place / "cut.jsonl").read_text("utf-8").splitlines()]


def test_two_people_see_each_others_labels(place: Path, server: Server, browser: Browser, tmp_path: Path) -> None:
    """Both labels of an article are in its history with their names, and the last one counts."""
    seed = next(iter(labels_of(place).values()))
    view = f"label?id={seed.id.replace('#', '%23')}"
    other = Browser(server, tmp_path / "other")
    try:
        for person, name in ((browser, "罗"), (other, "汀")):
            person.open(view, by=name)
            person.wait(
                "the article",
                "document.querySelector(arguments[0])?.textContent === arguments[1]",
                HEADLINE,
                seed.title,
            )
        time.sleep(0.26)
        browser.press("1")
        browser.settle()
        other.wait("the other's label", "document.querySelector('.choice.given')?.dataset.key === 'economy'")
        other.press("2")
        other.settle()
        browser.open(view)
        browser.wait("the history", "document.querySelectorAll('.history li').length >= 3")
        newest = browser.text(".history li")
        assert "政法" in newest
        assert "汀" in newest
        assert browser.run("return document.querySelectorAll('.history li')[1].textContent").startswith("经济 罗")
        assert [(row["section"], row["labelled_by"]) for row in rows_of(place)[-2:]] == [
            ("economy", "罗"),
            ("politics-law", "汀"),
        ]
        assert labels_of(place)[seed.title].section == "politics-law"
        assert other.complaints() == []
    finally:
        other.close()


AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
# axe 4.4 is older than colours that browsers mix, and would check no contrast where there is one: it reads them as rgb.
PLAIN_COLORS = r"""
const real = getComputedStyle.bind(window);
const plain = (value) => typeof value !== "string" ? value : value.replace(
  /color\(srgb ([-\d.e]+) ([-\d.e]+) ([-\d.e]+)(?: \/ ([\d.e-]+))?\)/g,
  (_, red, green, blue, alpha = 1) => `rgba(${[red, green, blue].map((part) => Math.round(255 * part))}, ${alpha})`,
);
window.getComputedStyle = (...given) => new Proxy(real(...given), {
  get(style, name) {
    const value = Reflect.get(style, name, style);
    return typeof value === "function" ? (...words) => plain(value.apply(style, words)) : plain(value);
  },
});
"""
CHECK = "axe.run(document).then(arguments[0])"


@pytest.mark.parametrize("view", ["label", f"cuts?page={PAGE}", "look", "errors"])
def test_everybody_can_use_it(browser: Browser, view: str) -> None:
    """axe finds nothing serious, light or dark, on a wide screen or a narrow one."""
    browser.open(view)
    browser.run(PLAIN_COLORS)
    browser.run(AXE)
    for width in (1280, 390):
        browser.driver.set_window_size(width, 900)
        for scheme in ("light", "dark"):
            browser.run("document.documentElement.dataset.scheme = arguments[0]", scheme)
            found = browser.driver.execute_async_script(CHECK)
            serious = [
                (rule["id"], node["target"], node["failureSummary"])
                for rule in found["violations"]
                for node in rule["nodes"]
                if rule["impact"] in ("serious", "critical")
            ]
            assert not serious, (view, width, scheme, serious)
            # a rule that failed is in doubt about no element
            assert [rule["id"] for rule in found["incomplete"] if not rule["nodes"]] == []
            assert "color-contrast" in {rule["id"] for rule in found["passes"]}
    browser.driver.set_window_size(1280, 900)


def test_chinese_is_drawn(browser: Browser) -> None:
    """On a computer without a Chinese font too, where all characters would be the same box."""
    browser.open("label")
    script = """
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = `40px ${getComputedStyle(document.querySelector(".story .headline")).fontFamily}`;
        const drawn = (text) => {
          pen.clearRect(0, 0, 99, 99);
          pen.fillText(text, 0, 40);
          return pen.canvas.toDataURL();
        };
        return new Set([..."汀禾新报经济政法"].map(drawn)).size;
    """
    assert browser.run(script) == 8

"""The report in a real browser: map, search, table and reader work by mouse and keys, and no text is run."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reports.html.browser import CHROMIUM, Tab, open_browser
from tests.reports.small_run import EVIL, small_articles, small_model, small_run
from textml.models.topics.model import TopicModel
from textml.models.topics.topic import rank_words
from textml.reports.content import Look
from textml.reports.figures.topic_layout import HEIGHT, WIDTH
from textml.reports.html.topic_map import N_WORDS, WEIGHTS, render_topic_map
from textml.reports.report import build_report

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")

# what the panel beside the map shows
WORDS = "[...document.querySelectorAll('#map-words .word')].map(word => word.textContent)"
TITLES = "[...document.querySelectorAll('#map-articles button')].map(title => title.textContent)"
NAME = "(document.querySelector('.topic-name') || {}).textContent"
CHOSEN = "[...document.querySelectorAll('.topic')].map(topic => topic.getAttribute('aria-selected'))"


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return small_model(small_articles())


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with open_browser(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


@pytest.fixture(scope="module")
def page(model: TopicModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the small run."""
    file = tmp_path_factory.mktemp("report") / "index.html"
    file.write_bytes(build_report(small_run(model, small_articles()), Look(["svg"], 5, 3))["index.html"])
    return file


@pytest.fixture
def report(tab: Tab, page: Path) -> Tab:
    """A tab that shows it."""
    tab.open(page)
    return tab


def choose(tab: Tab, topic: int) -> None:
    """Click on a circle of the map."""
    click = "dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    tab.run(f"document.querySelector('[data-topic=\"{topic}\"] circle').{click}")


def set_value(tab: Tab, control: str, value: object, event: str = "input") -> None:
    """Type into a control, or move it."""
    tab.run(
        f"(() => {{ const it = document.getElementById('{control}'); it.value = {json.dumps(value)};"
        f" it.dispatchEvent(new Event('{event}', {{bubbles: true}})) }})()"
    )


def test_a_topic_shows_its_articles_and_they_can_be_read(report: Tab, model: TopicModel) -> None:
    """A circle lists the articles of its topic, best first; a headline opens its article; the console stays empty."""
    articles = small_articles()
    for column, topic in enumerate(model.topics_):
        choose(report, column)
        assert str(report.run(NAME)).startswith(topic.name)
        best = {round(float(model.shares_[i, column]), 3) for i in model.top_articles(topic.id, 1)}
        first = report.run(TITLES)[0]
        (share,) = [model.shares_[i, column] for i, a in enumerate(articles) if a.title == first]
        assert round(float(share), 3) in best
    report.run("document.querySelector('#map-articles button').click()")
    report.wait("document.getElementById('reader').open")
    (body,) = [a.body for a in articles if a.title == report.run("document.getElementById('reader-title').textContent")]
    assert report.run("document.getElementById('reader-text').textContent") == body
    report.press("Escape")
    report.wait("!document.getElementById('reader').open")
    assert report.complaints == []
    assert all(request.startswith(("file:", "data:")) for request in report.requests)


def test_the_script_leaves_no_global_name(report: Tab, tmp_path: Path) -> None:
    """The page has the globals of an empty one."""
    globals_ = "Object.getOwnPropertyNames(window).filter(name => !/^\\d+$/.test(name)).sort()"
    shown = report.run(globals_)
    (tmp_path / "empty.html").write_text("<!doctype html>", encoding="utf-8")
    report.ask("Page.navigate", url=(tmp_path / "empty.html").as_uri())
    report.wait("document.readyState == 'complete' && location.href.endsWith('empty.html')")
    assert shown == report.run(globals_)


def test_the_slider_ranks_words_as_the_model_does(report: Tab, model: TopicModel) -> None:
    """At every step the words shown are the most relevant ones of the model, in its order."""
    choose(report, 1)
    seen = set()
    for weight in WEIGHTS:
        set_value(report, "map-relevance", weight)
        shown = report.run(WORDS)
        assert shown == model.vocabulary_[rank_words(model.components_, N_WORDS, weight)[1]].tolist()
        seen.add(tuple(shown))
    assert len(seen) > 1


def test_searching_a_word_names_the_topics_that_use_it(report: Tab, model: TopicModel) -> None:
    """The first topic of `find` is named first, with its share, and chosen; an unknown word has none."""
    word = str(model.vocabulary_[0])
    (best, share), *_ = model.find(word)
    set_value(report, "map-word", word)
    report.wait("document.getElementById('map-found').textContent")
    found = re.search(
        rf"“{word}”多用于：{best.name} (\d+) %", report.run("document.getElementById('map-found').textContent")
    )
    assert found
    assert int(found[1]) == pytest.approx(100 * share, abs=1)
    assert report.run(CHOSEN).index("true") == model.topics_.index(best)
    set_value(report, "map-word", "长颈鹿")
    report.wait("document.getElementById('map-found').textContent.includes('没有话题')")


def test_a_period_changes_sizes_and_lists(report: Tab, model: TopicModel) -> None:
    """One issue selected: the share shown is that of the issue, the articles listed are of that day only."""
    day, radius = "2025-02-13", "document.querySelector('[data-topic=\"0\"] circle').getAttribute('r')"
    before = float(report.run(radius))
    choose(report, 0)
    set_value(report, "map-from", day, "change")
    set_value(report, "map-to", day, "change")
    table = model.share_by_date()
    share = table.share[table.groups.index(day), 0]
    assert str(report.run(NAME)).endswith(f" {100 * share:.0f} %")
    dates = report.run("[...document.querySelectorAll('#map-articles small')].map(it => it.textContent.slice(0, 10))")
    assert set(dates) == {day}
    after = float(report.run(radius))
    at = "document.querySelector('[data-topic=\"0\"]').getAttribute('transform')"
    x, y = (float(number) for number in re.findall(r"[\d.]+", str(report.run(at))))
    # no circle grows beyond the frame
    inside = min(x, y, WIDTH - x, HEIGHT - y)
    assert after == pytest.approx(min(before * (share / model.topics_[0].share) ** 0.5, inside), rel=1e-3)


def test_the_map_works_by_keys(report: Tab) -> None:
    """There is one tab stop; arrows move to a neighbour, Enter chooses it and announces it, Escape leaves it."""
    assert report.run("document.querySelectorAll('.topic[tabindex=\"0\"]').length") == 1
    report.run("document.querySelector('.topic[tabindex=\"0\"]').focus()")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "End"):
        report.press(key)
    assert report.run("document.activeElement.dataset.topic") == "2"
    report.press("Enter")
    assert report.run(CHOSEN) == ["false", "false", "true"]
    announced = report.run("document.getElementById('map-status').textContent")
    assert announced.startswith("话题 ")
    report.press("Escape")
    assert report.run(CHOSEN) == ["false"] * 3
    assert report.run("document.getElementById('map-panel').textContent").startswith("点一个话题")


def test_articles_are_found_filtered_and_sorted(report: Tab) -> None:
    """Search, section, order and review narrow the table to the articles of the run that fit."""
    rows = "[...document.querySelectorAll('#article-rows button')].map(title => title.textContent)"
    set_value(report, "articles-search", "第1")
    report.wait(f"{rows}.length == 9")
    set_value(report, "articles-section", "1")
    report.wait(f"{rows}.length == 4")
    assert report.run(rows) == ["第1次", "第10次", "第13次", "第16次"]
    set_value(report, "articles-search", "")
    set_value(report, "articles-section", "-1")
    set_value(report, "articles-order", "sure")
    report.wait(f"{rows}.length == 6")
    assert report.run(rows) == [f"第{n}次" for n in (17, 14, 11, 8, 5, 2)]
    report.run("document.querySelector('[data-read] button').click()")
    report.wait("document.getElementById('reader').open")
    assert report.run("document.getElementById('reader-title').textContent") == "第2次"


@pytest.mark.parametrize("alone", [False, True], ids=["report", "map alone"])
def test_no_text_is_run(tab: Tab, tmp_path: Path, alone: bool) -> None:
    """Markup in the texts of a run is shown as text: in the page, the map, the figures and the reader."""
    articles = small_articles(EVIL)
    model = small_model(articles)
    page = render_topic_map(model, articles, {"economy": EVIL})
    if not alone:
        page = build_report(small_run(model, articles, EVIL), Look(["svg"]))["index.html"].decode()
    (tmp_path / "evil.html").write_text(page, encoding="utf-8")
    tab.open(tmp_path / "evil.html")
    assert tab.run(TITLES)[0] == EVIL
    tab.run("document.querySelector('#map-articles button').click()")
    tab.wait("document.getElementById('reader').open")
    assert tab.run("document.getElementById('reader-title').textContent") == EVIL
    assert tab.run("document.title") != "1"
    assert tab.run("document.querySelectorAll('img').length") == 0
    if not alone:
        assert tab.run("document.querySelector('#article-rows button').textContent") == EVIL
        assert tab.run("document.querySelector('#articles-section option[value=\"0\"]').textContent") == EVIL


def test_the_page_reads_without_a_script(tab: Tab, model: TopicModel, page: Path) -> None:
    """Without JavaScript the counts, the tables of sections and topics, the map and the figures are shown."""
    tab.ask("Emulation.setScriptExecutionDisabled", value=True)
    tab.ask("Page.navigate", url=page.as_uri())
    tab.wait("document.readyState == 'complete'")
    shown = tab.run("document.body.innerText")
    assert "18\n篇文章" in shown
    assert "要用 JavaScript" in shown
    assert all(topic.name in shown for topic in model.topics_)
    assert "搜标题或编号" not in shown
    assert tab.run("document.querySelectorAll('.topic circle').length") == 3
    tab.ask("Emulation.setScriptExecutionDisabled", value=False)


def test_an_old_browser_gets_a_message(tab: Tab, page: Path) -> None:
    """A browser that cannot unpack shows a message, and the page as without a script."""
    script = tab.ask("Page.addScriptToEvaluateOnNewDocument", source="delete window.DecompressionStream")
    tab.ask("Page.navigate", url=page.as_uri())
    tab.wait("document.readyState == 'complete'")
    shown = tab.run("document.body.innerText")
    tab.ask("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])
    assert "这个浏览器太旧" in shown
    assert "搜标题或编号" not in shown

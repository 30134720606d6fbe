"""How large the report is, how soon a browser answers it.

Run with: python -m pytest -q -s -m bench tests/bench/bench_reports.py
"""

from pathlib import Path

import pytest

from tests.reports.html.browser import CHROMIUM, open_browser
from textml.config import check_settings
from textml.runs.pipeline import run

pytestmark = [pytest.mark.bench, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]

#: Megabytes that a report may have, seconds until it can be used, seconds until it answers a click.
LARGEST = {"seeds": 2.0, "evening_news": 15.0}
READY, ANSWER = 2.0, 0.2

CLICK = """(async () => {
  const begin = performance.now();
  document.querySelector('[data-topic="1"] circle').dispatchEvent(new MouseEvent('click', {bubbles: true}));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begin;
})()"""


@pytest.mark.parametrize("name", sorted(LARGEST))
def test_the_report_is_small_and_quick(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Of seeds, and of 15,000 articles in 50 topics: at most so large, ready and answering in time."""
    tables = {"features": {"stability_refits": 0}}
    if name == "evening_news":
        source = request.getfixturevalue("shared") / "corpora/evening_news.jsonl.gz"
        tables = {"corpus": {"input": [str(source)], "truth": ""}, "features": {"stability_refits": 0, "n_topics": 50}}
    page = run(check_settings(tables, name), tmp_path / "artifacts/r").folder / "reports/index.html"
    with open_browser(tmp_path / "profile") as tab:
        tab.open(page)
        ready = int(tab.run("document.documentElement.dataset.ready")) / 1000
        answer = sorted(tab.run(CLICK) for _ in range(5))[2] / 1000
        assert tab.complaints == []
    size = page.stat().st_size / 1e6
    print(f"\n{name}: {size:.2f} MB, ready after {ready:.2f} s, a click answered after {answer:.3f} s")
    assert size <= LARGEST[name]
    assert ready <= READY
    assert answer <= ANSWER

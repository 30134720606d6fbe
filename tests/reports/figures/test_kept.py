"""Figures that are the same are taken over from the earlier run, and only those."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.reports.small_run import small_articles, small_model, small_run
from textml import store
from textml.reports import report
from textml.reports.content import Look, RunContent
from textml.reports.figures.drawing import draw_outline
from textml.reports.figures.kept import SUMS, KeptFigures, read_kept_figures, sum_outline
from textml.reports.figures.scores import draw_calibration
from textml.reports.report import build_report

LOOK = Look(("png", "svg"))


@pytest.fixture(scope="module")
def content() -> RunContent:
    articles = small_articles()
    return small_run(small_model(articles), articles)


@pytest.fixture(scope="module")
def built(content: RunContent) -> dict[str, bytes]:
    return build_report(content, LOOK)


@pytest.fixture
def earlier(built: dict[str, bytes], tmp_path: Path) -> store.Draft:
    """The report of a run on the disk."""
    run = store.Draft(tmp_path, None)
    for name, file in built.items():
        run.write_bytes(f"reports/{name}", file)
    return run


def files_in(run: store.Draft) -> dict[str, bytes]:
    return {name.removeprefix("reports/"): run.read_bytes(name) for name in run.sums}


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Figures that are written."""
    found: list[Any] = []
    write: Callable[[Any, str], bytes] = report.save_figure

    def save(figure: Any, kind: str) -> bytes:
        found.append(figure)
        return write(figure, kind)

    monkeypatch.setattr(report, "save_figure", save)
    return found


def test_nothing_is_written_where_nothing_changed(content: RunContent, earlier: store.Draft, saved: list[Any]) -> None:
    """The same run again: no figure is written, and every file is the same."""
    assert build_report(content, LOOK, kept=read_kept_figures(earlier)) == files_in(earlier)
    assert saved == []


def test_a_figure_that_changed_is_written(content: RunContent, earlier: store.Draft, saved: list[Any]) -> None:
    """One topic has another name: the figures that name it are written, with the bytes of a fresh report."""
    assert content.topics is not None
    first, *others = content.topics.topics_
    topics = [replace(first, name="防汛"), *others]
    changed = small_model(small_articles())
    changed.topics_ = topics
    other = small_run(changed, small_articles())
    found = build_report(other, LOOK, kept=read_kept_figures(earlier))
    n_saved, names = len(saved), {name for name in found if name.startswith("figures/")}
    assert found == build_report(other, LOOK)
    was = files_in(earlier)
    differ = {name for name in names if found[name] != was[name]}
    assert "figures/topic_words.png" in differ
    assert "figures/section_mix.png" not in differ
    assert n_saved == len(differ)


def test_a_kind_that_was_not_asked_for_is_written(content: RunContent, tmp_path: Path, saved: list[Any]) -> None:
    """The earlier run had SVG only: PNG is written, SVG is taken over."""
    run = store.Draft(tmp_path, None)
    for name, file in build_report(content, Look(("svg",))).items():
        run.write_bytes(f"reports/{name}", file)
    n_figures = len(saved)
    files = build_report(content, LOOK, kept=read_kept_figures(run))
    assert len(saved) == 2 * n_figures
    assert files["figures/topic_words.png"].startswith(b"\x89PNG")


@pytest.mark.parametrize("said", [b"", b"[]", b'{"topic_words": 1}', b"\xff"])
def test_sums_that_are_none_keep_nothing(said: bytes, earlier: store.Draft) -> None:
    """A file of sums that no report writes is as good as none."""
    earlier.write_bytes(f"reports/{SUMS}", said)
    sums: Mapping[str, str] = read_kept_figures(earlier).sums
    assert sums == {}
    assert read_kept_figures(None).find("figures/a.png", "a", "") is None


def test_outlines_tell_figures_apart() -> None:
    """The same numbers have the same sum; a share that differs by a millionth, or English axes, have another."""
    confidence, right = [0.1 * n for n in range(10)], [n % 2 == 0 for n in range(10)]

    def total(*words: Any) -> str:
        return sum_outline(draw_outline(draw_calibration(*words), "calibration"))

    same = total(confidence, right)
    assert total(confidence, right) == same
    assert total(confidence, right, "en") != same
    assert total([*confidence[:9], 0.900001], right) != same
    assert KeptFigures({"calibration": same}, lambda _: b"kept").find("f", "calibration", same) == b"kept"

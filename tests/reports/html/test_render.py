"""Templates and styles that people can read become a page in which their line breaks show nowhere."""

from pathlib import Path

import pytest

from textml.reports.html import render

REPORTS = Path(render.__file__).parent.parent
SOURCES = sorted([*REPORTS.glob("templates/*.jinja"), *REPORTS.glob("static/*")])


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.name)
def test_sources_of_the_page_fit_on_a_screen(file: Path) -> None:
    """No line of a template, a style or a script is longer than one of Python."""
    lines = file.read_text("utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > 120] == []


def test_line_breaks_of_a_template_are_no_spaces(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Between elements, values and blocks a break leaves nothing; inside a tag and inside a text it stays."""
    (tmp_path / "t.jinja").write_text(
        '<p\n  id="a"\n>\n  {{ x }}\n  {% if x %}\n  <b>one\n  two</b>\n  {% endif %}\n</p>\n', encoding="utf-8"
    )
    monkeypatch.setattr(render, "_TEMPLATES", tmp_path)
    assert render.render("t.jinja", {"x": "<"}, "zh") == '<p\n  id="a"\n>&lt;<b>one\n  two</b></p>'

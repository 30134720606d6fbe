"""Pages split and shown."""

from pathlib import Path

from textml.runs.split import explain


def test_a_page_that_is_too_large_is_named_and_the_others_are_shown(tmp_path: Path) -> None:
    """There is no view of a page that was not cut, but a problem."""
    (tmp_path / "large.txt").write_text("渠\n" * 100_001, encoding="utf-8")
    (tmp_path / "small.txt").write_text("夜市重开\n\n本报讯 夜市昨晚重开，四十二个摊位亮起了灯。\n", encoding="utf-8")
    views, problems = explain([str(tmp_path)])
    assert ["夜市重开" in view.plain for view in views] == [True, False]
    assert [problem.startswith(f"{tmp_path / 'large.txt'}: 100,001 lines") for problem in problems] == [True]

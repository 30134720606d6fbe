"""README.zh.md says in Chinese what README.md says: neither drifts from the other."""

import re
from collections import Counter
from pathlib import Path

import pytest

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(params=["README.md", "README.zh.md"])
def twin(root: Path, request: pytest.FixtureRequest) -> str:
    """One of the two."""
    return (root / request.param).read_text("utf-8")


@pytest.fixture
def both(root: Path) -> tuple[str, str]:
    """English, Chinese."""
    return (root / "README.md").read_text("utf-8"), (root / "README.zh.md").read_text("utf-8")


def prose(text: str) -> str:
    """A text without its blocks of code."""
    return FENCE.sub("", text)


def headings(text: str) -> list[int]:
    """Levels of the headings in their order."""
    return [len(marks) for marks in re.findall(r"^(#+) ", prose(text), re.MULTILINE)]


def blocks(text: str) -> list[tuple[str, list[str]]]:
    """Blocks of code in their order, without comments."""
    return [
        (language, [re.sub(r"\s+# .*$|^# .*$", "", line).rstrip() for line in code.splitlines()])
        for language, code in FENCE.findall(text)
    ]


def spans(text: str) -> Counter[str]:
    """Commands, names and settings between backticks, how often each stands there."""
    return Counter(re.findall(r"`([^`\n]+)`", prose(text)))


def figures(text: str) -> Counter[str]:
    """Numbers in the running text."""
    return Counter(re.findall(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w-])", re.sub(r"`[^`\n]+`", "", prose(text))))


def test_each_leads_to_the_other(both: tuple[str, str]) -> None:
    """The first lines hold the link; all other links are the same."""
    english, chinese = both
    assert "(README.zh.md)" in english.split("\n## ")[0]
    assert "(README.md)" in chinese.split("\n## ")[0]
    links = [set(re.findall(r"\]\(([^)]+)\)", text)) - {"README.md", "README.zh.md"} for text in both]
    assert links[0] == links[1]


def test_same_sections(both: tuple[str, str]) -> None:
    """As many headings of the same levels in the same order, as many rows of tables, as many points of lists."""
    english, chinese = both
    assert headings(english) == headings(chinese)
    for mark in ("|", "- "):
        assert len(re.findall(rf"^{re.escape(mark)}", prose(english), re.MULTILINE)) == len(
            re.findall(rf"^{re.escape(mark)}", prose(chinese), re.MULTILINE)
        )


def test_same_code(both: tuple[str, str]) -> None:
    """Blocks of code are the same, comments excepted, which are Chinese in the one."""
    english, chinese = both
    assert blocks(english) == blocks(chinese)


def test_same_commands_names_and_settings(both: tuple[str, str]) -> None:
    """Whatever stands between backticks in one stands in the other, each command as often."""
    english, chinese = map(spans, both)
    assert set(english) == set(chinese)
    commands = ("textml ", "make ", "pip ", "dask ")
    assert {s: n for s, n in english.items() if s.startswith(commands)} == {
        s: n for s, n in chinese.items() if s.startswith(commands)
    }


def test_same_figures(both: tuple[str, str]) -> None:
    """Every number of the running text stands in both."""
    english, chinese = map(figures, both)
    assert set(english) == set(chinese)


def test_paths_that_are_named_exist(root: Path, twin: str) -> None:
    """Files of the checkout that a README links to are there."""
    files = [link for link in re.findall(r"\]\(([^)]+)\)", twin) if "://" not in link]
    assert files
    assert all((root / file).is_file() for file in files)

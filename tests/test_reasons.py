"""Every reason has words in both languages, and everything that they name is given."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from textml.corpus.article import KINDS
from textml.reasons import WORDINGS, Reason

PACKAGE = Path(__file__).parent.parent / "textml"


def fields(text: str) -> set[str]:
    """What is filled into a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def given_reasons() -> list[tuple[str, set[str]]]:
    """Code and names of the numbers of every reason that the package makes."""
    found = []
    for module in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Reason" and node.args:
                code = node.args[0]
                numbers = node.args[1].keys if len(node.args) > 1 and isinstance(node.args[1], ast.Dict) else []
                names = {key.value for key in numbers if isinstance(key, ast.Constant)}
                if isinstance(code, ast.Constant):
                    found.append((str(code.value), {str(name) for name in names}))
    return found + [(f"kind.{kind}", set()) for kind in KINDS]


@pytest.mark.parametrize(("code", "numbers"), given_reasons())
def test_every_reason_can_be_worded(code: str, numbers: set[str]) -> None:
    """Each reason that is given has a wording in both languages, which names just the numbers that come with it."""
    assert fields(WORDINGS[code]["zh"]) | fields(WORDINGS[code]["en"]) == numbers


def test_no_wording_is_left_over() -> None:
    """A wording for which there is no reason is deleted; both languages are there, Chinese only in the Chinese one."""
    assert set(WORDINGS) == {code for code, _ in given_reasons()}
    for entry in WORDINGS.values():
        assert set(entry) == {"zh", "en"}
        assert not re.search("[\u3000-\u9fff\uff00-\uffef]", entry["en"])
        assert re.search("[\u4e00-\u9fff]", entry["zh"])


def test_sections_are_named_by_their_titles() -> None:
    """Keys of sections become titles where these are known: alone, in a list, and with a count each."""
    titles = {"economy": "经济", "culture": "文化"}
    few = Reason("few_labels", {"found": {"economy": 4, "culture": 2}, "needed": 5})
    assert few.word("zh", titles) == "估计不了成绩：经济 4; 文化 2；每个栏目至少要标 5 篇。"
    assert str(few).startswith("too few labels for an estimate: economy 4; culture 2; each section needs 5")
    past = Reason("no_past", {"since": "2025-01-22", "sections": ["economy", "culture"]})
    assert past.word("zh", titles) == "2025-01-22 以前没有这些栏目的标注：经济, 文化"
    assert "只有经济有" in Reason("one_section_labelled", {"section": "economy"}).word("zh", titles)

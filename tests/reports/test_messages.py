"""What readers say in English stands in Chinese in a Chinese report."""

import re
import tomllib

import pytest

from textml.reports.messages import _TABLE, word_messages
from textml.reports.texts import read_texts


@pytest.mark.parametrize(
    ("message", "worded"),
    [
        ("2025-06-05/02#x61yap: marked 1版, no beginning found", "2025-06-05/02#x61yap：注明1版，没有找到上文"),
        (
            "in/a.txt: 3.5 % of the characters are unreadable; the page was kept",
            "in/a.txt：3.5 % 的字读不出来；版面仍然保留",
        ),
        (
            "a.pdf, page 2: no article found on this page (other items: 4)",
            "a.pdf 第 2 版：这一版没有找到文章（别的内容 4 条）",
        ),
        (
            "b.pdf: no PDF: it does not begin with %PDF-. Save the file itself, not a page about it",
            "b.pdf：不是 PDF 文件：请保存文件本身，而不是介绍它的网页",
        ),
        (
            "seeds/labeled.jsonl: 2 rows are not filled in yet, so nothing is learnt from them",
            "seeds/labeled.jsonl：有 2 行还没有填，没有用来学",
        ),
        ("t.jsonl:7: nobody knows this sentence", "t.jsonl:7：有一处没能用上，原因在运行时的提示里"),
        ("nobody knows this sentence", "有一处没能用上，原因在运行时的提示里"),
    ],
)
def test_a_message_is_worded_in_the_language_of_the_report(message: str, worded: str) -> None:
    """The place stays, the sentence is Chinese; an unknown one says where the reason stands. English stays as it is."""
    assert word_messages([message], read_texts("zh")) == [worded]
    assert word_messages([message], read_texts("en")) == [message]


def test_every_wording_has_the_groups_of_its_pattern() -> None:
    """A wording names only what its pattern finds, and is Chinese."""
    for row in tomllib.loads(_TABLE.read_text("utf-8"))["message"]:
        assert set(re.findall(r"{(\w+)}", row["zh"])) <= set(re.compile(row["en"]).groupindex), row
        assert re.search("[一-龥]", row["zh"])

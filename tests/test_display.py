"""Values show themselves in a few hundred bytes, whatever texts they hold."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import textml
from textml.corpus.article import Article, Page
from textml.corpus.pages.cutting import Cutting
from textml.corpus.seeds import Seed
from textml.display import CARD_BYTES, Framed, brief, card, escape_text, word_card
from textml.features.counts import count_words
from textml.models.evaluation.comparison import Comparison
from textml.models.evaluation.intervals import Estimate
from textml.models.evaluation.later_issues import LaterScores
from textml.models.evaluation.learning_curve import LearningCurve
from textml.models.evaluation.scores import Scores, SectionScore
from textml.models.sections.explain import Explanation
from textml.models.sections.prediction import Prediction
from textml.models.topics.choice import TopicChoice
from textml.models.topics.shares import ShareTable
from textml.models.topics.topic import Topic
from textml.predict.labeller import Labeller, Models
from textml.reasons import Reason

EVIL = '<script>alert("汀")</script>'
LONG = EVIL + "水库下泄，" * 5000
SHARE = Estimate(0.781, 0.7, 0.85)
MANY = 400


def long_values() -> dict[str, Any]:
    """One of each value, with long texts that are markup wherever a text can stand."""
    names = [f"{EVIL}{k}" for k in range(MANY)]
    shares = np.full((MANY, MANY), 1 / MANY)
    words = tuple((f"{EVIL}{k}", 0.9 - k / MANY) for k in range(MANY))
    article = Article(LONG, LONG, LONG, LONG, LONG, byline=(LONG,) * 9, jump=LONG, page_id=LONG, date=LONG)
    return {
        "Page": Page(LONG, LONG, encoding=LONG),
        "Article": article,
        "Seed": Seed(LONG, LONG, LONG, LONG, LONG, LONG),
        "Cutting": Cutting([article] * MANY, [LONG] * MANY, [LONG] * MANY, dict(zip(names, names, strict=True))),
        "Counts": count_words([LONG, "水库 泄洪"]),
        "Explanation": Explanation(LONG, LONG, words, words, 0.5, 0.1),
        "Topic": Topic(3, LONG, words, 0.2, 0.1, 0.3),
        "ShareTable": ShareTable(tuple(names), np.ones(MANY, int), tuple(names), shares, shares, shares),
        "TopicChoice": TopicChoice(*[np.arange(1, MANY)] * 4, 7, LONG),
        "Scores": Scores("", 9, 3, 2, SHARE, SHARE, {LONG: SHARE}, [SectionScore(LONG, 9, SHARE, SHARE)] * MANY),
        "no Scores": Scores(LONG),
        "LearningCurve": LearningCurve("", range(MANY), [SHARE] * MANY, SHARE),
        "no LearningCurve": LearningCurve(LONG),
        "LaterScores": LaterScores("", LONG, 9, 9, SHARE, SHARE),
        "Comparison": Comparison(9, SHARE, SHARE, 3, 2),
        "Estimate": SHARE,
    }


@pytest.mark.parametrize("name", list(long_values()))
def test_every_card_keeps_its_bound_and_shows_markup_as_text(name: str) -> None:
    """1,500 bytes hold for texts of a page's length, and no text becomes an element of the notebook."""
    shown = long_values()[name]._repr_html_()
    assert len(shown.encode()) <= CARD_BYTES == 1500
    assert "<script" not in shown
    assert shown.count("<div") == shown.count("</div>")
    assert shown.count("<table>") == shown.count("</table>")
    assert set(re.findall(r"<(\w+)", shown)) <= {"div", "style", "b", "table", "tr", "th", "td", "span"}


@pytest.mark.parametrize("name", list(long_values()))
def test_every_repr_is_short(name: str) -> None:
    """A plain repr names the type and stays below 800 characters, so that a list of them can be read."""
    value = long_values()[name]
    assert repr(value).startswith(type(value).__name__)
    assert len(repr(value)) < 800


def test_a_repr_leaves_defaults_out_and_says_how_long_a_text_is() -> None:
    """An article's repr has its id, headline and the length of its body, and nothing that is as always."""
    article = Article("2025-02-13/01#00xfm5", "板凳龙过桥", "一户一凳，" * 60, date="2025-02-13")
    assert repr(article) == (
        "Article(id='2025-02-13/01#00xfm5', title='板凳龙过桥', "
        "body='一户一凳，一户一凳，一户一凳，一户一凳，一户一凳，一户一凳，一户一凳，一户一凳，'… (300 characters), "
        "date='2025-02-13')"
    )
    assert repr(Page("p", "汀禾", number=2)) == "Page(id='p', text='汀禾', number=2)"
    assert brief(Scores(proba=[[0.5, 0.5]] * 9, n_articles=9)) == "Scores(n_articles=9, proba=<9 items>)"
    assert repr(SHARE) == "Estimate(value=0.781, low=0.7, high=0.85)"
    ints, floats = np.zeros(2, int), np.zeros(2)
    shown = repr(Prediction(np.ones((2, 3)), floats, ints, ints, ints > 0, [[], []], [[], []], np.zeros((2, 0))))
    assert "proba=<array (2, 3)>" in shown


@pytest.mark.parametrize(
    ("text", "n_bytes", "shown"),
    [
        ("汀禾新报", 120, "汀禾新报"),
        ("汀禾新报的头版", 12, "汀禾新…"),
        ("两行\n  文字", 120, "两行 文字"),
        ("<b>&\"'", 120, "&lt;b&gt;&amp;&quot;&#x27;"),
        ("a<<<<", 8, "a&lt;…"),
        ("半\ud842", 120, "半?"),
        ("", 120, ""),
    ],
)
def test_texts_are_escaped_and_cut_between_characters(text: str, n_bytes: int, shown: str) -> None:
    """What is cut ends in an ellipsis, never amid a character or an entity, and keeps its bound in bytes."""
    assert escape_text(text, n_bytes) == shown
    assert len(escape_text(text, n_bytes).encode()) <= n_bytes


def test_a_card_counts_the_rows_it_leaves_out() -> None:
    """Rows that do not fit are not shown, and the card says how many."""
    shown = card("Table", ["9,000 rows"], ["number"], ([n] for n in range(9000)))
    n_shown = shown.count("<td>")
    assert f"</table>… and {9000 - n_shown:,} more" in shown
    assert n_shown > 50
    assert "more" not in card("Table", [], ["number"], [[1]])


def test_words_are_coloured_by_what_they_speak_for() -> None:
    """The strongest word for a section is strongly blue, one against it orange; each side names its section."""
    shown = word_card("Explanation", [], [("文化", [("高腔", 0.4), ("剧团", 0.1)]), ("民生", [("学校", -0.2)])])
    assert "文化 ← <span style=background:#0072B2A0>高腔</span> <span style=background:#0072B240>剧团</span>" in shown
    assert "民生 ← <span style=background:#D55E0060>学校</span>" in shown


def test_a_frame_keeps_a_document_apart() -> None:
    """A document lies in a sandboxed frame as an attribute, so that none of its quotes ends it."""
    framed = Framed('<p title="汀">a</p>' + "水" * 90, 300)
    shown = framed._repr_html_()
    assert shown.startswith('<iframe srcdoc="&lt;p title=&quot;汀&quot;&gt;a&lt;/p&gt;水')
    assert 'sandbox="allow-scripts"' in shown
    assert "(108 characters), height=300)" in repr(framed)


@pytest.fixture(scope="module")
def fitted(root: Path) -> dict[str, Any]:
    """Estimators fitted on a part of the seeds."""
    rows = [json.loads(line) for line in (root / "seeds/labeled.jsonl").read_text("utf-8").splitlines()][::3]
    texts, sections = [row["text"] for row in rows], [row["section"] for row in rows]
    topics = textml.TopicModel(n_topics=4).fit(texts, [row["date"] for row in rows], sections)
    return {
        "SectionClassifier": textml.SectionClassifier().fit(texts, sections),
        "TopicModel": topics,
        "LDA": topics.lda_,
    }


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("SectionClassifier", ["4 sections", "calibrated on 116 labelled articles", "<td>culture<td>30"]),
        ("TopicModel", ["4 topics of 116 articles", "<th>id<th>topic<th>share<th>words"]),
        ("LDA", ["4 topics from 116 articles", "passes"]),
    ],
)
def test_fitted_estimators_show_what_they_learnt(fitted: dict[str, Any], name: str, told: list[str]) -> None:
    """A notebook gets a card of a fitted estimator, by either way in which it asks for one."""
    shown = fitted[name]._repr_mimebundle_()["text/html"]
    assert shown == fitted[name]._repr_html_()
    assert all(part in shown for part in told), shown
    assert len(shown.encode()) <= CARD_BYTES


@pytest.mark.parametrize("build", [textml.SectionClassifier, textml.TopicModel, textml.LDA])
def test_unfitted_estimators_show_themselves_as_scikit_learns_do(build: Callable[[], Any]) -> None:
    """Before it has learnt anything an estimator shows its parameters."""
    assert "sk-top-container" in build()._repr_html_()


def test_a_labeller_says_what_it_promises(fitted: dict[str, Any]) -> None:
    """What labels tables shows the promise that holds for them, and what it cannot promise."""
    shown = Labeller(Models(fitted["SectionClassifier"], None), 0.6)._repr_html_()
    assert "asked for 60 % precision" in shown
    assert "p_economy" in shown
    assert "no section has labelled articles" in Labeller(Models(None, None, (Reason("no_labels"),)), 0.9)._repr_html_()


def test_an_explanation_of_a_fitted_classifier_names_both_sections(fitted: dict[str, Any]) -> None:
    """The words of a real explanation stand behind the section they speak for."""
    found = fitted["SectionClassifier"].explain("剧团在祠堂演高腔，老师傅教孩子们唱。学校的食堂开了。")
    shown = found._repr_html_()
    assert f"{found.section} before {found.runner_up}" in shown
    assert f">{found.spoke_for[0][0]}</span>" in shown

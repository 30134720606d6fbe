"""The report holds the numbers of its run, in one language, and shows text as text."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO

import numpy as np
import pandas as pd
import pytest

from tests.reports.html.packed import unpack, unpack_part
from tests.reports.small_run import EVIL, small_articles, small_model, small_run
from textml.corpus.article import Article
from textml.corpus.geometry import Box
from textml.models.evaluation.later_issues import LaterScores
from textml.models.evaluation.learning_curve import LearningCurve
from textml.models.evaluation.scores import Scores
from textml.models.topics.model import TopicModel
from textml.predict.contents import Dropped
from textml.predict.labeller import PrecisionPromise
from textml.reasons import Reason
from textml.reports.content import Look, Suspect
from textml.reports.figures.topic_layout import topic_similarity
from textml.reports.html.packing import json_for_script, pack
from textml.reports.html.render import render
from textml.reports.report import build_report
from textml.reports.sentences import shown_name

ENGLISH = Look(["svg"], 5, 3, "en")
CHINESE = Look(["svg"], 5, 3, "zh")


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return small_articles()


@pytest.fixture(scope="module")
def model(articles: list[Article]) -> TopicModel:
    return small_model(articles)


@pytest.fixture(scope="module")
def page(articles: list[Article], model: TopicModel) -> str:
    return build_report(small_run(model, articles), CHINESE)["index.html"].decode()


def visible(page: str) -> str:
    """The text of a page outside its scripts and styles."""
    return re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)


def test_packing_gives_back_what_it_was_given() -> None:
    """Chinese, markup and numbers come back as they were; the same value is the same text, without any markup in it."""
    value = {"题": [EVIL, 1, 0.25, None, "𠮷"]}
    assert unpack(pack(value)) == value
    assert pack(value) == pack(value)
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", pack(value))
    assert unpack(pack("半\ud842")) == "半?"


def test_json_in_a_script_cannot_end_it() -> None:
    """No character that HTML or an old script reader could take for an end is left."""
    assert not set("<>&\u2028\u2029") & set(json_for_script([EVIL]))


def test_embedded_numbers_are_those_of_the_run(page: str, articles: list[Article], model: TopicModel) -> None:
    """Sections, confidence, review and topic shares of every article stand in the page as in the run."""
    columns = unpack_part(page, "articles")
    assert columns["ids"] == [article.id for article in articles]
    assert columns["titles"][4] == "第4次"
    assert [columns["dates"][at] if at >= 0 else "" for at in columns["date"]] == [a.date for a in articles]
    assert columns["section"] == [0, 1, -1] * 6
    assert columns["confidence"] == [round(1000 * round(0.5 + n / 40, 6)) for n in range(18)]
    assert columns["review"] == [0, 0, 1] * 6
    for row, shares in zip(columns["topics"], model.shares_, strict=True):
        found = dict(zip(row[::2], row[1::2], strict=True))
        assert row[1::2] == sorted(row[1::2], reverse=True)
        assert {k: round(1000 * share) for k, share in enumerate(shares) if share >= 0.05} == found
    texts = unpack_part(page, "texts-0")
    assert texts == [article.body for article in articles]
    assert unpack_part(page, "why") == ["文: 文"] * 18


def test_the_page_shows_the_numbers_of_the_run(page: str) -> None:
    """Counts, scores with intervals, the promise, why items were dropped, all in one place each."""
    shown = re.sub(r"\s+", " ", visible(page))
    for fact in (
        "20 条",
        "18 篇文章",
        "12 篇已标注",
        "50.0 % (25.0–75.0)",
        "只有 3 字，不到 20 字",
        "标语",
        "约 74 % 能标出",
    ):
        assert fact in shown, fact
    assert "有日期的已标注文章只有 0 篇，至少要 20 篇" in shown
    assert "被当成 文化：话题“文”在错的文章里占 91 %，在对的里占 11 %（多 +77 至 +83 个百分点，2 篇）" in shown


def test_cuts_that_may_be_wrong_are_shown(articles: list[Article]) -> None:
    """How many are expected to be wrong is a sentence; those worth a look are a list, the most doubtful first."""
    cuts = [
        replace(articles[n], title=f"第{n}次", confidence=confidence, page_id="p", boxes=(Box(1, 2, 30, 40),) * (n < 2))
        for n, confidence in enumerate((0.65, 0.95, 0.4, 0.5))
    ]
    items = [*cuts, *articles[4:], Article("s", "讲卫生", "", kind="slogan", confidence=0.1, page_id="p")]
    for look, said, listed in (
        (CHINESE, "从版面上切出的 4 篇文章中，预计约有 2 篇切得不对。", "切分值得核对的文章（3）"),
        (
            ENGLISH,
            "About 2 of the 4 articles that were cut from pages are expected to be cut wrong.",
            "worth a look (3)",
        ),
    ):
        files = build_report(small_run(None, articles, items=items), look)
        shown = re.sub(r"\s+", " ", visible(files["index.html"].decode()))
        assert said in shown
        assert re.search(re.escape(listed) + r".* 第2次 40 % .* 第3次 50 % .* 第0次 65 % ", shown)
        table = pd.read_csv(BytesIO(files["tables/articles.csv"]), keep_default_na=False)
        assert table["check"].tolist() == [True, False, True, True, False]
        assert table["boxes"].tolist() == ["[[1.0, 2.0, 30.0, 40.0]]"] * 2 + [""] * 3
    assert "tables/articles.csv" not in build_report(small_run(None, articles), CHINESE)


def test_an_english_report_says_nothing_in_chinese(articles: list[Article]) -> None:
    """With English texts of the run, no Chinese character is left; with language zh, textml says no English word."""
    english = [Article(a.id, f"story {n}", a.body, date=a.date) for n, a in enumerate(articles)]
    page = build_report(small_run(None, english, "text"), ENGLISH)["index.html"].decode()
    assert not re.search("[\u3000-\u9fff]", visible(page).replace("文化", "").replace("戏", ""))
    assert '<html lang="en">' in page
    chinese = build_report(small_run(None, articles), CHINESE)["index.html"].decode()
    known = {"r", "s", "t", "textml", "F1", "suggest", "append", "JavaScript", "tables", "labels", "csv"}
    assert set(re.findall("[A-Za-z]+[A-Za-z0-9]*", visible(chinese))) - known == set()


def test_markup_in_a_text_is_shown_not_obeyed() -> None:
    """Texts with markup leave a page whose only scripts are its own, and one element of each id."""
    articles = small_articles(EVIL)
    page = build_report(small_run(small_model(articles), articles, EVIL), CHINESE)["index.html"].decode()
    plain = build_report(small_run(small_model(articles), articles, "文"), CHINESE)["index.html"].decode()
    assert page.count("<script") == plain.count("<script")
    assert page.count("<img") == plain.count("<img") == 0
    assert page.count("<!--") == plain.count("<!--") == 0
    assert page.count("&lt;script&gt;document.title") > 15
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_page_asks_nothing_of_the_network(page: str) -> None:
    """No address in the page but names of XML; its policy lets no script run but its own."""
    assert set(re.findall(r"https?://[^\"' >)]+", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert "default-src 'none'; script-src 'sha256-" in unescape(page)
    assert "unsafe-eval" not in page
    assert " src=" not in page


def test_a_misspelt_name_fails_instead_of_showing_nothing() -> None:
    """What a template names must be handed over."""
    with pytest.raises(Exception, match="title"):
        render("report.html.jinja", {"packed": {}}, "zh")


def test_files_of_a_report(articles: list[Article], model: TopicModel) -> None:
    """Every figure in each format, every table, one page; made twice they are the same byte for byte."""
    one, other = (build_report(small_run(model, articles), Look(("png", "svg"))) for _ in range(2))
    names = ["calibration", "confusion", "risk_coverage", "section_mix", "section_topics", "topic_shares"]
    drawn = sorted({name.split("/")[1].split(".")[0] for name in one if name.startswith("figures/")})
    assert drawn == [*names, "topic_words", "topics_over_time"]
    assert one == other


def test_tables_of_a_report(articles: list[Article], model: TopicModel) -> None:
    """CSV is always there, whatever else is asked for; an Excel table holds the same rows."""
    files = build_report(small_run(model, articles), Look(("svg",), table_formats=("xlsx",)))
    tables = {name for name in files if name.startswith("tables/")}
    assert {"tables/labels.csv", "tables/labels.xlsx", "tables/topics.xlsx", "tables/scores.xlsx"} <= tables
    assert {name[:-4] for name in tables if name.endswith(".csv")} == {n[:-5] for n in tables if n.endswith(".xlsx")}
    sheet = pd.read_excel(BytesIO(files["tables/labels.xlsx"]), keep_default_na=False)
    pd.testing.assert_frame_equal(sheet, pd.read_csv(BytesIO(files["tables/labels.csv"]), keep_default_na=False))


def test_a_run_without_topics_articles_or_scores_has_a_page() -> None:
    """Nothing read, nothing learnt: the page says so instead of failing."""
    none = Reason("no_labels")
    results = {
        "scores": Scores(none),
        "later": LaterScores(none),
        "learning": LearningCurve(none),
        "promise": PrecisionPromise(reason=none),
    }
    empty = dict.fromkeys(("stories", "labels", "review", "suspects", "confusions", "seeds", "on_pages"), ())
    page = build_report(small_run(None, [], **results, **empty), CHINESE)["index.html"].decode()
    assert "没有话题：只有 0 篇文章，至少要 20 篇。" in page
    assert page.count("没有栏目分类：还没有已标注文章") == 3
    assert "没有要人看的文章。" in page


def test_topics_over_time_of_the_report_are_those_of_the_model(page: str, model: TopicModel) -> None:
    """Shares and intervals by issue in the page are the model's, to four places."""
    topics = unpack_part(page, "topics")
    table = model.share_by_date()
    assert topics["periods"]["groups"] == list(table.groups)
    assert np.allclose(topics["periods"]["low"], table.low.T, atol=5e-5)
    assert [topic["share"] for topic in topics["topics"]] == [round(topic.share, 6) for topic in model.topics_]


def test_the_report_answers_first(page: str, articles: list[Article], model: TopicModel) -> None:
    """It opens with sentences, what a person should look at with links that lead there, a command and one figure."""
    opening = page[page.index('<section id="summary"') : page.index('<h2 id="read">')]
    shown = re.sub(r"\s+", " ", visible(opening))
    assert "这 18 篇文章谈得最多的是" in shown
    assert "textml suggest r --append" in shown
    assert re.findall(r'<a href="#(\w+)"', opening) == ["next", "suspects"]
    assert all(f'id="{part}"' in page for part in ("next", "suspects"))
    assert opening.count("<figure") == 1
    assert page.count("<figcaption>各期的栏目") == 1


def test_models_that_were_kept_are_said(page: str, articles: list[Article]) -> None:
    """Where models were fitted on other articles than these, the opening says on which, and how to fit anew."""
    kept = Reason("models_kept", {"fitted": 1200, "since": 31})
    shown = visible(build_report(small_run(None, articles, kept=kept), CHINESE)["index.html"].decode())
    assert "是在 1200 篇文章上得出的；此后新增、改动或移除的文章有 31 篇。" in shown
    assert "textml run --fresh" not in visible(page)


def test_an_empty_chart_is_left_out(articles: list[Article], model: TopicModel) -> None:
    """Where every article is left to a person, the mix of the sections would be grey: the topics open the report."""
    labels = [{**row, "section": "", "needs_review": True} for row in small_run(model, articles).labels]
    files = build_report(small_run(model, articles, labels=labels), CHINESE)
    assert "figures/section_mix.svg" not in files
    page = files["index.html"].decode()
    opening = page[page.index('<section id="summary"') : page.index('<h2 id="read">')]
    assert "<figcaption>谈得最多的话题" in opening


def test_long_tables_fold_after_ten_rows(articles: list[Article]) -> None:
    """Ten rows are shown, the others on demand; a table of ten has nothing to unfold."""
    for n, more in ((10, False), (13, True)):
        notes = [f"p{number}: an empty page" for number in range(n)]
        page = build_report(small_run(None, articles, notes=notes), CHINESE)["index.html"].decode()
        assert ("再显示 3 行" in page) is more
        assert "p9：空白的版面" in page


def test_each_topic_names_its_three_nearest(page: str, model: TopicModel) -> None:
    """Near topics stand in the row of a topic, the most similar first, with the share of words in common."""
    similarity = topic_similarity(model.components_)
    row = re.findall("<tr>.*?</tr>", page[page.index("最相近的话题") :], re.DOTALL)[0]
    near = re.findall(r"(\S+ \S+ \S+(?: ※)?)\s*<small>(\d+(?:\.\d)?) %", row)
    assert len(near) == 2
    other = int(np.argsort(-similarity[0], kind="stable")[1])
    assert near[0][0].endswith(shown_name(model.topics_[other]))


def test_an_article_left_to_a_person_has_a_best_guess_and_a_reason(page: str, articles: list[Article]) -> None:
    """Every third article of the run is undecided: likeliest section, and why it got none."""
    columns = unpack_part(page, "articles")
    assert columns["guess"] == [0] * 18
    # confidence 0.5 to 0.925, threshold 0.82: from the fifteenth on the confidence is not the reason
    expected = [0, 0, 2] * 4 + [0, 0, 3] * 2
    assert columns["left"] == expected
    assert columns["threshold"] == "82 %"
    review = page[page.index('<h2 id="next">') :]
    assert "置信度不到 82 %" in review
    assert "要人看的共有：6 篇拿不准栏目，0 篇栏目有把握而切分没把握。" in review


def test_no_confidence_reads_as_certain(articles: list[Article]) -> None:
    """A probability of 0.9999 is above 99 %, in the list for a person and among wrong labels."""
    labels = [{**row, "p_economy": 0.9999, "p_culture": 0.0001} for row in small_run(None, articles).labels]
    run = small_run(
        None, articles, labels=labels, review=labels[2:3], suspects=[Suspect("0", "economy", "culture", 0.0, 1.0)]
    )
    page = visible(build_report(run, CHINESE)["index.html"].decode())
    assert "100 %" not in page
    assert "&lt;1 % : &gt;99 %" in page


def test_what_the_stages_took_is_shown(articles: list[Article]) -> None:
    """Seconds and most memory of each stage, by names that readers understand."""
    run = small_run(None, articles, costs={"corpus": (2.04, 310), "topics": (61.0, 1203)})
    page = build_report(run, CHINESE)["index.html"].decode()
    shown = re.sub(r"\s+", " ", visible(page[page.index('<details id="took">') :]))
    assert "读入版面与文章 2.0 310 找话题 61.0 1,203" in shown


def test_a_list_of_thousands_is_cut_and_the_table_has_all(articles: list[Article]) -> None:
    """The page carries 200 of 230 items that were left out, and says where the others are."""
    dropped = [Dropped(f"d{n}", "题", Reason("kind.slogan")) for n in range(230)]
    files = build_report(small_run(None, articles, dropped=dropped), CHINESE)
    assert "另外 30 行在同一文件夹的 tables/dropped.csv 里。" in files["index.html"].decode()
    assert files["tables/dropped.csv"].decode().count("标语") == 230

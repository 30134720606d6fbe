"""A small invented run to report on, with texts that would be markup if they were obeyed."""

from typing import Any

from textml.corpus.article import Article
from textml.corpus.seeds import Section, Seed
from textml.models.evaluation.intervals import Estimate
from textml.models.evaluation.later_issues import LaterScores
from textml.models.evaluation.learning_curve import LearningCurve
from textml.models.evaluation.page_scores import PageScore
from textml.models.evaluation.scores import Scores, SectionScore
from textml.models.topics.by_section import ConfusingTopic
from textml.models.topics.model import TopicModel
from textml.predict.contents import Dropped
from textml.predict.labeller import PrecisionPromise
from textml.reasons import Reason
from textml.reports.content import RunContent, Suspect

#: What no page may obey: ends a script, opens a comment, closes an attribute, breaks a line of a script.
EVIL = "</script><script>document.title=1</script><!-- ' \" \u2028 <img src=x onerror=document.title=1> & $x$"
SUBJECTS = ("水库 大坝 泄洪 库区 水位", "橘子 合作社 果农 采摘 收购", "法官 法庭 双方 调解 判决")
DATES = ("2025-01-14", "2025-02-13", "2025-03-11")
HALF = Estimate(0.5, 0.25, 0.75)


def small_articles(title: str = "第{n}次") -> list[Article]:
    """Eighteen stories on three subjects in three issues; the last one has no date."""
    articles = []
    for n in range(18):
        words = SUBJECTS[n % 3].split()
        body = "。".join(f"{words[i % 5]}和{words[(i + n) % 5]}的事情" for i in range(6))
        date = DATES[n // 3 % 3] if n < 17 else ""
        articles.append(Article(f"{date}/01#{n:02d}", title.format(n=n), body, date=date))
    return articles


def small_model(articles: list[Article]) -> TopicModel:
    """Three topics of the small articles."""
    sections = [("economy", "culture", "")[n % 3] for n in range(len(articles))]
    model = TopicModel(n_topics=3, min_df=1, n_resamples=1)
    return model.fit([a.body for a in articles], dates=[a.date for a in articles], sections=sections)


def small_run(model: TopicModel | None, articles: list[Article], text: str = "文", **changes: Any) -> RunContent:
    """What a report tells of the small articles; `text` stands wherever a text can stand."""
    labels = [
        {
            "id": article.id,
            "title": article.title,
            "section": ("economy", "culture", "")[n % 3],
            "confidence": round(0.5 + n / 40, 6),
            "p_economy": 0.6,
            "p_culture": 0.4,
            "topic": text,
            "needs_review": n % 3 == 2,
            "why": f"economy: {text}",
        }
        for n, article in enumerate(articles)
    ]
    content: dict[str, Any] = {
        "name": "r",
        "pages": [{"id": "2025-01-14/01", "issue": "2025-01-14", "path": text, "encoding": "utf-8"}],
        "items": [*articles, Article("s", text, text, kind="slogan"), Article("t", text, "雨停了")],
        "stories": articles,
        "dropped": [
            Dropped("s", text, Reason("kind.slogan")),
            Dropped("t", text, Reason("too_short", {"n": 3, "needed": 20})),
        ],
        "problems": [text],
        "notes": [text],
        "sections": [Section("economy", text, text, "", ()), Section("culture", "文化", "戏", "", ())],
        "seeds": [Seed(str(n), text, text, ("economy", "culture")[n % 2]) for n in range(12)],
        "labels": labels,
        "promise": PrecisionPromise(0.9, 0.74, 0.82),
        "precision": 0.9,
        "scores": small_scores(),
        "later": LaterScores(Reason("few_dates", {"n": 0, "needed": 20})),
        "on_pages": [PageScore("bounds", 4, HALF)],
        "learning": LearningCurve(Reason("few_labels_for_curve", {"n": 12, "needed": 24})),
        "suspects": [Suspect("0", "economy", "culture", 0.1, 0.9)],
        "review": labels[2:3],
        "topics": model,
        "fewer_topics": [] if model else [Reason("no_topics", {"n": len(articles), "needed": 20})],
        "confusions": [small_confusion(text)],
    }
    return RunContent(**{**content, **changes})


def small_scores() -> Scores:
    """Scores of twelve labelled articles."""
    return Scores(
        n_articles=12,
        n_groups=8,
        n_folds=5,
        macro_f1=HALF,
        accuracy=HALF,
        baselines={"majority": HALF, "keywords": HALF},
        sections=[SectionScore(name, 6, HALF, HALF) for name in ("culture", "economy")],
        confusion=[[4, 2], [1, 5]],
        ids=[str(n) for n in range(12)],
        labels=["culture", "economy"] * 6,
        groups=list(range(8)) + [0] * 4,
        predicted=["culture"] * 12,
        proba=[[0.6 + n / 100, 0.4 - n / 100] for n in range(12)],
    )


def small_confusion(name: str) -> ConfusingTopic:
    """A topic to blame for two of the labels."""
    return ConfusingTopic("economy", "culture", 0, name, 0.91, 0.11, 0.77, 0.83, ("3", "2"))

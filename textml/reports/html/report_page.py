"""The page of a run, in the language of the report."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from textml.corpus.article import Article
from textml.corpus.doubt import measure_doubt, needs_check
from textml.corpus.formats.rows import Row
from textml.models.topics.model import TopicModel
from textml.predict.labeller import label_of, likeliest_sections
from textml.reasons import Language, Reason
from textml.reports.content import Look, RunContent
from textml.reports.figures.drawing import GREY, color_of, inline_svg
from textml.reports.figures.topic_layout import nearest_topics, topic_similarity
from textml.reports.html.articles import pack_articles, shown_title, why_left, word_left
from textml.reports.html.packing import find_characters
from textml.reports.html.render import render
from textml.reports.html.selection import select_articles
from textml.reports.html.topic_map import build_map, pack_topics
from textml.reports.messages import word_messages
from textml.reports.periods import group_dates
from textml.reports.sentences import (
    format_estimate,
    shown_name,
    sureness,
    word_confusions,
    word_later_scores,
    word_learning,
    word_promise,
    word_reason,
    word_scoring,
    word_shift,
    word_topics,
)
from textml.reports.summary import list_errands, summarize
from textml.reports.texts import Texts, read_texts

#: Figures of each part of the page, in order, with the texts they stand under. The first one that there is opens the
#: report.
_OPENING = [("section_mix", "sections.mix"), ("topic_shares", "topics.shares")]
_SHOWN = {
    "scores": [
        ("confusion", "scores.confusion"),
        ("learning_curve", "scores.learning_curve"),
        ("calibration", "scores.calibration"),
        ("risk_coverage", "scores.risk_coverage"),
    ],
    "topics": [
        ("topics_over_time", "topics.topics_over_time"),
        ("section_topics", "topics.section_topics"),
        ("topic_words", "topics.topic_words"),
    ],
}
#: Rows of a list that the page carries; tables carry all.
MOST_ROWS = 200


def caption_figures(language: Language) -> dict[str, str]:
    """List what stands under each figure of a run, by its name, in the order of the report.

    Parameters
    ----------
    language : {"zh", "en"}
        Of the captions.

    Examples
    --------
    >>> caption_figures("en")["confusion"]
    'Confusion matrix'
    """
    texts = read_texts(language)
    return {name: texts(key) for part in (_OPENING, *_SHOWN.values()) for name, key in part}


def build_page(content: RunContent, figures: Mapping[str, str], look: Look) -> str:
    """Render the page of a run as HTML.

    Parameters
    ----------
    content : RunContent
        Everything that the run found.
    figures : mapping of str to str
        Outlines of the figures of the run by their names, see `draw_run` and `draw_outline`.
    look : Look
        Language, and how many words and articles are shown for a topic.
    """
    texts = read_texts(look.language)
    model = content.topics
    chosen = select_articles(content.stories, _needed(content, look))
    stories = [content.stories[i] for i in chosen]
    labels = [content.labels[i] for i in chosen] if content.labels else []
    shares = None if model is None else model.shares_[chosen]
    packed = pack_articles(stories, labels, content.titles, shares, content.promise.threshold)
    if model is not None:
        packed = pack_topics(model, content.titles) | packed
    opening = [figure for figure in _OPENING if figure[0] in figures][:1]
    shown = {
        "title": texts("page.title", name=content.name),
        "name": content.name,
        "packed": packed,
        "summary": summarize(content, texts),
        "kept": word_reason(content.kept, content.titles, texts),
        "errands": list_errands(content, texts),
        "shift": word_shift(content.shift, content.titles, texts),
        "alarm": content.shift.differs or content.shift.n_foreign > 0,
        "figures": {
            part: _shown_figures(names, figures, texts) for part, names in {"summary": opening, **_SHOWN}.items()
        },
        "periods": sorted(set(group_dates([article.date for article in content.stories])) - {""}),
        "n_articles": len(stories),
        "n_stories": len(content.stories),
        "topic_map": None if model is None else build_map(model, look.language),
        **_read_part(content, texts),
        **_sections_part(content, texts),
        **_scores_part(content, texts),
        **_topics_part(content, look, texts),
        **_review_part(content, {content.stories[i].id: number for number, i in enumerate(chosen)}, texts),
        "took": [
            {"stage": texts(f"stage.{name}"), "seconds": seconds, "peak_mb": peak_mb}
            for name, (seconds, peak_mb) in content.costs.items()
        ],
    }
    hidden = find_characters([*(article.text for article in stories), *(row["why"] for row in labels)])
    return render("report.html.jinja", shown, look.language, hidden)


def _needed(content: RunContent, look: Look) -> set[int]:
    """Positions of the stories that the page names: those for a person, and the most typical ones of each topic."""
    asked = {row["id"] for row in content.review}
    needed = {position for position, story in enumerate(content.stories) if story.id in asked}
    for topic in content.topics.topics_ if content.topics else ():
        needed.update(content.topics.top_articles(topic.id, look.n_articles).tolist() if content.topics else ())
    return needed


def _shown_figures(names: list[tuple[str, str]], figures: Mapping[str, str], texts: Texts) -> list[Row]:
    return [
        {"caption": texts(key), "drawing": inline_svg(figures[name], texts(key))}
        for name, key in names
        if name in figures
    ]


def _word_all(reasons: Sequence[Reason], content: RunContent, texts: Texts) -> str:
    return " ".join(word_reason(reason, content.titles, texts) for reason in reasons)


def _read_part(content: RunContent, texts: Texts) -> dict[str, Any]:
    issues = {page["issue"] for page in content.pages if page["issue"]} | {a.date for a in content.items if a.date}
    counted = [
        (texts("read.issues"), len(issues)),
        (texts("read.pages"), len(content.pages)),
        (texts("read.items"), len(content.items)),
        (texts("read.articles"), len(content.stories)),
        (texts("read.seeds"), len(content.seeds)),
    ]
    return {
        "made_of": [(name, number) for name, number in counted if number],
        "no_stories": word_reason(content.no_stories, content.titles, texts),
        **_doubt_part(content, texts),
        "problems": word_messages(content.problems[:MOST_ROWS], texts),
        "notes": word_messages(content.notes[:MOST_ROWS], texts),
        "n_dropped": len(content.dropped),
        "dropped": [
            {"id": item.id, "title": item.title, "reason": item.reason.word(texts.language)}
            for item in content.dropped[:MOST_ROWS]
        ],
    }


def _doubt_part(content: RunContent, texts: Texts) -> dict[str, Any]:
    doubt = measure_doubt(content.items)
    doubtful = sorted(filter(needs_check, content.items), key=lambda item: item.confidence)
    return {
        "doubt": texts("read.doubt", n_wrong=doubt.n_wrong, n_articles=doubt.n_articles) if doubt.n_articles else "",
        "n_check": len(doubtful),
        "check": [
            {"id": item.id, "title": shown_title(item), "confidence": sureness(item.confidence)}
            for item in doubtful[:MOST_ROWS]
        ],
    }


def _sections_part(content: RunContent, texts: Texts) -> dict[str, Any]:
    labelled = Counter(label_of(row, content.reject) for row in content.labels)
    n_seeds = Counter(seed.section for seed in content.seeds)
    sections = [
        {
            "key": section.key,
            "title": section.title,
            # the key is a word of a file; Chinese readers know the title
            "shown_key": section.key if texts.language == "en" else "",
            # those of none are no section: they are grey, as those left to a person
            "color": GREY if section.reject else color_of(number),
            "n_seeds": n_seeds[section.key],
            "n_labelled": labelled[section.key],
            "definition": section.definition,
        }
        for number, section in enumerate(content.named)
    ]
    return {
        "sections": sections,
        "n_undecided": labelled[""],
        "promise": word_promise(content.promise, content.titles, texts),
    }


def _scores_part(content: RunContent, texts: Texts) -> dict[str, Any]:
    scores, titles = content.scores, content.titles
    later_how, later = word_later_scores(content.later, titles, texts)
    missing = word_reason(scores.reason, titles, texts)
    learning = word_learning(content.learning, titles, texts)
    return {
        "no_scores": missing,
        "scores_how": word_scoring(scores, texts),
        "macro_f1": format_estimate(scores.macro_f1) if scores.macro_f1 else "",
        "later": later,
        "later_how": later_how,
        "baselines": [(texts(f"baseline.{name}"), format_estimate(found)) for name, found in scores.baselines.items()],
        "section_scores": [
            {
                "title": titles.get(row.section, row.section),
                "n_articles": row.n_articles,
                "precision": format_estimate(row.precision),
                "recall": format_estimate(row.recall),
            }
            for row in scores.sections
        ],
        "learning": "" if missing else learning,
        "confusions": word_confusions(content.confusions, titles, texts),
        "truth": [
            {"name": texts(f"truth.{row.measure}"), "n_articles": row.n_articles, "right": format_estimate(row.right)}
            for row in content.on_pages
        ],
        "suspects": _suspects(content),
    }


def _suspects(content: RunContent) -> list[Row]:
    titles = content.titles
    seed = {seed.id: seed for seed in content.seeds}
    return [
        {
            "title": seed[row.id].title or seed[row.id].text[:30],
            "text": seed[row.id].text,
            "id": row.id,
            "label": titles.get(row.label, row.label),
            "likelier": titles.get(row.likelier, row.likelier),
            "p_label": row.p_label,
            "p_likelier": row.p_likelier,
        }
        for row in content.suspects[:MOST_ROWS]
    ]


def _topics_part(content: RunContent, look: Look, texts: Texts) -> dict[str, Any]:
    model = content.topics
    return {
        "no_topics": _word_all(content.fewer_topics, content, texts),
        "topic_notes": [*_topic_samples(content, texts), *word_topics(model, texts)],
        "topics": _topic_cards(model, content.stories, look.n_words, look.n_articles),
    }


def _topic_samples(content: RunContent, texts: Texts) -> list[str]:
    """What the topics were fitted on, where that is a sample; the part of the scores names the classifier's."""
    return [word_reason(s, content.titles, texts) for s in content.samples if s.code == "topics_sampled"]


def _topic_cards(model: TopicModel | None, stories: Sequence[Article], n_words: int, n_articles: int) -> list[Row]:
    """What the page shows of each topic without a script: name, share, words, near topics, typical articles."""
    if model is None:
        return []
    similarity = topic_similarity(model.components_)
    names = [shown_name(topic) for topic in model.topics_]
    return [
        {
            "name": names[number],
            "share": topic.share,
            "stability": None if isnan(topic.stability) else topic.stability,
            "color": color_of(topic.id),
            "words": [word for word, _ in topic.words[:n_words]],
            "nearest": [{"name": names[other], "common": float(similarity[number, other])} for other in near],
            "articles": [shown_title(stories[i]) for i in model.top_articles(topic.id, n_articles)],
        }
        for number, (topic, near) in enumerate(zip(model.topics_, nearest_topics(similarity), strict=True))
    ]


def _review_part(content: RunContent, place: Mapping[str, int], texts: Texts) -> dict[str, Any]:
    """The articles for a person, with the two sections that each may belong to and why it is left."""
    story = {story.id: story for story in content.stories}
    threshold = content.promise.threshold
    rows = []
    for row in content.review:
        between = [(content.titles.get(name, name), share) for name, share in likeliest_sections(row)]
        left = word_left(why_left(row, threshold), threshold, texts)
        rows.append(
            {
                "id": row["id"],
                "number": place.get(row["id"], -1),
                "title": shown_title(story[row["id"]]),
                "between": between,
                "left": left,
            }
        )
    n_sections = sum(1 for row in content.labels if row["needs_review"] and not row["section"])
    n_cuts = sum(1 for row in content.labels if row["needs_review"] and row["section"])
    counts = texts("next.counts", n_sections=f"{n_sections:,}", n_cuts=f"{n_cuts:,}", n_shown=len(rows))
    return {"review": rows, "review_counts": counts}

"""What a finished run found, as lines to print."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from textml.corpus.seeds import Section
from textml.disk.writing import write_file
from textml.errors import ArtifactError
from textml.models.evaluation.comparison import compare_scores
from textml.models.evaluation.learning_curve import MORE
from textml.models.shift.mix import Change
from textml.models.topics.choice import TopicChoice, candidates, choose_n_topics
from textml.predict.contents import Contents
from textml.predict.labeller import count_guessed, is_of_none
from textml.progress import Progress, Silent
from textml.reasons import Language, join_reasons
from textml.reports.figures.drawing import save_figure
from textml.reports.figures.topics import draw_topic_choice
from textml.reports.sentences import format_estimate, percent, shown_name, sureness, word_weighing
from textml.reports.tables import list_estimates
from textml.reports.texts import read_texts
from textml.review.compare import Comparison
from textml.review.label_errors import rank_label_errors


def describe_stage(stage: str, contents: Contents) -> str:
    """Say in a few words what came out of a stage; empty where a line of its own has said why nothing did.

    Parameters
    ----------
    stage : str
        one of STAGES
    contents : Contents
        what the run holds at the end of the stage
    """
    return _OUTCOMES[stage](contents) if stage in _OUTCOMES else ""


def count_things(n: int, what: str) -> str:
    """Write a number of things with the right ending.

    >>> count_things(1, "page"), count_things(15309, "article")
    ('1 page', '15,309 articles')
    """
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


def _describe_corpus(contents: Contents) -> str:
    counted = [(len(contents.pages), "page"), (len(contents.stories), "article")]
    return ", ".join(count_things(n, what) for n, what in counted if n or what == "article")


def _describe_sections(contents: Contents) -> str:
    if contents.classifier is None:
        return "none"
    classifier = contents.classifier
    n_sections = len(classifier.classes_) - (classifier.reject_ >= 0)
    n_none = sum(1 for seed in contents.seeds if contents.reject and seed.section == contents.reject.key)
    of_none = f", {n_none:,} of them of none" if n_none else ""
    return f"{count_things(n_sections, 'section')} from {len(contents.seeds):,} labels{of_none}"


def _describe_scores(contents: Contents) -> str:
    found = contents.scores.macro_f1
    return f"macro-F1 {percent(found.value)}" if found else "no estimate"


def _describe_curve(contents: Contents) -> str:
    gain = contents.learning_curve.gain
    return f"{100 * gain.value:+.1f} points with {MORE} more labels" if gain else "no estimate"


def _describe_labels(contents: Contents) -> str:
    given, n_none = sum(1 for row in contents.labels if row["section"]), sum(map(is_of_none, contents.labels))
    of_none = f"{n_none:,} of none of the sections, " if n_none else ""
    return f"{given:,} labelled, {of_none}{len(contents.labels) - given - n_none:,} left to a person"


def _describe_shift(contents: Contents) -> str:
    apart = contents.shift.told_apart
    if apart is None:
        return "too few articles" if contents.shift.reason else "nothing to compare"
    return f"{'different' if contents.shift.differs else 'alike'}, {100 * apart.value:.0f} of 100 pairs told apart"


#: What came out of each stage, in a few words.
_OUTCOMES: dict[str, Callable[[Contents], str]] = {
    "corpus": _describe_corpus,
    "features": lambda contents: count_things(len(contents.vocabulary) if contents.counts is not None else 0, "word"),
    "sections": _describe_sections,
    "scores": _describe_scores,
    "curve": _describe_curve,
    "topics": lambda contents: count_things(len(contents.topics.topics_), "topic") if contents.topics else "none",
    "confusions": lambda contents: count_things(len(contents.confusions), "topic") + " to blame",
    "labels": _describe_labels,
    "shift": _describe_shift,
}


def count_labels(contents: Contents) -> list[tuple[str, str]]:
    """Articles of each section that has some, and of each topic, as lines of a table: name, number."""
    given = Counter(row["section"] for row in contents.labels)
    rows = [(f"{s.title} {s.key}", str(given[s.key])) for s in contents.sections if given[s.key]]
    n_empty = len(contents.sections) - len(rows)
    if n_empty:
        rows.append((f"{n_empty} section{'s' * (n_empty > 1)} without articles", "0"))
    n_none = sum(map(is_of_none, contents.labels))
    if n_none and contents.reject:
        rows.append((f"{contents.reject.title} {contents.reject.key}", str(n_none)))
    n_guessed = count_guessed(contents.labels, contents.promise)
    if n_guessed:
        rows.append(("guessed by keywords alone", str(n_guessed)))
    rows.append(("left to a person", str(given[""] - n_none)))
    topics = Counter(row["topic"] for row in contents.labels if row["topic"])
    return rows + [(f"topic {name}", str(count)) for name, count in topics.most_common()]


def describe_no_classifier(contents: Contents, labelled: Sequence[str]) -> list[str]:
    """Say why a run has no section classifier, and what to do; nothing where it has one.

    Parameters
    ----------
    contents : Contents
        of the run
    labelled : sequence of str
        paths of the labelled set, none where the settings name none
    """
    if not contents.no_classifier:
        return []
    run = contents.folder.folder.name
    where = " or ".join(labelled) or "a labelled set, named in [corpus] labeled"
    return [
        f"{join_reasons(contents.no_classifier)}. Label articles in {where} (`textml suggest {run}` names the most "
        "useful ones), and train again"
    ]


def list_scores(contents: Contents) -> list[tuple[str, str, str]]:
    """The scores of a run, as lines of a table: measure, section, value with interval."""
    if contents.scores.reason:
        return [("no estimate", "", str(contents.scores.reason))]
    estimates = list_estimates(contents.scores, contents.later_scores)
    return [(measure, section, format_estimate(found)) for measure, section, found in estimates]


def describe_learning(contents: Contents) -> str:
    """What scores say of labels, in lines: how suggested ones count, where there are some; what more would add."""
    lines = [word_weighing(contents.scores, read_texts("en")), str(contents.learning_curve)]
    return "\n".join(filter(None, lines))


def list_changes(comparison: Comparison, sections: Sequence[Section]) -> list[tuple[str, str, str, str]]:
    """Sections and topics before and now, as lines of a table: name, share before, share now, what moved.

    Parameters
    ----------
    comparison : Comparison
        New issues beside earlier ones.
    sections : sequence of Section
        Those of the run, and what articles of none of them are called.
    """
    titles = {section.key: section.title for section in sections}
    named = [(titles.get(c.name, c.name) or "left to a person", c) for c in comparison.sections]
    named += [(f"topic {change.name}", change) for change in comparison.topics if change.name]
    return [(name, format_estimate(c.before), format_estimate(c.now), _say_moved(c)) for name, c in named]


def _say_moved(change: Change) -> str:
    if not change.moved:
        return ""
    return "more" if change.now.value > change.before.value else "less"


def describe_changes(comparison: Comparison) -> list[str]:
    """Say in a few sentences what is new: how different the issues are, articles of no topic, words."""
    apart, topic = comparison.shift.told_apart, comparison.new_topic
    said = []
    if apart is not None:
        how = "very different from" if comparison.shift.differs else "of the same kind as"
        said.append(
            f"{comparison.n_now:,} new articles, {how} the {comparison.n_before:,} earlier ones: a test tells which is "
            f"which in {100 * apart.value:.0f} of 100 pairs (chance: 50)"
        )
    if topic is not None:
        said.append(
            f"a new topic, {percent(topic.share.value)} of the articles: "
            f"{' '.join(word.word for word in topic.words)}. For example: {'; '.join(topic.titles)}"
        )
    else:
        said.append("no new topic: no three articles share words that were rare before")
    for what, words in (("more often now", comparison.words), ("less often now", comparison.gone)):
        shown = ", ".join(f"{w.word} ({percent(w.known)} to {percent(w.new)})" for w in words)
        said += [f"{what}: {shown}"] if shown else []
    return said


def list_label_errors(contents: Contents) -> list[tuple[str, str, str]]:
    """Labels that look wrong, most doubtful first, as lines of a table: id, label, what the classifier says."""
    return [
        (
            contents.scores.ids[doubt.position],
            doubt.label,
            f"{doubt.likelier} {sureness(doubt.p_likelier)} against {sureness(doubt.p_label)}",
        )
        for doubt in rank_label_errors(contents.scores)
    ]


def list_topics(contents: Contents) -> list[tuple[str, str, str]]:
    """The topics of a run, as lines of a table: name, share, words."""
    if contents.topics is None:
        return [("none", "", str(reason)) for reason in contents.fewer_topics]
    return [
        (shown_name(topic), percent(topic.share), " ".join(word for word, _ in topic.words[:12]))
        for topic in contents.topics.topics_
    ]


def compare_runs(first: Contents, second: Contents) -> str:
    """Say in one line how much better the second run labels the articles that both have.

    Raises
    ------
    SeedError
        the runs share too few labelled articles, or one has no scores
    """
    before, after = first.folder.folder.name, second.folder.folder.name
    found = compare_scores(first.scores, second.scores)
    points = found.macro_f1
    return (
        f"{after} against {before}: macro-F1 {100 * points.value:+.1f} points ({100 * points.low:+.1f} to "
        f"{100 * points.high:+.1f}) on {found.n_articles} articles; {found.won} right only in {after}, "
        f"{found.lost} only in {before}"
    )


def choose_topics(
    contents: Contents, limits: tuple[int, int], out: Path, language: Language = "zh", progress: Progress | None = None
) -> TopicChoice:
    """Compare numbers of topics on the counts of a run, and draw the comparison.

    Parameters
    ----------
    contents : Contents
        of the run
    limits : (int, int)
        lowest and highest number of topics
    out : Path
        picture to write, .png or .svg
    language : str
        of the picture, "zh" or "en"
    progress : Progress, optional
        shows the work

    Raises
    ------
    ArtifactError
        the run has too few articles or words for topics, or the picture cannot be written
    ConfigError
        the range is not allowed, or the run has fewer than 20 articles
    """
    if out.suffix not in (".png", ".svg"):
        raise ArtifactError(f"{out}: unknown kind of picture. Allowed: .png, .svg. Change the ending of --out")
    if contents.counts is None:
        raise ArtifactError(f"{contents.folder.folder}: {join_reasons(contents.fewer_topics)}")
    progress, tried = progress or Silent(), candidates(*limits)
    with progress.stage("comparing numbers of topics") as finish:
        with progress.counting("numbers of topics", len(tried)) as count:
            choice = choose_n_topics(contents.counts, tried, on_step=count)
        finish(f"{count_things(len(tried), 'number')} tried")
    write_file(out, save_figure(draw_topic_choice(choice, language), out.suffix[1:]))
    return choice

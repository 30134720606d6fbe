"""Why something was left out, as a value that is worded in Chinese or English."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from string import Formatter
from typing import Literal

from textml.errors import TextmlError

Language = Literal["zh", "en"]
Number = int | str | Sequence[str] | Mapping[str, int]

#: Every reason by its code, in both languages. Braces are filled with the numbers of the reason.
WORDINGS: dict[str, dict[Language, str]] = {
    "no_labels": {
        "zh": "没有栏目分类：还没有已标注文章，至少要有两个栏目的标注。",
        "en": "no section classifier: no section has labelled articles, at least two must have some",
    },
    "one_section_labelled": {
        "zh": "没有栏目分类：只有{section}有已标注文章，至少要有两个栏目的标注。",
        "en": "no section classifier: only {section} has labelled articles, at least two sections must have some",
    },
    "imprecise": {
        "zh": "不能保证每 100 个标注里有 {percent} 个正确：试标 {n_held_out} 篇，只对了 {n_right} 篇。大约要有 {n_needed} 篇已标注文章才行。请再标一些，或降低要求。",  # noqa: E501
        "en": "cannot promise {percent} % precision: {n_right} of {n_held_out} held-out labelled articles were right; "
        "about {n_needed} labelled articles are needed. Label more, or ask for a lower precision",
    },
    "no_estimate_of_one_section": {
        "zh": "估计不了成绩：至少要有两个栏目的标注。",
        "en": "an estimate needs labels of two sections, found: {sections}. Label articles of another section",
    },
    "few_labels": {
        "zh": "估计不了成绩：{found}；每个栏目至少要标 {needed} 篇。",
        "en": "too few labels for an estimate: {found}; each section needs {needed}. Label more articles of these",
    },
    "few_issues": {
        "zh": "估计不了成绩：有的栏目只见于很少几期，分不成 {n_folds} 折（{found}）。请标注别的期的文章，或调低 [models] folds。",  # noqa: E501
        "en": "too few issues for {n_folds} folds: {found}. Label articles of other issues, or lower [models] folds",
    },
    "few_dates": {
        "zh": "有日期的已标注文章只有 {n} 篇，至少要 {needed} 篇",
        "en": "{n} labelled articles have a date; {needed} are needed to train on earlier issues",
    },
    "no_past": {
        "zh": "{since} 以前没有这些栏目的标注：{sections}",
        "en": "before {since} there are no labelled articles of {sections}",
    },
    "past_of_one_section": {
        "zh": "{since} 以前有标注的栏目不到两个",
        "en": "before {since} there are no labelled articles of two sections",
    },
    "few_labels_for_curve": {
        "zh": "标注不到 {needed} 篇，画不出学习曲线。",
        "en": "{n} labels; {needed} are needed for a learning curve",
    },
    "no_topics": {
        "zh": "没有话题：只有 {n} 篇文章，至少要 {needed} 篇。",
        "en": "no topics: at least {needed} articles are needed, found {n}",
    },
    "fewer_topics": {
        "zh": "只有 {n} 篇文章，所以分成 {found} 个话题，而不是 {wanted} 个。",
        "en": "{n} articles: {found} topics instead of {wanted}",
    },
    "no_words": {
        "zh": "没有话题：{n} 篇文章里有 {found} 个词，没有一个算数；只算在 {low} 到 {high} 篇文章里出现的词。请调低 [features] min_articles，调高 max_share，或检查停用词。",  # noqa: E501
        "en": "no word is left of {found} in {n} articles: only words in {low} to {high} articles are kept. Lower "
        "min_df ([features] min_articles), raise max_df (max_share), or check the stop words",
    },
    "topics_sampled": {
        "zh": "话题只在 {n} 篇文章上得出：从 {of} 篇中按文本的哈希值抽取，相同的文本只取一次；其余文章按这些话题计算份额。",  # noqa: E501
        "en": "topics are fitted on {n} of {of} articles, drawn by the hashes of their texts, each text once; the "
        "other articles have shares of these topics",
    },
    "pool_sampled": {
        "zh": "栏目分类器只从 {n} 篇未标注文章学习：从 {of} 篇不同的未标注文章中按文本的哈希值抽取。",
        "en": "the section classifier learns from {n} of {of} different unlabelled articles, drawn by the hashes of "
        "their texts",
    },
    "few_to_compare": {
        "zh": "看不出新文章与已标注文章有没有不同：新文章 {n_new} 篇，已标注文章 {n_known} 篇，两边各至少要 {needed} 篇。",  # noqa: E501
        "en": "too few articles to see whether they differ from the labelled ones: {n_new} new, {n_known} labelled; "
        "{needed} of each are needed",
    },
    "few_to_compare_issues": {
        "zh": "文章太少，没法比较：新文章 {n_new} 篇，以前的文章 {n_known} 篇，两边各至少要 {needed} 篇。",
        "en": "too few articles to compare: {n_new} new, {n_known} earlier; {needed} of each are needed. Give more "
        "issues, or a run of more",
    },
    "models_kept": {
        "zh": "栏目分类、成绩和话题沿用以前的模型，是在 {fitted} 篇文章上得出的；此后新增、改动或移除的文章有 {since} 篇。要全部重新计算，请用 textml run --fresh。",  # noqa: E501
        "en": "classifier, scores and topics are kept as they were fitted on the {fitted} articles of an earlier run; "
        "{since} articles are new, changed or gone since. `textml run --fresh` fits anew",
    },
    "no_stories": {
        "zh": "没有可标注的文章：读到 {n} 条，没有一条是够长的正文。请看略去的原因，或给出别的版面、表格。",
        "en": "no article to label: {n} items were read, and each was left out. See why in the report, or give other "
        "pages or tables",
    },
    "too_short": {"zh": "只有 {n} 字，不到 {needed} 字", "en": "{n} characters, fewer than {needed}"},
    "kind.article": {"zh": "文章", "en": "article"},
    "kind.photo": {"zh": "图片", "en": "photo"},
    "kind.commentary": {"zh": "评论", "en": "commentary"},
    "kind.teaser": {"zh": "导读", "en": "teaser"},
    "kind.notice": {"zh": "启事、公告", "en": "notice"},
    "kind.slogan": {"zh": "标语", "en": "slogan"},
    "kind.masthead": {"zh": "报头", "en": "masthead"},
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no result, or less than was asked for.

    As text it is an English sentence. The files of a run keep the code and the numbers, so that a report can word the
    reason in its own language.

    Attributes
    ----------
    code : str
        One of WORDINGS.
    numbers : mapping
        What the wording names: counts, dates, sections, or one count for each section.

    Raises
    ------
    ValueError
        There is no such code, or a number that its wording names is missing.

    Examples
    --------
    >>> print(Reason("few_dates", {"n": 3, "needed": 20}))
    3 labelled articles have a date; 20 are needed to train on earlier issues
    >>> Reason("few_labels", {"found": {"economy": 4}, "needed": 5}).word("zh", {"economy": "经济"})
    '估计不了成绩：经济 4；每个栏目至少要标 5 篇。'
    """

    code: str
    numbers: Mapping[str, Number] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in WORDINGS or not _names_in(self.code) <= self.numbers.keys():
            raise ValueError(f"no reason {self.code!r} with {', '.join(self.numbers) or 'no numbers'}")

    def __str__(self) -> str:
        return self.word("en")

    def word(self, language: Language, titles: Mapping[str, str] | None = None) -> str:
        """The reason as a sentence.

        Parameters
        ----------
        language : {"zh", "en"}
            Language of the sentence.
        titles : mapping of str to str, optional
            Titles of the sections by their keys.
        """
        filled = {name: _shown(number, titles or {}) for name, number in self.numbers.items()}
        return WORDINGS[self.code][language].format(**filled)


class NotEnoughError(TextmlError):
    """Valid input holds too little for a result, which is then missing.

    Attributes
    ----------
    reason : Reason
        The same as the message, to be worded.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


def join_reasons(reasons: Iterable[Reason]) -> str:
    """Join reasons into one English text.

    >>> join_reasons([Reason("no_topics", {"n": 3, "needed": 4}), Reason("kind.photo")])
    'no topics: at least 4 articles are needed, found 3; photo'
    """
    return "; ".join(map(str, reasons))


@cache
def _names_in(code: str) -> frozenset[str]:
    """Names of the numbers that the wordings of a reason are filled with."""
    texts = WORDINGS[code].values()
    return frozenset(name for text in texts for _, name, _, _ in Formatter().parse(text) if name)


def _shown(number: Number, titles: Mapping[str, str]) -> str:
    if isinstance(number, Mapping):
        return "; ".join(f"{titles.get(name, name)} {count}" for name, count in number.items())
    if isinstance(number, int | str):
        return titles.get(str(number), str(number))
    return ", ".join(titles.get(name, name) for name in number) or "0"

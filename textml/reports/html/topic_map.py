"""The topic map, as part of the report or as a page of its own."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.utils.validation import check_is_fitted

from textml.corpus.article import Article
from textml.display import Framed
from textml.errors import ConfigError
from textml.models.topics.model import TopicModel
from textml.models.topics.shares import ShareTable
from textml.models.topics.topic import rank_words_for
from textml.reasons import Language
from textml.reports.figures.drawing import color_of
from textml.reports.figures.topic_layout import HEIGHT, WIDTH, place_topics
from textml.reports.html.articles import pack_articles
from textml.reports.html.packing import find_characters, pack
from textml.reports.html.render import render
from textml.reports.periods import list_periods, share_by_period
from textml.reports.sentences import percent, shown_name
from textml.reports.texts import read_texts

#: Words shown for a topic, and the settings of the slider for which they are exactly the most relevant ones.
N_WORDS = 20
WEIGHTS = tuple(round(0.1 * step, 1) for step in range(11))
# A topic with less of a word's uses is not named when the word is searched for.
_LEAST_USE = 0.02
# Words of a name on the map, a line each; units of the map for a Chinese character and for a line.
_MAP_WORDS, _LETTER, _LINE = 3, 13.0, 14.3
# Pixels: room for the map and, below it on a narrow screen, the panel of a topic.
_FRAME_HEIGHT = 860


def topic_map(
    model: TopicModel,
    articles: Sequence[Article] | None = None,
    titles: Mapping[str, str] | None = None,
    language: Language = "zh",
) -> Framed:
    """Show a topic model as a map to explore: words, articles, shares over time and sections of every topic.

    Parameters
    ----------
    model : TopicModel
        Fitted.
    articles : sequence of Article, optional
        (n_articles,) what the model was fitted on, in that order; without them the map numbers the articles.
    titles : mapping of str to str, optional
        How readers know a section, by its key.
    language : {"zh", "en"}
        Language of everything that textml itself says.

    Returns
    -------
    Framed
        What a notebook shows in a frame; its ``document`` is an HTML page that needs no other file.

    Raises
    ------
    NotFittedError
        The model is not fitted.
    ConfigError
        There are not as many articles as the model was fitted on.

    Examples
    --------
    >>> texts = ["水库开闸放水，台风来袭", "水库水位上涨，台风停航", "法院开庭审理案件", "法院宣判案件"]
    >>> shown = topic_map(TopicModel(n_topics=2, min_df=1, n_resamples=0).fit(texts))
    >>> "水库" in shown.document
    True
    """
    check_is_fitted(model, "topics_")
    return Framed(render_topic_map(model, articles, titles, language), _FRAME_HEIGHT)


def render_topic_map(
    model: TopicModel,
    articles: Sequence[Article] | None = None,
    titles: Mapping[str, str] | None = None,
    language: Language = "zh",
) -> str:
    """Render the topic map as an HTML page that needs no other file and no network.

    Parameters
    ----------
    model, articles, titles, language
        As for `topic_map`.

    Returns
    -------
    str
        The page.

    Raises
    ------
    ConfigError
        There are not as many articles as the model was fitted on.
    """
    if articles is not None and len(articles) != len(model.shares_):
        raise ConfigError(
            f"articles: {len(articles)} for a model of {len(model.shares_)}; give those that it was fitted on, in order"
        )
    shown = _numbered(model, language) if articles is None else articles
    packed = pack_topics(model, titles or {}) | pack_articles(shown, [], {}, model.shares_)
    content = {"topic_map": build_map(model, language), "packed": packed, "title": read_texts(language)("map.title")}
    hidden = find_characters([*(article.text for article in shown), *model.vocabulary_.tolist()])
    return render("map.html.jinja", content, language, hidden)


def build_map(model: TopicModel, language: Language) -> dict[str, Any]:
    """Build what the map shows without a script: circles with names, periods to choose from.

    Parameters
    ----------
    model : TopicModel
        Fitted.
    language : {"zh", "en"}
        Of the labels.

    Returns
    -------
    dict
        ``width``, ``height``, ``circles`` and ``periods``.
    """
    texts = read_texts(language)
    centres, radii = place_topics(model.components_, model.mean_share())
    circles = [
        {
            "name": shown_name(topic),
            **_place_name(topic.name.split(" ")[:_MAP_WORDS], float(x), float(y)),
            "says": texts("map.topic", name=topic.name, share=percent(topic.share)),
            "color": color_of(topic.id),
            "x": float(x),
            "y": float(y),
            "r": float(r),
        }
        for topic, (x, y), r in zip(model.topics_, centres, radii, strict=True)
    ]
    periods = sorted(set(list_periods(model)) - {""})
    return {"width": WIDTH, "height": HEIGHT, "circles": circles, "periods": periods}


def _place_name(words: Sequence[str], x: float, y: float) -> dict[str, Any]:
    """The words of a name, how far it moves to stand inside the frame, and how far the first of its lines rises."""
    return {"label": words, "shift": _move_inside(words, x, y), "rise": f"{-0.55 * (len(words) - 1):.2f}em"}


def _move_inside(words: Sequence[str], x: float, y: float) -> str:
    """How far a name has to move to stand inside the frame, right and down; the script measures it anew."""
    width, height = _LETTER * max(map(len, words), default=0), _LINE * len(words)
    right = max(width / 2 - x, 0) - max(x + width / 2 - WIDTH, 0)
    down = max(height / 2 - y, 0) - max(y + height / 2 - HEIGHT, 0)
    return f"{right:.1f} {down:.1f}"


def pack_topics(model: TopicModel, titles: Mapping[str, str]) -> dict[str, str]:
    """Pack the topics of a page, and the words to search in.

    Parameters
    ----------
    model : TopicModel
        Fitted.
    titles : mapping of str to str
        How readers know a section, by its key.

    Returns
    -------
    dict of str to str
        Packed parts: ``topics`` and ``words``.
    """
    components = model.components_
    by_period = _rounded(share_by_period(model))
    known = model.sections_ is not None and set(model.sections_.tolist()) - {""}
    sections = _rounded(model.share_by_section()) if known else None
    topics = {
        "topics": [
            {
                "name": shown_name(topic),
                "color": color_of(topic.id),
                "share": round(topic.share, 6),
                "stability": None if np.isnan(topic.stability) else round(topic.stability, 3),
                "fragile": topic.fragile,
                "words": words,
            }
            for topic, words in zip(model.topics_, _candidates(components, model.vocabulary_), strict=True)
        ],
        "periods": by_period,
        "sections": sections and {**sections, "groups": [titles.get(key, key) for key in sections["groups"]]},
    }
    return {"topics": pack(topics), "words": pack(_word_uses(components, model.vocabulary_))}


def _numbered(model: TopicModel, language: Language) -> list[Article]:
    """Make articles of which only number and date are known."""
    texts = read_texts(language)
    dates = [""] * len(model.shares_) if model.dates_ is None else model.dates_.tolist()
    return [Article(str(n), texts("map.article", number=n), "", date=date) for n, date in enumerate(dates)]


def _rounded(table: ShareTable) -> dict[str, Any]:
    """Turn a share table into lists, a list a topic, shares to four places."""
    ends = {name: np.round(getattr(table, name).T, 4).tolist() for name in ("share", "low", "high")}
    return {"groups": list(table.groups), "n_articles": table.n_articles.tolist(), **ends}


def _candidates(components: np.ndarray, vocabulary: np.ndarray) -> list[list[tuple[str, float, float]]]:
    """List (word, p(w|topic), p(w)) of words that are among the most relevant at some setting of the slider.

    They are in the order of the vocabulary, which breaks ties as in `rank_words`.
    """
    ranked = np.hstack(rank_words_for(components, N_WORDS, WEIGHTS))
    given_topic = components / components.sum(axis=1, keepdims=True)
    overall = components.sum(axis=0) / components.sum()
    return [
        [(str(vocabulary[w]), float(f"{given_topic[k, w]:.9g}"), float(f"{overall[w]:.9g}")) for w in np.unique(row)]
        for k, row in enumerate(ranked)
    ]


def _word_uses(components: np.ndarray, vocabulary: np.ndarray) -> dict[str, Any]:
    """List which topics use each word, as sparse rows of three significant digits."""
    totals = components.sum(axis=0)
    used = sp.csr_matrix(np.where(components >= _LEAST_USE * totals, components, 0).T)
    numbers: list[float] = [0] * (2 * used.nnz)
    numbers[::2], numbers[1::2] = used.indices.tolist(), _short(used.data, 3)
    uses = [numbers[2 * start : 2 * end] for start, end in pairwise(used.indptr.tolist())]
    return {"words": "\n".join(vocabulary.tolist()), "uses": uses, "totals": _short(totals, 3)}


def _short(values: np.ndarray, digits: int) -> list[float]:
    """Round numbers to so many significant digits; whole ones become integers."""
    size = np.floor(np.log10(np.where(values == 0, 1, np.abs(values)))).astype(int)
    # whole multiples of a power of ten, or whole numbers over one, are the nearest floats to the digits that are meant
    scale = 10.0 ** np.abs(digits - 1 - size)
    whole = size >= digits
    scaled = np.rint(np.where(whole, values / scale, values * scale))
    rounded = np.where(whole, scaled * scale, scaled / scale)
    return [int(value) if value.is_integer() else value for value in rounded.tolist()]

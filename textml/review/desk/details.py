"""One article with everything that helps a person to decide: words that spoke, labelled neighbours, history."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from textml.corpus.article import Article
from textml.corpus.seeds import Seed
from textml.models.sections.classifier import SectionClassifier
from textml.models.sections.keyword_guess import guess_by_keywords
from textml.predict.labeller import Models
from textml.review.desk.fitting import Fitted
from textml.review.desk.label_log import Decision

# Words for the likeliest section; half as many for the next one.
_N_WORDS = 8
# Labelled articles that are shown beside one.
_N_NEIGHBOURS = 3
# Cosine below which two articles have nothing in common but function words.
_LEAST_SIMILAR = 0.05


class Neighbours:
    """Finds the labelled articles that are most like an article.

    Parameters
    ----------
    fitted : Fitted
        Classifier and labels.
    """

    def __init__(self, fitted: Fitted) -> None:
        self._classifier, self._seeds = fitted.models.sections, list(fitted.seeds.values())
        if self._classifier is not None:
            self._rows = self._classifier.features_.transform([seed.text for seed in self._seeds])

    def find(self, text: str, without: str) -> list[dict[str, Any]]:
        """List the nearest: id, title, section, similarity (cosine, in [0, 1]); without the article itself."""
        if self._classifier is None:
            return []
        similarity = (self._rows @ self._classifier.features_.transform([text]).T).toarray().ravel()
        nearest = [number for number in np.argsort(-similarity, kind="stable") if self._seeds[number].id != without]
        return [
            {
                "id": self._seeds[number].id,
                "title": self._seeds[number].title,
                "section": self._seeds[number].section,
                "similarity": round(float(similarity[number]), 3),
            }
            for number in nearest[:_N_NEIGHBOURS]
            if similarity[number] >= _LEAST_SIMILAR
        ]


def describe(
    article: Article, models: Models, neighbours: Neighbours, history: Sequence[Decision], name: str
) -> dict[str, Any]:
    """Describe an article.

    Parameters
    ----------
    article : Article
    models : Models
        What says the section: a classifier, or keywords.
    neighbours : Neighbours
    history : sequence of Decision
        Labels of the article, the latest first.
    name : str
        Its id in the labelled set.

    Returns
    -------
    dict
        kicker, subtitle, column, body, kind, cut_confidence, proba, words, neighbours, history
    """
    proba, words = explain(article.text, models)
    return {
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "column": article.column,
        "body": article.body,
        "kind": article.kind,
        "cut_confidence": round(article.confidence, 4),
        "proba": proba,
        "words": words,
        "neighbours": neighbours.find(article.text, name),
        "history": [
            {"section": one.seed.section, "by": one.seed.labelled_by, "at": one.seed.labelled_at} for one in history
        ],
    }


def explain(text: str, models: Models) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """Probabilities of the sections, the largest first, and the words that spoke for the two likeliest."""
    if models.sections is None:
        return _explain_by_keywords(text, models)
    return _explain_by_classifier(text, models.sections)


def _explain_by_classifier(
    text: str, classifier: SectionClassifier
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    found = classifier.predict_details([text], _N_WORDS)
    names = [str(name) for name in classifier.classes_]
    likeliest, runner_up = names[int(found.likeliest[0])], names[int(found.runner_up[0])]
    words = [{"word": word, "section": likeliest} for word in found.spoke_for[0]]
    words += [{"word": word, "section": runner_up} for word in found.spoke_against[0]]
    return _rank(names, found.proba[0]), words


def _explain_by_keywords(text: str, models: Models) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    names = list(models.keywords)
    if not names:
        return [], []
    guess = guess_by_keywords([text], models.keywords)
    words = [
        {"word": word, "section": name}
        for name, found in zip(names, guess.words[0], strict=True)
        for word in found[:_N_WORDS]
    ]
    return _rank(names, guess.proba[0]), words


def _rank(names: Sequence[str], proba: np.ndarray) -> list[dict[str, Any]]:
    order = np.argsort(-proba, kind="stable")
    return [{"section": names[number], "share": round(float(proba[number]), 6)} for number in order]


def as_article(seed: Seed) -> Article:
    """A labelled article that is not one of the run's."""
    return Article(seed.id, seed.title, seed.body, date=seed.date)

"""Fit the section classifier again while people label, and order what is left by its worth."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from textml.corpus.article import Article
from textml.corpus.seeds import Seed
from textml.features.characters.folding import normalize_texts
from textml.features.characters.tfidf import CharacterTfidf
from textml.models.evaluation.scores import f1_over
from textml.models.sections.building import classifier_builder, why_no_classifier
from textml.models.sections.classifier import SectionClassifier
from textml.models.sections.learning.shared_views import SharedViews
from textml.models.sections.training_set import MAX_POOL, sample_pool
from textml.predict.contents import Contents
from textml.predict.labeller import Models
from textml.reasons import Reason
from textml.review.desk.story_labels import StoryLabels, build_labeller, label_stories
from textml.review.desk.suspicions import Suspicion, find_suspicions
from textml.review.suggest import build_space, cover, find_candidates, measure_doubt, rank_to_label

# Suggestions that are ordered at a time: several screens for several people until the next fit.
_N_ORDERED = 40
# Unlabelled articles of the pool below which another pool is drawn.
_FEWEST = 2 * _N_ORDERED
# Labels between two points of the curve that the page shows.
_EVERY = 10
# Points that are kept: of a day's work.
_MOST_POINTS = 200
# Labels up to which keywords order the articles while a section has none.
_KEYWORDS_UNTIL = 20
# Held-out articles of a section below which its F1 jumps with every label.
_LEAST_HELD_OUT = 10


@dataclass(frozen=True, slots=True)
class Point:
    """What a number of labels makes of the articles.

    Attributes
    ----------
    n_labels : int
        Labelled articles.
    n_given, n_none, n_left : int
        Articles of the pool that get a section, are surely of none, and are left to a person; those that a person has
        labelled are not left.
    macro_f1 : float or None
        Macro-F1 of the sections on labelled articles that were held out, in [0, 1]; None without a classifier, or with
        so few labels of a section that it would be chance.
    """

    n_labels: int
    n_given: int
    n_none: int
    n_left: int
    macro_f1: float | None = None


def extend_curve(points: list[Point], point: Point) -> None:
    """Add a point to a curve: it keeps the first one, one about every ten labels, and the latest."""
    if len(points) > 1 and abs(points[-1].n_labels - points[-2].n_labels) < _EVERY:
        points.pop()
    points.append(point)
    del points[1 : max(1, len(points) - _MOST_POINTS)]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A classifier with what follows from it for the articles of the pool.

    Attributes
    ----------
    models : Models
        The classifier, or keywords where there are too few labels for one.
    seeds : mapping of str to Seed
        The labels that it learnt from.
    order : list of int
        Positions of the stories to label next, the most useful first.
    suspicions : list of Suspicion
        Labels that look wrong, the strongest contradiction first.
    point : Point
    missing : Reason or None
        Why no article gets a label, and what is needed; None where some do.
    """

    models: Models
    seeds: Mapping[str, Seed]
    order: list[int]
    suspicions: list[Suspicion]
    point: Point
    missing: Reason | None = None


class PoolFitter:
    """Fits classifiers on a labelled set that grows, and a pool of unlabelled stories that stays the same.

    What depends on the texts alone is worked out once. A fit then takes a second with 300 labels and 2,500 unlabelled
    articles, the most that any fit learns from.

    Parameters
    ----------
    contents : Contents
        Of the run.
    precision : float
        Share of labels that must be right, in (0, 1).
    random_state : int
        As for `SectionClassifier`.
    """

    def __init__(self, contents: Contents, precision: float, random_state: int = 0) -> None:
        self._contents, self._precision, self._random_state = contents, precision, random_state
        self._texts = [seed_text(story) for story in contents.stories]
        self._pool: list[int] = []
        self._union: dict[str, str] = {}
        self._shared: SharedViews | None = None
        self._features: CharacterTfidf | None = None

    def fit(self, seeds: Mapping[str, Seed], given: Mapping[int, Seed], suggested: frozenset[str]) -> Fitted:
        """Fit a classifier, and order the stories without a label.

        Parameters
        ----------
        seeds : mapping of str to Seed
            The labels that count.
        given : mapping of int to Seed
            Those of stories, by their positions.
        suggested : frozenset of str
            Ids of labelled articles that were suggested as hard ones.
        """
        self._draw_pool(given)
        return self._judge(self._fit(seeds, suggested), seeds, given)

    def judge_first(self, models: Models, seeds: Mapping[str, Seed], given: Mapping[int, Seed]) -> Fitted:
        """Order the stories by the models that the run left, without a fit."""
        self._draw_pool(given)
        return self._judge(models, seeds, given)

    def _draw_pool(self, labelled: Collection[int]) -> None:
        """Draw a pool, at first and when most of it is labelled."""
        n_open = sum(position not in labelled for position in self._pool)
        if n_open >= _FEWEST or (self._pool and len(self._texts) - len(labelled) <= n_open):
            return
        open_ = [position for position in range(len(self._texts)) if position not in labelled]
        drawn = sample_pool((self._texts[position] for position in open_), MAX_POOL)
        self._pool = [open_[number] for number in drawn][:MAX_POOL]
        self._shared = self._features = None

    def _fit(self, seeds: Mapping[str, Seed], suggested: frozenset[str]) -> Models:
        contents = self._contents
        reject = contents.reject.key if contents.reject else None
        labels = [seed.section for seed in seeds.values()]
        keywords = {section.key: section.keywords for section in contents.sections if section.keywords}
        missing = why_no_classifier(labels, reject)
        if missing is None and len(labels) < _KEYWORDS_UNTIL and keywords.keys() - set(labels):
            # a classifier of the sections labelled so far would lead away from the others
            missing = contents.models.missing[0] if contents.models.missing else Reason("no_labels")
        if missing:
            return Models(None, contents.topics, (missing,), keywords)
        texts = [seed.text for seed in seeds.values()]
        hard = [name in suggested for name in seeds]
        shared, unlabelled = self._share(texts)
        classifier = classifier_builder(labels, keywords, reject, self._random_state)(labels).share(shared)
        classifier.fit(texts, labels, unlabelled or None, hard)
        return Models(classifier, contents.topics)

    def _share(self, texts: Sequence[str]) -> tuple[SharedViews, list[str]]:
        """The texts of the pool that are not labelled; views are made anew where a labelled text is in none yet."""
        known = dict(zip(normalize_texts(texts), texts, strict=True))
        if self._shared is None or not known.keys() <= self._union.keys():
            pool = [self._texts[position] for position in self._pool]
            self._union = {**dict(zip(normalize_texts(pool), pool, strict=True)), **known}
            self._shared = SharedViews(list(known), [text for text in self._union if text not in known])
        return self._shared, [text for folded, text in self._union.items() if folded and folded not in known]

    def _judge(self, models: Models, seeds: Mapping[str, Seed], given: Mapping[int, Seed]) -> Fitted:
        stories = self._contents.stories
        pool = [position for position in self._pool if position not in given]
        labeller = build_labeller(models, self._precision)
        found = label_stories(labeller, [stories[position] for position in pool])
        decided = [given[position].section for position in self._pool if position in given]
        n_given, n_none, n_left = self._count(found, decided)
        point = Point(len(seeds), n_given, n_none, n_left, _macro_f1(models.sections))
        order = [pool[number] for number in self._rank(models, pool, found)]
        suspicions = find_suspicions(models.sections, seeds)
        return Fitted(models, seeds, order, suspicions, point, labeller.promise.reason)

    def _count(self, found: StoryLabels, decided: Sequence[str]) -> tuple[int, int, int]:
        """Articles of the pool with a section, of none, and left; what a person has decided needs no classifier."""
        reject = self._contents.reject.key if self._contents.reject else ""
        n_left = int((found.left & (found.sections == "")).sum())
        n_given = int((found.sections != "").sum())
        n_none = len(found.sections) - n_given - n_left + sum(section == reject for section in decided)
        n_given += sum(section != reject for section in decided)
        return n_given, n_none, n_left

    def _rank(self, models: Models, pool: Sequence[int], found: StoryLabels) -> list[int]:
        """Order the open articles of the pool as `rank_to_label` does, in one space for all fits."""
        if not pool:
            return []
        stories = self._contents.stories
        new = [self._contents.newness.get(stories[position].id, 0.0) for position in pool]
        if models.sections is None:
            first = rank_to_label([stories[position].text for position in pool], _N_ORDERED, models, new)
            taken = set(first)
            return [*first, *(number for number in range(len(pool)) if number not in taken)]
        self._lay_out(models.sections.features_)
        places = np.searchsorted(self._pool, pool)
        doubt = measure_doubt(found.proba, new)
        candidates = find_candidates(self._rows[places], doubt)
        near = self._space.place(models.sections.labelled_rows())
        chosen = cover(self._space.unit[places[candidates]], doubt[candidates], _N_ORDERED, near)
        first = candidates[chosen].tolist() if chosen else []
        # who skips all of these gets the others, the most doubtful first
        taken = set(first)
        return [*first, *(int(number) for number in np.argsort(-doubt, kind="stable") if number not in taken)]

    def _lay_out(self, features: CharacterTfidf) -> None:
        """Compare the articles of the pool with each other, once for all fits with the same features."""
        if features is not self._features:
            self._features = features
            stories = self._contents.stories
            self._rows = features.transform([stories[position].text for position in self._pool])
            self._space = build_space(self._rows)


def seed_text(story: Article) -> str:
    """The text of a story as it is when it has been labelled: headline and body."""
    return Seed(story.id, story.title, story.body, "").text


def _macro_f1(classifier: SectionClassifier | None) -> float | None:
    """Macro-F1 on the held-out articles, suggested ones weighed as rare as they are."""
    if classifier is None or not len(classifier.held_out_sections_):
        return None
    held_out = classifier.held_out()
    counts = np.bincount(held_out.truth[held_out.truth != held_out.reject], minlength=len(classifier.classes_))
    if np.sort(counts)[int(held_out.reject >= 0)] < _LEAST_HELD_OUT:
        return None
    table = np.zeros((len(classifier.classes_),) * 2)
    np.add.at(table, (held_out.truth, held_out.likeliest), held_out.weights)
    return f1_over([str(name) for name in classifier.classes_], str(classifier.reject or ""))(table)

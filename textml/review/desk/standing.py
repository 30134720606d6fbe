"""A run as it stands with the labels given so far: what the models say of each story, and what a person has said."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from textml.corpus.article import Article
from textml.corpus.recognition import recognize_labelled
from textml.corpus.seeds import Seed
from textml.predict.contents import Contents
from textml.predict.labeller import Models, is_of_none
from textml.review.desk.fitting import Fitted
from textml.review.desk.story_labels import StoryLabels, build_labeller, in_blocks, join_labels, label_stories

# Characters of an article's text in a list.
_SNIPPET = 120


class Stories:
    """The stories of a run, found by their ids and by those of the labelled set.

    Parameters
    ----------
    contents : Contents
        Of the run.
    """

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.listed: list[Article] = contents.stories
        self.at = {story.id: position for position, story in enumerate(self.listed)}
        self._known = {of_set: self.at[of_run] for of_set, of_run in contents.labelled.items() if of_run in self.at}
        self._looked_for = {seed.id for seed in contents.seeds} | self._known.keys()

    @cached_property
    def topics(self) -> list[str]:
        """Topic of each story; empty where the run has none."""
        if not self.contents.folder.has("models/labels.jsonl"):
            return [""] * len(self.listed)
        return [str(row["topic"]) for row in self.contents.labels]

    def find(self, seeds: Mapping[str, Seed]) -> dict[str, int]:
        """Positions of the stories that labelled articles stand for, by the ids of the set.

        Those that were labelled elsewhere under other ids are recognised by their texts.
        """
        new = {name: seed.body for name, seed in seeds.items() if name not in self._looked_for and name not in self.at}
        if new:
            texts = {story.id: story.body for story in self.listed}
            self._known |= {name: self.at[found] for name, found in recognize_labelled(new, texts).items()}
            self._looked_for |= new.keys()
        places = ((name, self.at.get(name, self._known.get(name))) for name in seeds)
        return {name: place for name, place in places if place is not None}

    def name_in_set(self, article_id: str, seeds: Collection[str]) -> str:
        """Id under which an article is in the labelled set, or would be."""
        position = self.at.get(article_id)
        if article_id in seeds or position is None:
            return article_id
        return next((name for name, place in self._known.items() if place == position and name in seeds), article_id)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the stories at one moment; a later one takes its place as a whole.

    Attributes
    ----------
    generation : int
        Grows with every fit and every label.
    stories : Stories
    fitted : Fitted
        The latest classifier, and what follows from it.
    labelled : StoryLabels
        What a classifier says of all stories; it may be older than the latest for a second or two.
    given : mapping of int to Seed
        Labels of persons by the positions of the stories.
    """

    generation: int
    stories: Stories
    fitted: Fitted
    labelled: StoryLabels
    given: Mapping[int, Seed]

    @property
    def sections(self) -> np.ndarray:
        """Section of each story by the models; empty where it is left to a person."""
        return self.labelled.sections

    def rows(self, positions: Iterable[int]) -> list[dict[str, Any]]:
        """Stories as rows of a list; `label` is what a person says, `section` what the models say."""
        return [self._row(int(position)) for position in positions]

    def _row(self, position: int) -> dict[str, Any]:
        story = self.stories.listed[position]
        given = self.given.get(position)
        return {
            "id": story.id,
            "title": story.title,
            "date": story.date,
            "page_id": story.page_id,
            "section": str(self.labelled.sections[position]),
            "confidence": round(float(self.labelled.confidence[position]), 6),
            "topic": self.stories.topics[position],
            "label": given.section if given else "",
            "needs_review": bool(self.labelled.left[position]),
            "snippet": story.body[:_SNIPPET],
        }


def row_of_seed(seed: Seed) -> dict[str, Any]:
    """A labelled article that is not one of the run's as a row of a list."""
    return {
        "id": seed.id,
        "title": seed.title,
        "date": seed.date,
        "page_id": "",
        "section": "",
        "confidence": 0.0,
        "topic": "",
        "label": seed.section,
        "needs_review": False,
        "snippet": seed.body[:_SNIPPET],
    }


def take_from_run(contents: Contents, precision: float) -> StoryLabels:
    """What the run says of its stories: its label table, or what its classifier says where it has none."""
    if not contents.folder.has("models/labels.jsonl"):
        return name_rejects(label_stories(build_labeller(contents.models, precision), contents.stories), contents)
    rows: Sequence[Mapping[str, Any]] = contents.labels
    reject = contents.reject.key if contents.reject else ""
    sections = np.array([reject if is_of_none(row) else row["section"] for row in rows], dtype=object)
    left = np.array([row["needs_review"] for row in rows], dtype=bool)
    return StoryLabels(sections, np.array([row["confidence"] for row in rows]), left, np.zeros((len(rows), 0)))


def label_all(contents: Contents, models: Models, precision: float, is_stale: Callable[[], bool]) -> StoryLabels | None:
    """Label all stories of a run in parts; None where something newer came first, or there are no stories."""
    labeller, parts = build_labeller(models, precision), []
    for part in in_blocks(len(contents.stories)):
        if is_stale():
            return None
        parts.append(name_rejects(label_stories(labeller, contents.stories[part]), contents))
    return join_labels(parts) if parts else None


def name_rejects(found: StoryLabels, contents: Contents) -> StoryLabels:
    """The same with the name of none for stories that are surely of none of the sections."""
    reject = contents.reject.key if contents.reject else ""
    sections = np.where((found.sections == "") & ~found.left, reject, found.sections)
    return StoryLabels(sections, found.confidence, found.left, found.proba)

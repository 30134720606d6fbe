"""The state of a run while its stages work: settings, draft folder, results of earlier stages."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from textml import store
from textml.config import Settings
from textml.corpus.article import Article
from textml.errors import ArtifactError
from textml.predict.contents import Contents
from textml.progress import Progress
from textml.runs.costs import Cost
from textml.runs.inputs import Inputs

if TYPE_CHECKING:
    from textml.features.characters.counted import CountedGrams
    from textml.models.evaluation.held_out import Labelled
    from textml.models.topics.model import TopicModel

#: Unlabelled articles that held-out fits learn from; see tests/bench/bench_pool.py for what more of them would change.
HELD_OUT_POOL = 1500


@dataclass(frozen=True)
class Flow:
    """A run while its stages work.

    Attributes
    ----------
    name : str
        of the run
    settings : Settings
    inputs : Inputs
        the files to read
    draft : store.Draft
        the folder that the stages write into
    progress : Progress
        shows the work
    previous : Contents or None
        the run of this name that there is already, checked
    costs : dict of str to Cost
        what each stage took, the one that is kept when it worked; filled in as they end
    """

    name: str
    settings: Settings
    inputs: Inputs
    draft: store.Draft
    progress: Progress
    previous: Contents | None = None
    costs: dict[str, Cost] = field(default_factory=dict)

    @cached_property
    def contents(self) -> Contents:
        """What the earlier stages left."""
        return Contents(self.draft)

    @property
    def pool(self) -> list[Article]:
        """Unlabelled articles that the classifier may learn from; none where the settings say so."""
        return self.contents.stories if self.settings.models.use_unlabeled else []

    @property
    def n_jobs(self) -> int:
        """How many classifiers are fitted at a time; -1 for one on each core."""
        return self.settings.corpus.workers

    @cached_property
    def counted(self) -> "CountedGrams":
        """N-grams of the labelled set and its pool, for all held-out fits."""
        from textml.features.characters.counted import CountedGrams
        from textml.features.characters.folding import normalize_texts

        return CountedGrams(normalize_texts([*self.labelled.texts, *self.labelled.pool]))

    @cached_property
    def labelled(self) -> "Labelled":
        """The labelled set and a sample of the pool, grouped by issue and near-duplicates.

        It is what scores are measured on: some dozen fits on the whole pool of an archive would take hours.
        """
        from textml.models.evaluation.held_out import Labelled
        from textml.models.evaluation.near_duplicates import group_articles
        from textml.models.sections.training_set import sample_pool

        seeds, stories = self.contents.seeds, self.pool
        pool = [stories[position] for position in sample_pool([story.text for story in stories], HELD_OUT_POOL)]
        texts = [s.text for s in seeds] + [a.text for a in pool]
        dates = [s.date for s in seeds] + [a.date for a in pool]
        n = len(seeds)
        at = {article.id: number for number, article in enumerate(pool, n)}
        found = self.contents.labelled
        same = [(i, at[found[s.id]]) for i, s in enumerate(seeds) if found.get(s.id) in at]
        groups = group_articles(texts, dates, self.settings.models.duplicate_share, same)
        labels = np.array([s.section for s in seeds])
        ids = [s.id for s in seeds]
        return Labelled(texts[:n], labels, groups[:n], texts[n:], groups[n:], dates[n:], ids, len(stories))

    @property
    def previous_topics(self) -> "TopicModel | None":
        """The topic model of the earlier run; None where there is none, or it cannot be read."""
        try:
            return self.previous.topics if self.previous else None
        except ArtifactError:
            return None

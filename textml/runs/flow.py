"""The state of a run while its stages work: settings, draft folder, results of earlier stages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from textml import store
from textml.config import Settings
from textml.corpus.article import Article
from textml.corpus.growth import Growth, compare_stories
from textml.errors import ArtifactError
from textml.predict.contents import Contents
from textml.progress import Progress
from textml.reasons import Reason
from textml.runs.costs import Cost, read_costs
from textml.runs.inputs import Inputs

if TYPE_CHECKING:
    from textml.models.evaluation.held_out import Labelled
    from textml.models.sections.classifier import SectionClassifier
    from textml.models.sections.learning.shared_views import SharedViews
    from textml.models.topics.model import TopicModel

#: Unlabelled articles that held-out fits learn from; see tests/bench/bench_pool.py for what more of them would change.
HELD_OUT_POOL = 1500


@dataclass(frozen=True)
class EarlierRun:
    """The run that there is already; files of stages that are up to date are what stages write.

    Attributes
    ----------
    run : store.Run
        the run
    contents : Contents
        its files as values, those of stages that are up to date all read
    """

    run: store.Run
    contents: Contents

    @property
    def stages(self) -> Mapping[str, Any]:
        """What its manifest says of each of its stages: key, files and others."""
        return dict(self.run.manifest["stages"])

    @property
    def sums(self) -> Mapping[str, str]:
        """sha256 of its files by name."""
        return dict(self.run.manifest["files"])

    def lacks_topics(self, stage: str) -> bool:
        """Whether a stage found fewer topics than asked for: with more articles it may find all."""
        return stage == "topics" and (self.contents.topics is None or bool(self.contents.fewer_topics))


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
    earlier : EarlierRun or None
        the run of this name that there is already, checked
    """

    name: str
    settings: Settings
    inputs: Inputs
    draft: store.Draft
    progress: Progress
    earlier: EarlierRun | None = None

    @property
    def previous(self) -> Contents | None:
        """What the earlier run holds."""
        return self.earlier.contents if self.earlier else None

    @property
    def costs(self) -> dict[str, Cost]:
        """What each stage took that has ended; of one that was kept, what it took when it worked."""
        return read_costs(self.draft.finished)

    def keep_stage(self, name: str) -> None:
        """Take over what the earlier run has of a stage."""
        if self.earlier:
            self.draft.keep(self.earlier.run, self.earlier.stages[name]["files"])
            self.contents.take_over(self.earlier.contents, name)

    @property
    def keeps_models(self) -> bool:
        """Whether classifier and topics are those that labelled the stories of the earlier run, extended or not."""
        had = self.earlier.stages if self.earlier else {}
        return "labels" in had and all(
            name in had and self.draft.finished[name]["fitted"]["key"] == had[name].get("fitted", {}).get("key")
            for name in ("sections", "topics")
        )

    @property
    def kept_models(self) -> Reason | None:
        """That models were fitted on other articles than those of the run; None where they were not."""
        fits = [entry["fitted"] for entry in self.draft.finished.values() if "fitted" in entry]
        oldest = max(fits, key=lambda fitted: fitted["since"], default=None)
        if oldest is None or not oldest["since"]:
            return None
        return Reason("models_kept", {"fitted": oldest["articles"], "since": oldest["since"]})

    @property
    def samples(self) -> list[Reason]:
        """What the classifier and the topics were fitted on, where that is a sample of the articles."""
        found = [describe_pool(self.contents.classifier)] if "sections" in self.draft.finished else []
        fitted, topics = self.draft.finished.get("topics", {}).get("fitted"), self.contents.topics
        if fitted and topics is not None:
            found.append(describe_sample(topics.lda_.n_articles_, fitted["articles"]))
        return [reason for reason in found if reason]

    @cached_property
    def growth(self) -> Growth | None:
        """How the stories differ from those of the earlier run, once they are read; None where there is none."""
        return compare_stories(self.earlier.contents.stories, self.contents.stories) if self.earlier else None

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
    def shared(self) -> "SharedViews":
        """What all held-out fits know of the labelled set and its pool besides the labels."""
        from textml.features.characters.folding import normalize_texts
        from textml.models.sections.learning.shared_views import SharedViews

        return SharedViews(normalize_texts(self.labelled.texts), normalize_texts(self.labelled.pool))

    @cached_property
    def labelled(self) -> "Labelled":
        """The labelled set and a sample of the pool, grouped by issue and near-duplicates.

        It is what scores are measured on: some dozen fits on the whole pool of an archive would take hours.
        """
        from textml.models.evaluation.held_out import Labelled
        from textml.models.evaluation.near_duplicates import group_articles
        from textml.models.sections.training_set import sample_pool

        seeds, stories = self.contents.seeds, self.pool
        pool = [stories[position] for position in sample_pool((story.text for story in stories), HELD_OUT_POOL)]
        texts = [s.text for s in seeds] + [a.text for a in pool]
        dates = [s.date for s in seeds] + [a.date for a in pool]
        n = len(seeds)
        at = {article.id: number for number, article in enumerate(pool, n)}
        found = self.contents.labelled
        same = [(i, at[found[s.id]]) for i, s in enumerate(seeds) if found.get(s.id) in at]
        groups = group_articles(texts, dates, self.settings.models.duplicate_share, same)
        labels = np.array([s.section for s in seeds])
        ids = [s.id for s in seeds]
        reject = self.contents.reject
        return Labelled(
            texts[:n],
            labels,
            groups[:n],
            texts[n:],
            groups[n:],
            dates[n:],
            ids,
            len(stories),
            reject.key if reject else "",
            np.array([s.chosen == "suggested" for s in seeds], dtype=bool),
        )

    @property
    def previous_topics(self) -> "TopicModel | None":
        """The topic model of the earlier run; None where there is none, or it cannot be read."""
        try:
            return self.previous.topics if self.previous else None
        except ArtifactError:
            return None


def describe_sample(n: int, n_articles: int) -> Reason | None:
    """That topics are fitted on `n` of so many articles; None where these are all."""
    return Reason("topics_sampled", {"n": f"{n:,}", "of": f"{n_articles:,}"}) if n < n_articles else None


def describe_pool(classifier: "SectionClassifier | None") -> Reason | None:
    """Of how many unlabelled articles a classifier learnt; None where there is none, or it learnt of all."""
    from textml.models.sections.training_set import MAX_POOL

    beyond = classifier.dropped_["unlabelled, beyond the sample"] if classifier else 0
    return Reason("pool_sampled", {"n": f"{MAX_POOL:,}", "of": f"{MAX_POOL + beyond:,}"}) if beyond else None

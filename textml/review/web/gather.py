"""Label what several requests ask for at the same time as one batch."""

from collections import deque
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain
from threading import Lock
from typing import Any

from textml.corpus.article import Article
from textml.predict.batch import label_or_halve
from textml.predict.contents import Contents
from textml.predict.labeller import Labeller, Models, as_rows
from textml.reasons import join_reasons
from textml.review.web.failures import MissingModelError

# Precisions whose labellers are kept; programs ask for one or two.
_N_KEPT = 8
# Articles of a request that are labelled in one call.
_PART = 256


class _Job:
    """The articles of one request, and their rows once they are labelled."""

    def __init__(self, labeller: Labeller, articles: Sequence[Article]) -> None:
        self.labeller = labeller
        self.articles = articles
        self.rows: list[dict[str, Any]] = []
        self.failures: list[tuple[str, str]] = []
        self.done = False


class Gatherer:
    """Labels with the models of a run, for many threads: one labels for all that wait.

    A call costs about as much for ten short articles as for three, and a row does not depend on the others of its
    batch.

    Parameters
    ----------
    contents : Contents
        Of the run.
    precision : float
        Share of labels that must be right where a request says nothing, in (0, 1).
    """

    def __init__(self, contents: Contents, precision: float) -> None:
        self._models = _on_one_thread(contents.models)
        self._folder = contents.folder.folder
        self._precision = precision
        self._waiting: deque[_Job] = deque()
        self._working = Lock()
        self._find_labeller = lru_cache(_N_KEPT)(partial(Labeller, self._models))

    def label(
        self, articles: Sequence[Article], precision: float | None = None
    ) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
        """Label articles, together with those of other threads.

        Parameters
        ----------
        articles : sequence of Article
            Stories.
        precision : float, optional
            Share of labels that must be right, in (0, 1).

        Returns
        -------
        rows : list of dict
            Of the label table, in the order of the articles.
        failures : list of (str, str)
            Id of each article that could not be labelled, and why.

        Raises
        ------
        MissingModelError
            The run holds no model.
        """
        if self._models.sections is None and self._models.topics is None:
            raise MissingModelError(
                f"{self._folder}: holds no model ({join_reasons(self._models.missing)}). Train one with `textml train "
                f"{self._folder.name}`, then start the page again"
            )
        labeller = self._find_labeller(self._precision if precision is None else precision)
        # In parts, so that a large request lets others through.
        jobs = [_Job(labeller, articles[at : at + _PART]) for at in range(0, len(articles), _PART)]
        for job in jobs:
            self._do(job)
        return [row for job in jobs for row in job.rows], [failure for job in jobs for failure in job.failures]

    def _do(self, job: _Job) -> None:
        """Do a job with all that wait, or wait until another thread has done it."""
        self._waiting.append(job)
        with self._working:
            if not job.done:
                waiting = [self._waiting.popleft() for _ in range(len(self._waiting))]
                # It is not among them if the thread that took it has failed.
                _label_jobs([job, *(other for other in waiting if other is not job)])


def _on_one_thread(models: Models) -> Models:
    """The same models, of which the topics take one thread: more would cost more than a few articles are worth."""
    topics = models.topics
    if topics is not None:
        topics, topics.lda_ = copy(topics), copy(topics.lda_)
        topics.lda_.n_jobs = 1
    return Models(models.sections, topics, models.missing, models.keywords)


def _label_jobs(jobs: Sequence[_Job]) -> None:
    """Label the articles of all jobs, those of one labeller in one call."""
    for labeller in {id(job.labeller): job.labeller for job in jobs}.values():
        _label_alike([job for job in jobs if job.labeller is labeller], labeller)
    for job in jobs:
        job.done = True


def _label_alike(jobs: Sequence[_Job], labeller: Labeller) -> None:
    # ids of two requests may be the same: places are not
    places = [(job, article) for job in jobs for article in job.articles]
    numbered = [replace(article, id=str(place)) for place, (_, article) in enumerate(places)]
    parts, failures = label_or_halve(numbered, lambda part: as_rows(labeller.label(part)))
    for row in chain.from_iterable(parts):
        job, article = places[int(row["id"])]
        job.rows.append({**row, "id": article.id})
    for place, why in failures:
        job, article = places[int(place)]
        job.failures.append((article.id, why))

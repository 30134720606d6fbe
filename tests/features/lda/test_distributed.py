"""LDA on two workers gives the topics of one machine, whatever happens to the workers."""

from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp

from tests.contracts.test_readme import block
from tests.predict.dask_processes import worker_named
from textml.errors import ConfigError
from textml.features.lda import blocks as lda_blocks
from textml.features.lda.distributed import ClusterBlocks
from textml.features.lda.estimator import LDA
from textml.predict.cluster import connect

N_TOPICS = 4


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> sp.csr_matrix:
    """600 articles of 80 words, in six blocks."""
    monkeypatch.setattr(lda_blocks, "_ARTICLES_PER_BLOCK", 100)
    draw = np.random.default_rng(5)
    topics = draw.dirichlet(np.full(80, 0.1), N_TOPICS)
    shares = draw.dirichlet(np.full(N_TOPICS, 0.2), 600)
    return sp.csr_matrix(np.array([draw.multinomial(60, share @ topics) for share in shares]))


def _parts(counts: sp.csr_matrix, n_parts: int) -> list[sp.csr_matrix]:
    """Rows dealt out in turn, so that parts and blocks have nothing to do with each other."""
    return [counts[number::n_parts] for number in range(n_parts)]


def _rows(number: int, n_parts: int, counts: sp.csr_matrix) -> sp.csr_matrix:
    return counts[number::n_parts]


@pytest.mark.parametrize("n_parts", [1, 3])
def test_topics_of_two_workers_are_those_of_one_machine(dask_processes, counts, n_parts):
    """Components, passes, perplexity and reason are equal to the bit, for any number of parts."""
    alone = LDA(N_TOPICS).fit(counts)
    with connect(dask_processes.address) as client:
        blocks = ClusterBlocks(client, _parts(counts, n_parts))
        together = LDA(N_TOPICS).fit(blocks)
        assert len(client.scheduler_info(-1)["workers"]) == 2
    assert np.array_equal(together.components_, alone.components_)
    assert together.stopped_ == alone.stopped_
    assert (together.n_iter_, together.perplexity_) == (alone.n_iter_, alone.perplexity_)
    assert (together.n_articles_, together.n_features_in_) == counts.shape
    assert np.array_equal(together.transform(counts[:9]), alone.transform(counts[:9]))


def test_a_worker_lost_in_the_middle_does_not_change_the_topics(dask_processes, counts):
    """A worker that held articles is killed after ten passes; the fit goes on to the same bits."""
    alone = LDA(N_TOPICS).fit(counts)
    lost: list[Any] = []

    with dask_processes.extra_worker("doomed"), connect(dask_processes.address) as client:

        def kill(passes: int, _: float) -> None:
            if passes == 10:
                lost.extend(client.has_what()[worker_named(client, "doomed")])
                dask_processes.kill("doomed")

        parts = [client.submit(_rows, number, 8, counts) for number in range(8)]
        together = LDA(N_TOPICS).fit(ClusterBlocks(client, parts), on_pass=kill)
    assert lost, "the worker held nothing, so nothing was tried"
    assert together.n_iter_ > 10
    assert np.array_equal(together.components_, alone.components_)


def test_steering_and_starting_work_on_a_cluster_too(dask_processes, counts):
    """A prior and a start lead to the topics that they lead to on one machine."""
    prior, start = np.zeros((N_TOPICS, 80)), np.random.default_rng(1).random((N_TOPICS, 80))
    prior[0, 7] = 50
    alone = LDA(N_TOPICS, max_iter=10).fit(counts, word_prior=prior, start=start)
    with connect(dask_processes.address) as client:
        blocks = ClusterBlocks(client, _parts(counts, 2))
        together = LDA(N_TOPICS, max_iter=10).fit(blocks, word_prior=prior, start=start)
    assert np.array_equal(together.components_, alone.components_)


def test_parts_that_cannot_be_learnt_from_are_refused(dask_processes, counts):
    """Negative counts, parts of another width, no part, and engines of one machine: each with what was found."""
    with connect(dask_processes.address) as client:
        with pytest.raises(ValueError, match=r"part 1: -1 among the counts.*0 or more"):
            ClusterBlocks(client, [counts, sp.csr_matrix(np.array([[1, -1]]))])
        with pytest.raises(ValueError, match=r"parts of \[2, 80\] words"):
            ClusterBlocks(client, [counts, sp.csr_matrix((3, 2), dtype=int)])
        with pytest.raises(ValueError, match="no part"):
            ClusterBlocks(client, [])
        with pytest.raises(ConfigError, match="'gensim' learns on one machine only"):
            LDA(2, engine="gensim").fit(ClusterBlocks(client, [counts]))


def test_the_example_of_the_readme_runs(dask_processes, root, monkeypatch):
    """Typed in a checkout, against the scheduler of these tests, it gives the topics of one machine."""
    monkeypatch.chdir(root)
    names: dict[str, Any] = {}
    exec(block(root, "python", "ClusterBlocks").replace("tcp://127.0.0.1:8786", dask_processes.address), names)
    assert names["lda"].n_articles_ == 36
    assert np.array_equal(names["lda"].components_, LDA(3).fit(names["counts"]).components_)

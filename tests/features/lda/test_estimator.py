"""LDA finds known topics, gives the same numbers however it is asked, and survives bad input."""

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment

from textml.errors import ConfigError
from textml.features.lda.estimator import ENGINES, LDA

N_TOPICS, N_WORDS = 5, 100


def _known(n_articles: int = 400, length: int = 80, seed: int = 0) -> tuple[sp.csr_matrix, np.ndarray]:
    """Counts drawn from five topics of twenty words each that overlap with their neighbours, and these topics."""
    draw = np.random.default_rng(seed)
    topics = np.full((N_TOPICS, N_WORDS), 0.1)
    for k in range(N_TOPICS):
        topics[k, np.arange(20 * k - 3, 20 * k + 23) % N_WORDS] = 2.0
    topics /= topics.sum(1, keepdims=True)
    shares = draw.dirichlet(np.full(N_TOPICS, 0.1), n_articles)
    counts = np.array([draw.multinomial(length, share @ topics) for share in shares])
    return sp.csr_matrix(counts), topics


@pytest.fixture(scope="module")
def known() -> tuple[sp.csr_matrix, np.ndarray]:
    """Counts with known topics."""
    return _known()


@pytest.fixture(scope="module")
def fitted(known: tuple[sp.csr_matrix, np.ndarray]) -> LDA:
    """An LDA of these counts."""
    return LDA(N_TOPICS).fit(known[0])


def _likeness(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Cosine of each topic of `one` with its partner in `other`."""
    unit = [rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (one, other)]
    cosine = unit[0] @ unit[1].T
    return cosine[linear_sum_assignment(-cosine)]


def test_topics_that_drew_the_counts_are_recovered(known, fitted):
    """Every topic is found again with a cosine above 0.98."""
    assert _likeness(known[1], fitted.components_).min() > 0.98


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_engines_agree_on_an_easy_corpus(known, fitted, engine):
    """Another engine finds the same topics, and infers through the same kernel, so that its shares are stable too."""
    other = LDA(N_TOPICS, engine=engine, max_iter=50).fit(known[0])
    assert _likeness(fitted.components_, other.components_).min() > 0.95
    assert np.array_equal(other.transform(known[0])[3:4], other.transform(known[0][3:4]))
    assert other.n_iter_ > 0
    assert other.stopped_


def test_shares_of_an_article_do_not_depend_on_neighbours_or_threads(known, fitted):
    """Alone, in a batch, the second time and on three threads the shares are bit for bit the same."""
    batch = fitted.transform(known[0])
    alone = np.vstack([fitted.transform(known[0][i]) for i in range(20)])
    assert np.array_equal(batch[:20], alone)
    assert np.array_equal(batch, fitted.transform(known[0]))
    other = LDA(N_TOPICS, n_jobs=3).fit(known[0])
    assert np.array_equal(batch, other.transform(known[0]))


def test_topics_do_not_depend_on_order_threads_or_seed(known, fitted):
    """Shuffled articles, one thread or another random_state give the same topics bit for bit."""
    shuffled = known[0][np.random.default_rng(1).permutation(known[0].shape[0])]
    for other in (LDA(N_TOPICS).fit(shuffled), LDA(N_TOPICS, random_state=7, n_jobs=1).fit(known[0])):
        assert np.array_equal(other.components_, fitted.components_)


def test_fit_says_how_it_stopped(known, fitted):
    """It stops by itself on what it held out, or says that it ran into max_iter."""
    assert "no longer falls" in fitted.stopped_
    assert fitted.n_iter_ < 100
    assert 20 < fitted.perplexity_ < N_WORDS
    short = LDA(N_TOPICS, max_iter=2).fit(known[0])
    assert short.stopped_.startswith("max_iter=2 reached")


def test_tokens_are_counted_once(known, fitted):
    """Pseudo-counts are the corpus and the prior, no more; also after batches."""
    prior = N_TOPICS * N_WORDS * fitted.eta
    assert fitted.components_.sum() == pytest.approx(known[0].sum() + prior, rel=1e-4)
    batches = LDA(N_TOPICS)
    for first in range(0, 400, 150):
        batches.partial_fit(known[0][first : first + 150])
    assert batches.components_.sum() == pytest.approx(known[0].sum() + prior, rel=1e-4)
    assert batches.n_articles_ == 400
    assert _likeness(known[1], batches.components_).min() > 0.95


def test_a_batch_is_learnt_with_what_was_learnt_before_as_prior(known):
    """The first batch is a fit; a second one equals a fit of its counts with the first topics as start and prior."""
    first, second = known[0][:200], known[0][200:]
    batches = LDA(N_TOPICS).partial_fit(first)
    before = LDA(N_TOPICS).fit(first)
    assert np.array_equal(batches.components_, before.components_)
    batches.partial_fit(second)
    again = LDA(N_TOPICS).fit(second, word_prior=before.components_ - before.eta, start=before.components_)
    assert np.array_equal(batches.components_, again.components_)
    assert batches.n_iter_ == before.n_iter_ + again.n_iter_
    with pytest.raises(ValueError, match="3 features"):
        batches.partial_fit(np.ones((2, 3)))


def test_batches_need_the_own_engine(known):
    """Engines that learn from the whole say so."""
    with pytest.raises(ConfigError, match="learns only from all articles at once"):
        LDA(3, engine="gensim").partial_fit(known[0])


def test_an_article_without_words_has_the_shares_of_the_prior(fitted):
    """Nothing known, every topic equally likely."""
    assert fitted.transform(sp.csr_matrix((1, N_WORDS))) == pytest.approx(np.full((1, N_TOPICS), 0.2))


@pytest.mark.parametrize(
    ("counts", "n_topics"),
    [
        (sp.csr_matrix((6, 4), dtype=int), 3),
        (sp.csr_matrix(np.eye(3, 4, dtype=int)), 20),
        (sp.csr_matrix(np.array([[3, 1, 0, 2]])), 2),
        (sp.csr_matrix(np.array([[3], [1], [0]])), 2),
        (sp.csr_matrix(np.array([[1]])), 1),
        (_known(130)[0], 1),
    ],
    ids=["empty articles", "more topics than articles", "one article", "one word", "one of each", "one topic"],
)
def test_small_and_empty_counts_give_finite_shares(counts, n_topics):
    """Corpora too small to tell anything still give rows that sum to 1."""
    lda = LDA(n_topics)
    shares = lda.fit(counts).transform(counts)
    assert shares.shape == (counts.shape[0], n_topics)
    assert shares.sum(1) == pytest.approx(1)
    assert (lda.components_ > 0).all()
    assert np.isfinite(lda.components_).all()
    assert lda.stopped_


def test_negative_counts_are_refused():
    """The message has the count that was found."""
    with pytest.raises(ValueError, match=r"Negative values in data passed to LDA: -2"):
        LDA(2).fit(sp.csr_matrix(np.array([[1, -2], [3, 0]])))


def test_fractional_counts_are_weights(known, fitted):
    """Halved counts give nearly the topics of whole ones."""
    halved = LDA(N_TOPICS).fit(known[0] * 0.5)
    assert _likeness(fitted.components_, halved.components_).min() > 0.99


def test_what_is_learnt_before_ctrl_c_stays_usable(known):
    """Ctrl-C is passed on; topics of the passes until then are there and infer."""

    def stop(passes, perplexity):
        raise KeyboardInterrupt

    lda = LDA(N_TOPICS)
    with pytest.raises(KeyboardInterrupt):
        lda.fit(known[0], on_pass=stop)
    assert lda.n_iter_ == 5
    assert lda.stopped_ == "interrupted after 5 passes"
    assert lda.transform(known[0]).sum(1) == pytest.approx(1)
    assert _likeness(known[1], lda.components_).min() > 0.9


def test_progress_is_reported(known):
    """Every five passes the held-out perplexity is reported, at last the one that stopped the fit."""
    reported = []
    lda = LDA(N_TOPICS).fit(known[0], on_pass=lambda *at: reported.append(at))
    assert [passes for passes, _ in reported[:2]] == [5, 10]
    assert reported[-1][1] == lda.perplexity_


def test_word_prior_pulls_words_into_a_topic(known):
    """Words given to topic 0 weigh most there, and their companions follow them."""
    prior = np.zeros((N_TOPICS, N_WORDS))
    prior[0, [45, 50, 55]] = 500
    lda = LDA(N_TOPICS).fit(known[0], word_prior=prior, start=known[1][[2, 0, 1, 3, 4]])
    assert lda.components_[:, 50].argmax() == 0
    assert lda.components_[:, 48].argmax() == 0


def test_start_decides_the_order_of_topics(known):
    """Topics that start from known ones keep their places."""
    turned = known[1][::-1]
    lda = LDA(N_TOPICS).fit(known[0], start=turned)
    assert (turned @ lda.components_.T).argmax(1).tolist() == list(range(N_TOPICS))


@pytest.mark.parametrize(
    ("settings", "found"),
    [({"n_topics": 0}, "n_topics=0"), ({"alpha": -1.0}, "alpha=-1.0"), ({"engine": "lda"}, "unknown engine 'lda'")],
)
def test_settings_that_are_not_allowed_are_named(known, settings, found):
    """The message has the setting and what was found."""
    with pytest.raises(ConfigError, match=found):
        LDA(**settings).fit(known[0])


def test_steering_of_another_shape_is_refused(known):
    """The message has both shapes."""
    with pytest.raises(ConfigError, match=r"start of shape \(2, 3\).*allowed: shape \(5, 100\)"):
        LDA(N_TOPICS).fit(known[0], start=np.ones((2, 3)))


def test_to_gensim_gives_a_model_that_gensims_tools_take(known, fitted, tmp_path):
    """Topics, shares, coherence, saving and loading of the LdaModel are gensim's own."""
    from gensim.matutils import Sparse2Corpus
    from gensim.models import CoherenceModel, LdaModel

    words = [f"w{i:02d}" for i in range(N_WORDS)]
    corpus = list(Sparse2Corpus(known[0], documents_columns=False))
    model = fitted.to_gensim(words)
    rows = fitted.components_ / fitted.components_.sum(1, keepdims=True)
    assert model.get_topics() == pytest.approx(rows, abs=1e-6)
    assert model.show_topic(0, 1)[0][0] == words[int(rows[0].argmax())]
    umass = CoherenceModel(model, corpus=corpus, coherence="u_mass").get_coherence_per_topic()
    assert np.isfinite(umass).all()
    model.save(str(tmp_path / "lda"))
    again = LdaModel.load(str(tmp_path / "lda"))
    shares = np.array([[p for _, p in again.get_document_topics(bag, minimum_probability=0)] for bag in corpus[:50]])
    assert np.abs(shares - fitted.transform(known[0][:50])).max() < 0.1


def test_a_saved_lda_gives_the_same_shares(known, fitted, tmp_path):
    """Loaded again, topics and shares are equal bit for bit, and batches can be added."""
    fitted.save(tmp_path / "lda.skops")
    again = LDA.load(tmp_path / "lda.skops")
    assert np.array_equal(again.components_, fitted.components_)
    assert np.array_equal(again.transform(known[0]), fitted.transform(known[0]))
    assert again.partial_fit(known[0][:9]).n_articles_ == 409

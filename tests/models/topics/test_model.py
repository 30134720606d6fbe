"""TopicModel turns running text into topics that people can read."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from textml.errors import ArtifactError, ConfigError, FewArticlesWarning, TextsError, TopicError
from textml.features.lda.estimator import LDA
from textml.models.topics.model import TopicModel
from textml.models.topics.training import align_values

WATER = [
    "水库大坝除险加固，防汛部门巡查河道堤坝。",
    "暴雨来袭，水库泄洪，防汛队伍转移群众。",
    "河道清淤，堤坝加固，防汛物资到位。",
]
SCHOOL = [
    "学校开学，老师带学生领取课本。",
    "小学生上课，老师讲解课本里的古诗。",
    "学校食堂开放，学生家长和老师一同就餐。",
]
FARM = [
    "小麦丰收，农民开着收割机下地。",
    "稻田插秧，农民抢抓农时，种子化肥备足。",
    "蔬菜大棚里，农民采摘西红柿，种子来自农科院。",
]
# 日前 and 活动 stand on every third day of every subject.
DAILY = ["日前，", "活动中，", ""]


def _articles(*subjects: list[str], n: int = 30) -> list[str]:
    """Articles of the subjects by turns."""
    return [DAILY[i // 3 % 3] + subject[i % 3] for i in range(n) for subject in subjects]


TEXTS = _articles(WATER, SCHOOL)
DATES = [f"2024-01-{1 + i % 6:02d}" for i in range(60)]


def _model(n_topics: int = 2, **settings: object) -> TopicModel:
    return TopicModel(n_topics, stop_words=(), max_df=1.0, **settings)


@pytest.fixture(scope="module")
def model() -> TopicModel:
    """Thirty articles on water and thirty on schools, by turns."""
    return _model(n_resamples=3).fit(TEXTS, DATES, ["水利", "教育"] * 30)


def test_two_subjects_become_two_topics(model):
    """Articles of one subject share a topic, and its words are the subject's."""
    column = model.shares_.argmax(1)
    assert len(set(column[::2])) == len(set(column[1::2])) == 1
    assert column[0] != column[1]
    water = model.topics_[column[0]]
    assert "防汛" in [word for word, _ in water.words[:3]]
    assert "防汛" in water.name
    assert sum(topic.share for topic in model.topics_) == pytest.approx(1)
    assert water.coherence > 0.3


def test_shares_of_known_articles_are_those_of_transform(model):
    """An article gets the same shares in the fit, in a batch, alone and the second time."""
    batch = model.transform(TEXTS)
    assert np.array_equal(batch, model.shares_)
    assert np.array_equal(batch[7:8], model.transform(TEXTS[7:8]))
    assert np.array_equal(batch, model.transform(TEXTS))


def test_order_of_articles_changes_nothing(model):
    """The same articles backwards give the same topics and each article the same shares."""
    backwards = _model().fit(TEXTS[::-1])
    assert np.array_equal(backwards.shares_[::-1], model.shares_)
    assert [t.words for t in backwards.topics_] == [t.words for t in model.topics_]


def test_top_articles_show_the_topic(model):
    """The best articles of the water topic are on water."""
    water = model.topics_[model.shares_[0].argmax()].id
    top = model.top_articles(water, 4)
    assert (top % 2 == 0).all()
    assert (np.diff(model.shares_[top, model.column(water)]) <= 0).all()
    with pytest.raises(TopicError, match="no topic has the id 9"):
        model.top_articles(9)


def test_shares_by_section_have_intervals(model):
    """Water articles are of the water section; the interval holds the share and stays in [0, 1]."""
    table = model.share_by_section()
    assert table.groups == ("教育", "水利")
    assert table.n_articles.tolist() == [30, 30]
    assert table.share[1, model.shares_[0].argmax()] > 0.8
    assert ((table.low <= table.share) & (table.share <= table.high)).all()
    assert table.low.min() >= 0
    assert table.high.max() <= 1
    assert table.rows()[0].keys() == {"group", "articles", "topic", "share", "low", "high"}


def test_articles_without_a_date_are_left_out_of_its_table():
    """Unknown dates make no issue of their own."""
    fitted = _model().fit(TEXTS, ["", *DATES[1:]])
    assert fitted.share_by_date().groups == tuple(sorted(set(DATES)))
    assert fitted.share_by_date().n_articles.sum() == 59
    with pytest.raises(TopicError, match="fitted without them"):
        fitted.share_by_section()


def test_wilsons_interval_is_the_one_of_the_textbook():
    """5 of 10: 0.2366 to 0.7634 (Wilson 1927, as in Brown, Cai and DasGupta 2001)."""
    from textml.models.evaluation.intervals import wilson_interval

    low, high = wilson_interval(np.array([0.5]), np.array([10]))
    assert (low[0], high[0]) == pytest.approx((0.2366, 0.7634), abs=1e-4)


def test_words_lead_to_topics(model):
    """A known word, a part of known words, and a word that nobody used."""
    water = model.topics_[model.shares_[0].argmax()]
    assert model.find("防汛")[0][0] == water
    assert model.find("防汛")[0][1] > 0.9
    assert model.find(["河"])[0][0] == water
    assert model.find("高铁") == []


def test_articles_without_known_words_are_named():
    """Their shares are the prior's, and no topic shows them."""
    fitted = _model().fit([*TEXTS, "2024 3 5。", ""])
    assert fitted.unknown_.tolist() == [60, 61]
    assert fitted.shares_[60] == pytest.approx(0.5)
    assert not set(fitted.top_articles(0, 99)) & {60, 61}


def test_boilerplate_is_shown_and_not_hidden():
    """日前 is scattered over subjects and sections as if by lot; it stays a word until somebody takes it out."""
    fitted = _model(3).fit(_articles(WATER, SCHOOL, FARM), sections=["水利", "教育", "农业"] * 30)
    found = {word.word: word for word in fitted.boilerplate_}
    assert "日前" in found
    assert found["日前"].articles == 36
    assert not found.keys() & {"防汛", "老师", "农民"}
    assert "日前" in fitted.vocabulary_


def test_seed_words_name_and_steer_topics():
    """The steered topic comes first under its name; a word that nobody used is a warning."""
    with pytest.warns(UserWarning, match="seed words of '农业': no counted word is 拖拉机"):
        fitted = _model(3, seed_words={"农业": ["农民", "拖拉机"]}).fit(_articles(WATER, SCHOOL, FARM))
    assert fitted.topics_[0].name == "农业"
    assert (fitted.shares_.argmax(1)[2::3] == 0).all()
    assert (fitted.shares_.argmax(1)[0::3] != 0).all()
    with pytest.raises(ConfigError, match="seed_words has 3 topics"):
        _model(2, seed_words={"a": [], "b": [], "c": []}).fit(TEXTS)


def test_topics_keep_ids_and_names_when_issues_are_added(model):
    """Water and schools go on, farming is born; without schools that topic is reported as dead."""
    more = _model(3).fit(_articles(WATER, SCHOOL, FARM), previous=model)
    before, after = ({t.id: t.name for t in m.topics_} for m in (model, more))
    assert {i: after[i] for i in before} == before
    assert more.changes_.born == (2,)
    assert more.changes_.died == ()
    assert "农民" in after[2]
    fewer = _model(2).fit(_articles(WATER, FARM), previous=more)
    school = next(t for t in more.topics_ if "老师" in t.name)
    assert fewer.changes_.died == ((school.id, school.name),)
    assert {t.id for t in fewer.topics_} == set(after) - {school.id}
    assert fewer.next_id_ == 3


def test_steady_topics_come_back_without_a_tenth(model):
    """Two plain subjects are there whichever articles are left out."""
    # fifteen words of a subject stand in as many articles each, so up to four of its ten leading words may change
    assert all(topic.stability > 0.6 and not topic.fragile for topic in model.topics_)
    assert all(np.isnan(t.stability) and not t.fragile for t in _model().fit(TEXTS).topics_)


def test_merged_topics_have_the_sum_of_shares():
    """Shares add up in the fitted articles and in new ones; the group keeps the id and name of its first."""
    fitted = _model(3).fit(_articles(WATER, SCHOOL, FARM))
    one = fitted.merged([[2, 0]])
    assert [t.id for t in one.topics_] == [1, 2]
    assert one.topics_[1].name == fitted.topics_[2].name
    assert np.array_equal(one.transform(TEXTS[:3])[:, 1], fitted.transform(TEXTS[:3])[:, [0, 2]].sum(1))
    assert len(fitted.topics_) == 3
    with pytest.raises(TopicError, match="appears twice"):
        fitted.merged([[0, 1], [1, 2]])


def test_similar_topics_are_found():
    """Two topics for one subject resemble each other more than another subject's."""
    fitted = _model(3).fit(TEXTS)
    pair = fitted.similar(0.0)[0]
    sides = [set(fitted.top_articles(topic, 5) % 2) for topic in (pair.first, pair.second)]
    assert sides[0] == sides[1]


def test_a_model_is_saved_whole_without_pickle(model):
    """skops writes and reads it with no types but textml's own, and shares are the same bits."""
    import skops.io

    raw = skops.io.dumps(model)
    types = skops.io.get_untrusted_types(data=raw)
    assert all(name.startswith("textml.") for name in types)
    again = skops.io.loads(raw, trusted=types)
    assert np.array_equal(again.transform(TEXTS), model.shares_)
    assert again.topics_ == model.topics_
    assert again.share_by_date().groups == model.share_by_date().groups


def test_a_saved_model_gives_the_same_shares(model, tmp_path):
    """Loaded again, topics are equal and `transform` gives the same bits; a file of another class is refused."""
    model.save(tmp_path / "topics.skops")
    again = TopicModel.load(tmp_path / "topics.skops")
    assert np.array_equal(again.transform(TEXTS), model.transform(TEXTS))
    assert again.topics_ == model.topics_
    with pytest.raises(ArtifactError, match="holds a TopicModel; allowed: LDA"):
        LDA.load(tmp_path / "topics.skops")


def test_what_is_learnt_before_ctrl_c_stays_usable():
    """Ctrl-C is passed on; topics of the passes until then can be read."""

    def stop(passes, perplexity):
        raise KeyboardInterrupt

    fitted = _model()
    with pytest.raises(KeyboardInterrupt):
        fitted.fit(_articles(WATER, SCHOOL, n=80), on_pass=stop)
    assert "interrupted" in fitted.lda_.stopped_
    assert len(fitted.topics_) == 2
    assert np.array_equal(fitted.transform(TEXTS[:1])[0], fitted.transform(TEXTS[:2])[0])


@pytest.mark.parametrize(
    ("texts", "n_topics"),
    [([WATER[0]], 3), ([WATER[0], ""], 2), (["水库水库"] * 3, 2), (WATER, 12)],
    ids=["one article", "one empty", "one word", "more topics than articles"],
)
def test_tiny_corpora_do_not_fail(texts, n_topics):
    """Topics of next to nothing mean nothing; there is at most one for every two articles, and a warning says so."""
    made = max(len(texts) // 2, 1)
    with pytest.warns(FewArticlesWarning, match=f"n_topics={n_topics} for {len(texts)} articles: {made} topics"):
        fitted = TopicModel(n_topics, min_df=1, n_resamples=1).fit(texts)
    assert (fitted.n_topics, fitted.n_topics_, fitted.transform(texts).shape) == (n_topics, made, (len(texts), made))
    assert fitted.transform(texts).sum(1) == pytest.approx(1)


def test_steered_topics_stay_where_articles_are_few():
    """A topic for each name of seed words, however few articles there are."""
    named = {"水": ["水库"], "学": ["学校"], "农": ["农民"]}
    with pytest.warns(FewArticlesWarning, match="3 topics were made"):
        fitted = TopicModel(8, min_df=1, seed_words=named).fit([WATER[0], SCHOOL[0], FARM[0]])
    assert [topic.name for topic in fitted.topics_] == ["水", "学", "农"]


def test_gaps_in_dates_are_unknown_and_days_are_days():
    """NaN, NaT and None are no date; a time stamp is its day; one text is no list of dates."""
    found = align_values("dates", [None, float("nan"), pd.NaT, pd.Timestamp("2024-02-19"), date(2024, 2, 20), "x"], 6)
    assert found.tolist() == ["", "", "", "2024-02-19", "2024-02-20", "x"]
    with pytest.raises(TextsError, match="dates: found one text, '2024-02-19'"):
        align_values("dates", "2024-02-19", 10)


def test_held_out_articles_are_likelier_under_the_right_number_of_topics():
    """Perplexity falls and score rises from one topic to three, and both leave out words that do not count."""
    texts = _articles(WATER, SCHOOL, FARM)
    one, three = (_model(k, min_df=1).fit(texts) for k in (1, 3))
    assert three.perplexity(texts) < 0.6 * one.perplexity(texts)
    assert three.score(texts) > one.score(texts)
    assert three.score([f"{text}寰宇寰宇" for text in texts]) == three.score(texts)
    assert np.isnan(three.score(["水库"]))


def test_no_words_at_all_is_an_error():
    """Nothing to learn from is said, not guessed."""
    with pytest.raises(ConfigError, match="no word is left of 0 in 2 articles"):
        _model().fit(["", "123"])


def test_columns_of_another_length_are_refused():
    """One date for each text."""
    with pytest.raises(ConfigError, match="dates: 2 for 60 texts"):
        _model().fit(TEXTS, ["2024-01-01"] * 2)


def test_gensims_coherence_model_takes_the_topics(model):
    """The model goes to gensim with its words."""
    from gensim.models import CoherenceModel

    from textml.features.counts import Counts, count_known, load_words

    content = load_words(model.words_).content
    counted = Counts(count_known([content(text) for text in TEXTS], model.vocabulary_), model.vocabulary_)
    dictionary, corpus = counted.to_gensim()
    scores = CoherenceModel(model.to_gensim(), corpus=corpus, dictionary=dictionary, coherence="u_mass", topn=5)
    assert np.isfinite(scores.get_coherence_per_topic()).all()

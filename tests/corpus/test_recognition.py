"""Labelled articles are found again among those of a run."""

import random
import time

import pytest

from textml.corpus.recognition import _all_grams, describe_lost, recognize_labelled

_rng = random.Random(5)
_SYLLABLES = [chr(_rng.randrange(0x4E00, 0x9FA0)) + chr(_rng.randrange(0x4E00, 0x9FA0)) for _ in range(2000)]


def invent(seed: int, n_sentences: int = 12) -> str:
    """A text of sentences of sixteen characters, like no other."""
    rng = random.Random(seed)
    return "".join("".join(rng.choices(_SYLLABLES, k=8)) + "。" for _ in range(n_sentences))


A, B, C = invent(1), invent(2), invent(3)
RUN = {"d/01#aaaaaa": A, "d/01#bbbbbb": B, "d/02#cccccc": C}


@pytest.mark.parametrize(
    ("labelled_id", "text", "article"),
    [
        ("d/01#bbbbbb", "他人的文字", "d/01#bbbbbb"),
        ("d/01#02", B, "d/01#bbbbbb"),
        ("d/01#02", "\n".join(B[i : i + 13] + " " for i in range(0, len(B), 13)), "d/01#bbbbbb"),
        ("d/01#02", f"本报讯（记者 田望生） {B}", "d/01#bbbbbb"),
        ("d/01#02", B[40:], "d/01#bbbbbb"),
        ("d/01#02", B[:60], "d/01#bbbbbb"),
        ("d/01#02", A[:30] + B, "d/01#bbbbbb"),
        ("d/01#02", B[:120] + C, "d/01#bbbbbb"),
        ("d/01#02", B[:26] + invent(9), "d/01#bbbbbb"),
        ("d/02#01", B[40:], "d/01#bbbbbb"),
        ("e/07#01", B[:54] + "囗" + B[55:], "d/01#bbbbbb"),
        ("labeled.csv:3", f"一个标题\n{B}", "d/01#bbbbbb"),
        ("d/01#02", B[:60] + invent(9, 5), "d/01#bbbbbb"),
        ("d/02#02", B[:60] + invent(9, 5), None),
        ("d/01#02", invent(9), None),
        ("d/01#02", B[30:45], None),
        ("culture-01", invent(8), None),
        ("d/01#02", "——", None),
    ],
)
def test_a_labelled_article_is_found(labelled_id: str, text: str, article: str | None) -> None:
    """By id, by its beginning on its page, or by 80 % of the shorter text's 5-grams on any page."""
    assert recognize_labelled({labelled_id: text}, RUN).get(labelled_id) == article


def test_of_several_the_one_of_its_page_is_taken() -> None:
    """A reprint on another page, and a caption that quotes it, come second; there the whole text comes first."""
    reprints = {"d/05#x": A, "d/01#caption": A[:40], **RUN, "d/06#x": A + B}
    assert recognize_labelled({"d/01#01": A}, reprints) == {"d/01#01": "d/01#aaaaaa"}
    assert recognize_labelled({"d/09#01": B}, {"d/06#x": A + B, **RUN}) == {"d/09#01": "d/01#bbbbbb"}
    twins = {"d/01#x": f"{A[:60]}{B}", "d/01#x-2": f"{A[:60]}{C}"}
    assert recognize_labelled({"d/01#07": A[:60] + C}, twins) == {"d/01#07": "d/01#x-2"}


def test_no_5_gram_is_of_two_texts() -> None:
    """Where one text ends and the next begins there is none; a short text has none."""
    grams, of = _all_grams(["水渠通了水南", "坡", "", "坡的早稻开镰"])
    assert (of.tolist(), len(set(grams.tolist()))) == ([0, 0, 3, 3], 4)


def test_a_short_text_is_found_as_a_whole() -> None:
    """Two printed lines have too few 5-grams: the same letters count, on any page."""
    run = {"d/01#x": "明日停水。", "d/02#y": "后天停水！", **RUN}
    assert recognize_labelled({"d/03#01": "后天 停水", "d/01#04": "停水"}, run) == {"d/03#01": "d/02#y"}


def test_a_second_half_is_found_in_the_article_that_it_became_part_of() -> None:
    """A label of a half that was cut alone leads to the whole article, even where its text does not say so."""
    assert recognize_labelled({"d/03#half": "停水"}, RUN, {"d/03#half": "d/01#aaaaaa"}) == {"d/03#half": "d/01#aaaaaa"}
    assert recognize_labelled({"d/02#01": B}, {"d/01#x": A + B}) == {"d/02#01": "d/01#x"}


def test_stock_phrases_make_no_article_of_another() -> None:
    """What more than fifty labelled articles have says nothing; the same whole text still does."""
    phrase = invent(77, 10)
    notices = {f"n{i}": phrase + invent(1000 + i, 1) for i in range(60)}
    run = {"d/04#new": phrase + invent(5000, 1), "d/04#old": notices["n7"]}
    assert recognize_labelled(notices, run) == {"n7": "d/04#old"}


def test_the_order_of_articles_does_not_matter() -> None:
    """Labels lead to the same articles, whatever comes first; the answer is in the order of the labels."""
    labelled = {f"p/{i}#01": invent(i)[17:] for i in range(300)}
    articles = {f"p/{i}#x": invent(i) for i in range(600)}
    found = recognize_labelled(labelled, articles)
    assert found == {f"p/{i}#01": f"p/{i}#x" for i in range(300)}
    assert list(recognize_labelled(labelled, dict(reversed(articles.items()))).items()) == list(found.items())


def test_the_cost_is_linear() -> None:
    """Four times as many labels and articles take about four times as long, not sixteen."""

    def seconds(n: int) -> float:
        labelled, articles = {f"p/{i}#1": invent(i)[17:] for i in range(n)}, {f"p/{i}#x": invent(i) for i in range(n)}
        times = []
        for _ in range(3):
            start = time.process_time()
            recognize_labelled(labelled, articles)
            times.append(time.process_time() - start)
        return min(times)

    recognize_labelled({"p/1#1": A[5:]}, RUN)
    assert seconds(2000) < 8 * seconds(500)


def test_what_is_lost_is_said_once() -> None:
    """Labels whose pages were read and do not have them any more are counted, the first of them named."""
    labelled = [f"d/01#{n:02d}" for n in range(1, 20)]
    (note,) = describe_lost([*labelled, "x/01#01", "culture-01"], ["d/01#03"], ["d/01"], "seeds/labeled.jsonl")
    assert note.startswith("seeds/labeled.jsonl: 18 labelled articles are not found on their pages")
    assert "d/01#01, d/01#02, d/01#04" in note
    assert "d/01#13 and 6 more" in note
    assert describe_lost(labelled, labelled, ["d/01"], "seeds/labeled.jsonl") == []

"""Articles that jump are joined over the pages of an issue, or named where they are not."""

from dataclasses import replace

from textml.corpus.article import Article, Lines, Page
from textml.corpus.pages.jumps import join_jumps, read_page_mark

PAGES = [Page("d/01", "", issue="2025-02-14", number=1), Page("d/02", "", issue="2025-02-14", number=2)]
FIRST = Article(
    "d/01#02", "水渠通了水", "南坡的水渠昨天通了水，渠首的闸门由", jump="2版", page_id="d/01", byline=("田望生",)
)
SECOND = Article(
    "d/02#01", "", "老码头的闸工看管。沿渠的田都种上了早稻。", origin="1版", page_id="d/02", confidence=0.7
)
OTHER = Article("d/02#02", "球队输了", "球队输了三个球。", page_id="d/02")


def test_two_halves_become_one() -> None:
    """A sentence cut by the page's end is whole; id and headline are the first half's; the second half is named."""
    articles, joined, unmatched = join_jumps([FIRST, OTHER, SECOND], PAGES)
    assert [article.id for article in articles] == ["d/01#02", "d/02#02"]
    assert articles[0].body == "南坡的水渠昨天通了水，渠首的闸门由老码头的闸工看管。沿渠的田都种上了早稻。"
    assert (articles[0].jump, articles[0].confidence, articles[0].byline) == ("", 0.7, ("田望生",))
    assert joined == {"d/02#01": "d/01#02"}
    assert unmatched == []


def test_halves_that_do_not_fit_are_both_named() -> None:
    """Marks that name other pages are not joined, and both are reported."""
    stray = Article("d/02#01", "", SECOND.body, origin="4版", page_id="d/02")
    articles, joined, unmatched = join_jumps([FIRST, stray], PAGES)
    assert articles == [FIRST, stray]
    assert joined == {}
    assert [(end.article_id, end.page) for end in unmatched] == [("d/01#02", "2版"), ("d/02#01", "4版")]


def test_issues_are_kept_apart() -> None:
    """A mark finds nothing in another day's paper."""
    pages = [PAGES[0], Page("e/02", "", issue="2025-02-15", number=2)]
    second = Article("e/02#01", "", SECOND.body, origin="1版", page_id="e/02")
    articles, joined, unmatched = join_jumps([FIRST, second], pages)
    assert len(articles) == 2
    assert joined == {}
    assert len(unmatched) == 2


def test_of_two_continuations_the_one_with_the_same_words_is_taken() -> None:
    """Two articles jump from page 1 to page 2; shared words decide which halves belong together."""
    other = Article("d/01#03", "球队赢了", "球队昨天赢了，教练把功劳归给", jump="2版", page_id="d/01")
    tail = Article("d/02#03", "", "守门员。球队赢了以后，教练请大家吃面。", origin="1版", page_id="d/02")
    _, joined, _ = join_jumps([FIRST, other, tail, SECOND], PAGES)
    assert joined == {"d/02#01": "d/01#02", "d/02#03": "d/01#03"}


def test_marks_that_name_each_other_suffice() -> None:
    """Without a word in common, and at the end of a paragraph, two marks that agree join."""
    first = Article("d/01#02", "水渠", "南坡通水。", jump="2版", page_id="d/01")
    second = Article("d/02#01", "", "早稻开镰。", origin="1版", page_id="d/02")
    articles, joined, _ = join_jumps([first, second], PAGES)
    assert joined == {"d/02#01": "d/01#02"}
    assert articles[0].body == "南坡通水。\n早稻开镰。"


def test_marks_are_read() -> None:
    """三版 and 3版 name page 3, A3版 that of edition A; numbers in characters go beyond ten."""
    marks = ("三版", "3版", "A3版", "B三版", "十二版", "版")
    assert [read_page_mark(mark) for mark in marks] == [("", 3), ("", 3), ("A", 3), ("B", 3), ("", 12), ("", None)]


def _join_editions(jump: str, origin: str, second_page: str) -> bool:
    """Whether an article of page A01 is joined with one of another page."""
    day = "2025-02-14"
    pages = [Page("one", "", day, 1, mark="A01"), Page("two", "", day, int(second_page[-1]), mark=second_page)]
    first = Article("one#01", "水渠", "南坡通水。", jump=jump, page_id="one")
    second = Article("two#01", "", "早稻开镰。", origin=origin, page_id="two")
    return bool(join_jumps([first, second], pages)[1])


def test_editions_are_kept_apart() -> None:
    """A mark without a letter stays in its edition, one with a letter names another; pages without one fit all."""
    assert _join_editions("2版", "1版", "A02")
    assert not _join_editions("2版", "1版", "B02")
    assert _join_editions("B2版", "A1版", "B02")
    assert not _join_editions("A2版", "A1版", "B02")
    assert _join_editions("A2版", "A1版", "02")


def test_two_papers_of_one_day_are_kept_apart() -> None:
    """Where an issue has two pages of one number, articles are joined within a folder only."""
    day = "2025-02-14"
    names = ("a/01", "b/01", "b/02")
    pages = [Page(name, "", day, int(name[-1]), f"{name}.txt", mark=name[-2:]) for name in names]
    first = Article("a/01#01", "水渠", "南坡通水。", jump="2版", page_id="a/01")
    own = Article("b/01#01", "水渠", "南坡通水。", jump="2版", page_id="b/01")
    second = Article("b/02#01", "", "早稻开镰。", origin="1版", page_id="b/02")
    assert join_jumps([first, own, second], pages)[1] == {"b/02#01": "b/01#01"}
    assert join_jumps([first, second], pages)[1] == {}


def test_two_papers_in_a_file_each_are_kept_apart() -> None:
    """Whole issues as PDF may lie in one folder: where two pages have one number, articles are joined within a file."""
    day = "2025-02-14"
    pages = [
        Page(f"{name}/0{n}", "", day, n, f"x/{name}.pdf", mark=f"0{n}", place=n) for name in ("a", "b") for n in (1, 2)
    ]
    first = Article("a/01#01", "水渠", "南坡通水。", jump="2版", page_id="a/01")
    own = Article("b/01#01", "水渠", "南坡通水。", jump="2版", page_id="b/01")
    second = Article("b/02#01", "", "早稻开镰。", origin="1版", page_id="b/02")
    assert join_jumps([first, own, second], pages)[1] == {"b/02#01": "b/01#01"}
    assert join_jumps([first, second], pages)[1] == {}


def test_two_marks_that_lead_to_each_other_lose_nothing() -> None:
    """Items that each say they go on in the other and come from it: one pair is joined at most, no text is lost."""
    pages = [Page("i/01", "", "i", 1), Page("i/02", "", "i", 2)]
    one = Article("a", "", "夜市开到", jump="2版", origin="2版", page_id="i/01")
    other = Article("b", "", "天亮才收", jump="1版", origin="1版", page_id="i/02")
    articles, joined, _ = join_jumps([one, other], pages)
    assert len(joined) <= 1
    assert sorted("".join(article.body for article in articles)) == sorted(one.body + other.body)


def test_a_mark_on_a_page_without_a_number_is_reported() -> None:
    """An article on a page without a number is not joined, but reported."""
    half = Article("a", "", "夜市开到", jump="3版", page_id="p")
    articles, joined, unmatched = join_jumps([half], [Page("p", "")])
    assert (articles, joined) == ([half], {})
    assert [(end.article_id, end.page, end.reason) for end in unmatched] == [
        ("a", "3版", "its own page's number is not known")
    ]


def test_too_many_marks_between_two_pages_are_named() -> None:
    """Of two pages with more than a hundred marks each, no marks are compared; all are reported."""
    firsts = [replace(FIRST, id=f"d/01#{n:03d}") for n in range(101)]
    seconds = [replace(SECOND, id=f"d/02#{n:03d}") for n in range(101)]
    articles, joined, unmatched = join_jumps([*firsts, *seconds], PAGES)
    assert (len(articles), joined, len(unmatched)) == (202, {}, 202)


def test_loose_ends_are_named_in_page_order() -> None:
    """Ids do not tell the order of a page and articles may come in any; lines do."""
    low = replace(FIRST, id="d/01#aaaaaa", lines=Lines((40,), (41, 42)))
    high = replace(FIRST, id="d/01#zzzzzz", lines=Lines((3,), (4, 5)))
    for given in ([low, high], [high, low]):
        unmatched = join_jumps(given, PAGES)[2]
        assert [end.article_id for end in unmatched] == ["d/01#zzzzzz", "d/01#aaaaaa"]

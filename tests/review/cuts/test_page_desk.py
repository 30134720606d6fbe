"""Pages are shown as they were cut, and corrected into the file that every run replays."""

import struct
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.pages.pieces.test_columns import MATS, WATER
from tests.corpus.reading.printed_files import pdf_of, story, write_files
from tests.review.cuts.paper import CORRECTIONS, DAM, DUMP, ISSUE, MARKET, PAGE, open_desk, replay, write_paper
from textml.corpus.article import Article
from textml.errors import ArtifactError, GoneError
from textml.predict.contents import Contents
from textml.review.cuts.page_desk import PageDesk
from textml.review.cuts.wanted import Wanted
from textml.store import read_run


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return write_paper(tmp_path)


@pytest.fixture
def desk(paper: Path) -> PageDesk:
    return open_desk(paper)


def titles(cut: dict[str, Any]) -> list[str]:
    return [article["title"] for article in cut["articles"]]


def test_pages_are_listed_doubtful_ones_first(desk: PageDesk) -> None:
    """Each with its kind and how many of its articles are worth a look; words are looked for in headlines, too."""
    rows = desk.pages()
    assert [(row["id"], row["kind"], row["n_articles"]) for row in sorted(rows, key=lambda row: row["id"])] == [
        ("2024-02-19/01", "pdf", 1),
        (ISSUE, "pdf", 1),
        (PAGE, "dump", 2),
    ]
    assert [not row["n_doubtful"] for row in rows] == sorted(not row["n_doubtful"] for row in rows)
    assert [row["id"] for row in desk.pages("水库 2024-02-19")] == [ISSUE]
    assert desk.pages("水库 没有这个词") == []


def test_a_dump_shows_every_line_with_its_article(desk: PageDesk) -> None:
    """Lines that are not blank, by their numbers; no picture, no boxes."""
    cut = desk.cut(PAGE)
    assert titles(cut) == ["夜市重开", "水库除险"]
    assert [line["number"] for line in cut["lines"]] == [n for n, row in enumerate(DUMP.split("\n"), 1) if row]
    assert [(line["article"], line["part"], line["box"]) for line in cut["lines"][:2]] == [
        (0, "title", None),
        (0, "body", None),
    ]
    assert [article["first_line"] for article in cut["articles"]] == [MARKET, DAM]
    assert (cut["kind"], cut["picture"], cut["problems"], cut["corrections"]) == ("dump", "", [], [])


def test_a_page_of_pdf_has_boxes_and_a_picture(desk: PageDesk) -> None:
    """The second page of a file of two: boxes in points around its lines, and the ink of the picture is in them."""
    cut = desk.cut(ISSUE)
    assert (titles(cut), cut["kind"], cut["width"], cut["height"]) == (["水库除险"], "pdf", 420.0, 595.0)
    assert cut["picture"].startswith("/api/cuts/picture?page=2024-02-19%2F02&version=")
    boxes = [line["box"] for line in cut["lines"]]
    assert all(0 < left < right < 420 and 0 < top < bottom < 595 for left, top, right, bottom in boxes)
    png = desk.picture(ISSUE, 840)
    assert (png[:8], struct.unpack(">2I", png[16:24])) == (b"\x89PNG\r\n\x1a\n", (840, 1190))
    ink = read_ink(png)
    assert ink
    assert all(any(holds(box, x / 2, y / 2) for box in boxes) for x, y in ink)
    assert all(any(holds(box, x / 2, y / 2) for x, y in ink) for box in boxes)
    assert desk.picture(ISSUE, 840) is png
    assert desk.picture("2024-02-19/01", 840) != png


def holds(box: list[float], x: float, y: float) -> bool:
    """Whether a point is in a box, or as near as a pixel."""
    left, top, right, bottom = box
    return left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_the_picture_of_a_turned_page_is_upright(paper: Path, turn: int) -> None:
    """A page that the file shows on its side, or upside down, is drawn as it is read: the boxes hold the ink."""
    import pypdfium2

    path = paper / "pages/2024-02-19.pdf"
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        document[1].set_rotation(turn)
        with path.open("wb") as file:
            document.save(file)
    desk = open_desk(paper)
    cut = desk.cut(ISSUE)
    assert (titles(cut), cut["width"], cut["height"]) == (["水库除险"], 420.0, 595.0)
    boxes = [line["box"] for line in cut["lines"]]
    ink = read_ink(desk.picture(ISSUE, 420))
    assert ink
    assert all(any(holds(box, x, y) for box in boxes) for x, y in ink)


def read_ink(png: bytes) -> list[tuple[int, int]]:
    """Places of dark pixels of a picture."""
    from io import BytesIO

    import numpy as np
    from PIL import Image

    rows, columns = np.nonzero(np.asarray(Image.open(BytesIO(png)).convert("L")) < 128)
    return list(zip(columns.tolist(), rows.tolist(), strict=True))


@pytest.mark.parametrize(
    ("page", "width", "said"), [(PAGE, 800, "has no picture"), (ISSUE, 99, "allowed: 100 to 3000")]
)
def test_pictures_that_cannot_be_drawn(desk: PageDesk, page: str, width: int, said: str) -> None:
    """A dump has none, and the width has bounds."""
    with pytest.raises(ArtifactError, match=said):
        desk.picture(page, width)


@pytest.mark.parametrize("line", [DAM, DAM + 1, DAM + 2])
def test_articles_are_joined_by_any_line_of_the_second(paper: Path, desk: PageDesk, line: int) -> None:
    """Its text goes on the first; its headline, which the first does not need, is left over. A run does the same."""
    cut = desk.correct(PAGE, Wanted("join", line, body=MARKET))
    assert titles(cut) == ["夜市重开", "水库除险"]
    assert [line["article"] for line in cut["lines"]] == [0] * 7 + [1] + [0] * 3
    assert cut["articles"][0]["confidence"] == 1
    assert cut["corrections"] == [
        {
            "action": "join",
            "text": "11 本报讯（记者 林小满） 枫溪水库的除险加固昨天动工，工 → 3 本报讯（记者 田望生） 沙埠镇夜"
            "市昨晚重新开张，四十二",
            "line": DAM,
            "to": "",
            "own": True,
            "last": True,
        }
    ]
    assert [title for title, _ in replay(paper)] == titles(cut)


def test_a_join_at_a_headline_makes_it_a_heading(paper: Path, desk: PageDesk) -> None:
    """One article is left, with the headline of the second as a paragraph of its text."""
    assert titles(desk.correct(PAGE, Wanted("join", DAM - 1))) == ["夜市重开"]
    ((_, body),) = replay(paper)
    assert "水库除险" in body.split("\n")


def test_a_cut_confirms_an_article_or_begins_one(paper: Path, desk: PageDesk) -> None:
    """At its first line it makes the cut sure; inside, another article begins, and the list of pages counts it."""
    cut = desk.correct(PAGE, Wanted("cut", DAM))
    assert [article["confidence"] == 1 for article in cut["articles"]] == [False, True]
    cut = desk.correct(PAGE, Wanted("cut", 8))
    assert [article["first_line"] for article in cut["articles"]] == [MARKET, 8, DAM]
    assert next(row for row in desk.pages() if row["id"] == PAGE)["n_articles"] == 3
    assert replay(paper)[1] == ("", "摊主说，明天再来问。")


def test_lines_move_and_headlines_change_places(paper: Path, desk: PageDesk) -> None:
    """A stretch given backwards becomes furniture; a headline goes to the article of any line that is named."""
    cut = desk.correct(PAGE, Wanted("move", 7, last=6, to="furniture"))
    assert [line["part"] for line in cut["lines"]][4:6] == ["furniture"] * 2
    cut = desk.correct(PAGE, Wanted("headline", 1, body=DAM - 1))
    assert titles(cut) == ["水库除险", "夜市重开"]
    assert [title for title, _ in replay(paper)] == ["水库除险", "夜市重开"]


def test_what_a_line_holds_is_found_again(paper: Path, desk: PageDesk) -> None:
    """Quotation marks, an apostrophe and a backslash go through the file and back."""
    cut = desk.correct(PAGE, Wanted("move", 6, to="furniture"))
    assert (cut["problems"], cut["lines"][4]["part"]) == ([], "furniture")
    assert "C:" not in "".join(body for _, body in replay(paper))


@pytest.mark.parametrize("text", ["26 2b 像编号", "[[cut]]", "# 不是", "\x00空\t格", "\u2028行", "'三", '"""\\u0041'])
def test_odd_lines_are_found_again(tmp_path: Path, text: str) -> None:
    """What looks like a number with its item, like TOML or like nothing at all is still the text of its line."""
    write_files(tmp_path, {"pages/2024-02-20/01.txt": DUMP.replace("意思。", text)})
    desk = open_desk(tmp_path)
    before = desk.cut(PAGE)
    after = desk.correct(PAGE, Wanted("move", 7, to="furniture"))
    assert (after["problems"], after["notes"], after["lines"][5]["part"]) == ([], [], "furniture")
    assert desk.undo(PAGE) == before


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted("join", MARKET), "begins the first article of the page"),
        (Wanted("join", DAM, body=DAM + 1), "of one article already"),
        (Wanted("cut", 2), "has no line 2, or it is blank; allowed: numbers of lines that are not blank, 1 to 13"),
        (Wanted("cut", 3, last=400), "last: .* has no line 400"),
        (Wanted("headline", 1), "body: missing"),
        (Wanted("headline", 8, body=0), "body: missing"),
        (Wanted("move", 3, to="masthead"), "to: 'masthead'; allowed for move: headline, title"),
        (Wanted("merge", 3), "action: 'merge'; allowed: cut, join, headline, move"),
    ],
)
def test_what_does_not_fit_is_refused(paper: Path, desk: PageDesk, wanted: Wanted, said: str) -> None:
    """With the reason; nothing is written, not even an empty file."""
    with pytest.raises(ArtifactError, match=said):
        desk.correct(PAGE, wanted)
    assert list((paper / "seeds").iterdir() if (paper / "seeds").exists() else []) == []


def test_what_contradicts_an_earlier_correction_is_refused(paper: Path, desk: PageDesk) -> None:
    """A cut where articles were joined names the join; after that is taken back, the cut fits."""
    desk.correct(PAGE, Wanted("join", DAM))
    before = (paper / CORRECTIONS).read_bytes()
    with pytest.raises(
        ArtifactError, match=r"where an article is joined, after .*: join 1\. .*can be taken back there"
    ):
        desk.correct(PAGE, Wanted("cut", DAM))
    assert (paper / CORRECTIONS).read_bytes() == before
    desk.undo(PAGE, "join", DAM)
    assert titles(desk.correct(PAGE, Wanted("cut", DAM))) == ["夜市重开", "水库除险"]


def test_a_correction_that_is_there_by_hand_is_followed(paper: Path, desk: PageDesk) -> None:
    """An entry that somebody writes meanwhile counts at once, and cannot be taken back here."""
    (paper / "seeds").mkdir()
    (paper / CORRECTIONS).write_text(f'[[cut]]\npage = "{PAGE}"\nline = "8 摊主说，明天再来问。"\n', encoding="utf-8")
    cut = desk.cut(PAGE)
    assert len(cut["articles"]) == 3
    assert [(c["own"], c["last"]) for c in cut["corrections"]] == [(False, False)]
    with pytest.raises(ArtifactError, match=r"no such correction of .*Edit the file by hand"):
        desk.undo(PAGE)
    (paper / CORRECTIONS).unlink()
    assert len(desk.cut(PAGE)["articles"]) == 2


def test_earlier_misfits_do_not_stop_a_correction(paper: Path, desk: PageDesk) -> None:
    """Entries whose line is gone or has another number are named before and after, and the new one is applied."""
    (paper / "seeds").mkdir()
    old = (
        f'[[cut]]\npage = "{PAGE}"\nline = "7 摊主说，明天再来问。"\n[[cut]]\npage = "{PAGE}"\nline = "4 没有这一行"\n'
    )
    (paper / CORRECTIONS).write_text(old, encoding="utf-8")
    before = desk.cut(PAGE)
    assert "cut 2: line 4 of" in before["problems"][0]
    assert "(line 7 is 8 now)" in before["notes"][0]
    after = desk.correct(PAGE, Wanted("cut", DAM))
    assert (after["problems"], after["notes"]) == (before["problems"], before["notes"])
    assert after["articles"][-1]["confidence"] == 1


def test_a_broken_file_is_named_and_stays(paper: Path, desk: PageDesk) -> None:
    """The page is shown without corrections; nothing is added to the file or taken from it."""
    (paper / "seeds").mkdir()
    (paper / CORRECTIONS).write_text("[[cut]\n", encoding="utf-8")
    assert desk.cut(PAGE)["problems"][0].startswith(f"{paper / CORRECTIONS}: cannot be read as corrections")
    for change in (lambda: desk.correct(PAGE, Wanted("cut", 8)), lambda: desk.undo(PAGE)):
        with pytest.raises(ArtifactError, match="cannot be read as corrections"):
            change()
    assert (paper / CORRECTIONS).read_text("utf-8") == "[[cut]\n"


def test_a_page_whose_file_changed_says_so(paper: Path, desk: PageDesk) -> None:
    """It is shown as it is now, with a note; who still sees the old lines corrects nothing; a page gone is named."""
    seen = desk.cut(PAGE)["version"]
    path = paper / "pages/2024-02-20/01.txt"
    path.write_text("增刊\n\n" + DUMP, encoding="utf-8")
    cut = desk.cut(PAGE)
    assert "has changed since the run" in cut["notes"][0]
    assert cut["lines"][0]["text"] == "增刊"
    with pytest.raises(ArtifactError, match="was written again since the page was shown"):
        desk.correct(PAGE, Wanted("cut", 8), seen)
    path.unlink()
    for look in (lambda: desk.cut(PAGE), lambda: desk.correct(PAGE, Wanted("cut", 8))):
        with pytest.raises(ArtifactError, match=r"2024-02-20/01: its file .*01.txt cannot be read .*Put it back"):
            look()


def test_pages_that_the_run_does_not_have(desk: PageDesk) -> None:
    """An unknown id is no crash, whatever is asked of it."""
    for ask in (desk.cut, desk.picture, desk.undo, lambda page: desk.correct(page, Wanted("cut", 1))):
        with pytest.raises(GoneError, match=r"\.\./x: no page of"):
            ask("../x")


def test_a_page_of_pdf_that_is_no_more_in_its_file(paper: Path, desk: PageDesk) -> None:
    """The file has one page now, so its second page is named; a file that is no PDF any more is named too."""
    (paper / "pages/2024-02-19.pdf").write_bytes(pdf_of(story(1)))
    with pytest.raises(ArtifactError, match=r"2024-02-19/02: is no more in pages/2024-02-19\.pdf"):
        desk.cut(ISSUE)
    (paper / "pages/2024-02-19.pdf").write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(ArtifactError, match="2024-02-19/02: cannot be read again"):
        desk.picture(ISSUE)


def test_without_a_file_of_corrections_nothing_is_corrected(paper: Path) -> None:
    """Pages are shown all the same, and the line to write into the settings is named."""
    desk = open_desk(paper, None)
    assert titles(desk.cut(PAGE)) == ["夜市重开", "水库除险"]
    assert "corrections = " in desk.why_not
    for change in (lambda: desk.correct(PAGE, Wanted("cut", 8)), lambda: desk.undo(PAGE)):
        with pytest.raises(ArtifactError, match=r"\[corpus\]"):
            change()


def test_a_page_that_is_too_large_is_not_cut(tmp_path: Path) -> None:
    """Its lines are there, its problem is named, and nothing can be corrected."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/2024-02-20_01.txt").write_text("长" * 100_001 + "\n短\n", encoding="utf-8")
    desk = open_desk(tmp_path)
    cut = desk.cut(PAGE)
    assert "100,001 characters in a line" in cut["problems"][0]
    assert [(line["article"], line["part"]) for line in cut["lines"]] == [(None, ""), (None, "")]
    with pytest.raises(ArtifactError, match="was not cut"):
        desk.correct(PAGE, Wanted("cut", 2))


def test_lines_that_two_articles_share_are_told_apart(tmp_path: Path) -> None:
    """Each half with its article; a correction names the half of the article that is meant."""
    mixed = "\n".join(f"{one} {other}" for one, other in zip(WATER, MATS, strict=True))
    write_files(tmp_path, {"pages/2024-02-20/01.txt": f"枫溪渠水通到田头\n\n云岭竹席卖到桥头\n\n{mixed}\n"})
    desk = open_desk(tmp_path)
    cut = desk.cut(PAGE)
    assert titles(cut) == ["枫溪渠水通到田头", "云岭竹席卖到桥头"]
    shared = [line for line in cut["lines"] if line["pieces"]]
    assert [line["number"] for line in shared] == list(range(5, 17))
    halves = [[(piece["text"], piece["article"]) for piece in line["pieces"]] for line in shared]
    assert halves == [[(one, 0), (other, 1)] for one, other in zip(WATER, MATS, strict=True)]
    joined = desk.correct(PAGE, Wanted("join", 8, body=9, article=1, body_article=0))
    assert sorted(titles(joined)) == ["云岭竹席卖到桥头", "枫溪渠水通到田头"]
    assert joined["corrections"][0]["text"] == f"5 {MATS[0]} → 9 {WATER[4]}"
    assert (joined["problems"], joined["notes"]) == ([], [])
    assert [line["pieces"] for line in joined["lines"][2:]] == [[]] * 12
    assert desk.undo(PAGE) == cut
    parted = desk.correct(PAGE, Wanted("cut", 9, article=1))
    assert parted["corrections"][0]["text"] == f"9 {MATS[4]}"
    assert len(parted["articles"]) == 3


def test_a_headline_alone_cannot_continue_an_article(tmp_path: Path) -> None:
    """What can be done instead is said."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/2024-02-20_01.txt").write_text("汀禾新报\n2024年2月20日 星期二\n\n" + DUMP, encoding="utf-8")
    desk = open_desk(tmp_path)
    cut = desk.cut(PAGE)
    assert (cut["articles"][0]["kind"], cut["articles"][0]["title"]) == ("masthead", "汀禾新报")
    with pytest.raises(ArtifactError, match=r"line 1: is of a masthead without text.*\(headline\), or move"):
        desk.correct(PAGE, Wanted("join", 1, body=6))


def test_two_people_correct_one_page(paper: Path) -> None:
    """Of corrections made at the same time none is lost, and both see all of them."""
    desks = [open_desk(paper), open_desk(paper)]
    lines = [4, 5, 6, 7, 8, 12, 13]
    with ThreadPoolExecutor(4) as pool:
        moves = [pool.submit(desks[n % 2].correct, PAGE, Wanted("move", n, to="furniture")) for n in lines]
    assert [move.result()["problems"] for move in moves] == [[]] * len(lines)
    for desk in desks:
        assert [c["line"] for c in sorted(desk.cut(PAGE)["corrections"], key=lambda c: c["line"])] == lines


def test_pages_of_a_run_are_cut_as_the_run_cut_them(project: Path) -> None:
    """Every article of a real run has its id, headline and kind here; halves that it joined are two."""
    contents = Contents(read_run(project / "artifacts/default"))
    desk = PageDesk(contents, project / CORRECTIONS)
    cuts = [desk.cut(row["id"]) for row in desk.pages()]
    found = {a["id"]: (a["title"], a["kind"]) for a in chain(*(cut["articles"] for cut in cuts))}
    items = {item.id: (item.title, item.kind) for item in contents.items}
    assert items.items() <= found.items()
    before = {row["id"]: row["n_articles"] for row in PageDesk(contents, None).pages()}
    assert {row["id"]: row["n_articles"] for row in desk.pages()} == before
    assert [note for cut in cuts for note in cut["notes"]] == []


def test_both_halves_of_a_doubtful_article_are_looked_at(paper: Path) -> None:
    """An article that the run joined over pages counts on both; each names where the other half is."""
    first = Article("2024-02-19/01#p1n7f2", "夜市重开", "", page_id="2024-02-19/01", confidence=0.4)
    joined = replace(first, reason=f"top of the page; continues in {ISSUE}#000000; continues in {PAGE}#000000")
    desk = open_desk(paper, items=[joined])
    assert [(row["id"], row["n_articles"], row["n_doubtful"]) for row in desk.pages()] == [
        ("2024-02-19/01", 1, 1),
        (ISSUE, 1, 1),
        (PAGE, 1, 1),
    ]
    own = desk.cut("2024-02-19/01")["articles"][0]["id"]
    desk = open_desk(paper, items=[replace(joined, id=own)])
    assert desk.cut("2024-02-19/01")["notes"] == [
        f"{own}: continues in {other}#000000; the run has them as one article, and one half may be cut wrong"
        for other in (ISSUE, PAGE)
    ]

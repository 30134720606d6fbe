"""Answer the requests about pages and their cuts."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from textml.review.cuts.page_desk import PageDesk
from textml.review.cuts.wanted import Wanted
from textml.review.web.values import WHOLE

# A picture has another address when its file is written again, so a browser need not ask a second time.
_KEEP = {"Cache-Control": "private, max-age=86400, immutable"}
# The longest id of a page: two names of files, of 255 bytes each, with the date of an issue.
_LONGEST_ID = 1000

PageId = Annotated[str, Field(min_length=1, max_length=_LONGEST_ID, description="id of a page")]
PageQuery = Annotated[str, Query(min_length=1, max_length=_LONGEST_ID, description="id of a page")]
Part = Literal["title", "body", "furniture", ""]
Action = Literal["cut", "join", "headline", "move"]
Place = Annotated[int, Field(strict=True, ge=0, le=1_000_000), WHOLE]
Box = Annotated[list[float], Field(min_length=4, max_length=4, description="left, top, right, bottom in points")]
Number = Annotated[
    int,
    Field(strict=True, ge=1, le=1_000_000, description="number of a printed line, from 1; blank lines count"),
    WHOLE,
]


class PageRow(BaseModel):
    """A page in the list of pages."""

    id: str
    issue: str = Field(description="date of the issue, or empty")
    path: str
    n_articles: int
    n_doubtful: int = Field(description="articles whose cut a person should look at")
    kind: Literal["pdf", "ocr", "dump"]


class PageList(BaseModel):
    """Pages, those with doubtful articles first."""

    n: int = Field(description="pages that were found, also those left out")
    pages: list[PageRow]


class CutPiece(BaseModel):
    """The part of a printed line that is in one of two columns of a dump."""

    text: str
    article: int | None
    part: Part


class CutLine(BaseModel):
    """A printed line that is not blank."""

    number: int
    text: str
    article: int | None = Field(description="place among the articles; null for a line of none")
    part: Part
    pieces: list[CutPiece] = Field(description="parts of the line, where two articles share it; otherwise empty")
    box: Box | None


class CutArticle(BaseModel):
    """An article as the page is cut."""

    index: int
    id: str
    title: str
    kind: str
    confidence: float = Field(ge=0, le=1)
    doubtful: bool
    reason: str
    boxes: list[Box]
    first_line: int = Field(description="number of the first line of its text")


class CutCorrection(BaseModel):
    """A correction of the page."""

    action: Action
    text: str = Field(description="one line for people, without the action")
    line: int
    to: str
    own: bool = Field(description="whether it was made here, so that POST /api/cuts/undo can take it back")
    last: bool = Field(description="whether undo takes it back first")


class Cut(BaseModel):
    """A page with its cuts and corrections."""

    page: str
    version: str = Field(description="changes when the file is written again")
    kind: Literal["pdf", "ocr", "dump"]
    picture: str = Field(description="address, to which &width=1200 can be added; empty where there is none")
    width: float = Field(description="in points; 0 for dumps")
    height: float
    lines: list[CutLine]
    articles: list[CutArticle]
    corrections: list[CutCorrection]
    problems: list[str]
    notes: list[str]


class Correct(BaseModel):
    """What a person wants of a page."""

    model_config = ConfigDict(extra="forbid", strict=True)

    page: PageId
    action: Action
    line: Number
    last: Number | None = None
    body: Number | None = None
    to: Literal["headline", "title", "kicker", "subtitle", "column", "text", "furniture"] | None = None
    article: Place | None = Field(None, description="whose piece of `line` is meant, where two articles share it")
    body_article: Place | None = Field(None, description="the same of `body`")
    version: Annotated[str, Field(max_length=100, description="of the page as it was shown; it must be that still")] = (
        ""
    )


class Undo(BaseModel):
    """A correction that is taken back: the last of the page, or the last with this action and line."""

    model_config = ConfigDict(extra="forbid", strict=True)

    page: PageId
    action: Action | None = None
    line: Number | None = None


def cuts_router(find_desk: Callable[[], PageDesk]) -> APIRouter:
    """Build the routes of pages and their cuts.

    Parameters
    ----------
    find_desk : callable
        Gives what they answer from: the pages of the run as it is now. What that refuses, it raises as a TextmlError.

    Returns
    -------
    APIRouter
    """
    router = APIRouter(prefix="/api", tags=["cuts"])

    @router.get("/pages", response_model=PageList)
    def list_pages(
        q: Annotated[str, Query(max_length=200)] = "", size: Annotated[int, Query(ge=1, le=10_000)] = 1000
    ) -> dict[str, Any]:
        """Pages that have all words of `q` in their id, path or headlines; those with doubtful articles first."""
        pages = find_desk().pages(q)
        return {"n": len(pages), "pages": pages[:size]}

    @router.get("/cuts", response_model=Cut)
    def read_cut(page: PageQuery) -> dict[str, Any]:
        """A page, cut with the corrections of the file as it is now."""
        return find_desk().cut(page)

    @router.get("/cuts/picture", response_class=Response, responses={200: {"content": {"image/png": {}}}})
    def read_picture(
        page: PageQuery,
        width: Annotated[int, Query(ge=100, le=3000, description="pixels")] = 1200,
        version: Annotated[str, Query(max_length=100, description="changes with the file")] = "",
    ) -> Response:
        """The picture of a page of a PDF."""
        return Response(find_desk().picture(page, width), media_type="image/png", headers=_KEEP if version else {})

    @router.post("/cuts", response_model=Cut)
    def correct_cut(body: Correct) -> dict[str, Any]:
        """Append a correction to the file, and cut the page again; 409 if it does not fit."""
        lines = (body.line, body.last or 0, body.body or 0)
        wanted = Wanted(body.action, *lines, body.to or "", body.article, body.body_article)
        return find_desk().correct(body.page, wanted, body.version)

    @router.post("/cuts/undo", response_model=Cut)
    def undo_cut(body: Undo) -> dict[str, Any]:
        """Take back a correction of a page that was made on the review page."""
        return find_desk().undo(body.page, body.action or "", body.line or 0)

    return router

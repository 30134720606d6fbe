"""The routes of the work at a run: state, sections, suggestions, labels."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query

from textml.review.web.site import TheSite
from textml.review.web.values import (
    Errors,
    Full,
    GivenLabel,
    History,
    Sections,
    State,
    Suggestions,
    WrittenLabel,
)

router = APIRouter(prefix="/api", tags=["work"])
#: Id of an article; it may hold anything, so it is a parameter and no part of a path.
ArticleId = Annotated[str, Query(alias="id", max_length=2000, description="Id of an article.")]
#: Run that an open page shows; of the page alone, programs know which run they ask.
OfRun = Annotated[str, Header(alias="textml-run", include_in_schema=False)]
#: Number of a page of a long list, from 1.
PageNumber = Annotated[int, Query(ge=1, le=1_000_000, description="Which part of the list, from 1.")]
#: Length of such a page.
PageSize = Annotated[int, Query(ge=1, le=500, description="Length of a part.")]


@router.get("/state", response_model=State)
def state(site: TheSite) -> dict[str, Any]:
    """What is going on; the page asks each second."""
    return site.desk.state()


@router.get("/sections", response_model=Sections)
def sections(site: TheSite) -> dict[str, Any]:
    """All sections, with the keys to press."""
    return {"sections": site.desk.sections()}


@router.get("/suggestions", response_model=Suggestions)
def suggestions(
    site: TheSite,
    n: Annotated[int, Query(ge=1, le=100, description="How many.")] = 10,
    by: Annotated[str, Query(max_length=100, description="Who is going to label them.")] = "",
) -> dict[str, Any]:
    """Articles to label next; those on the screen of somebody else come later."""
    # read before: an older number makes the page ask again, a newer one would not
    generation = site.desk.generation
    return {"generation": generation, "articles": site.desk.suggestions(n, by or site.by)}


@router.get("/article", response_model=Full)
def article(site: TheSite, article_id: ArticleId) -> dict[str, Any]:
    """An article to read and label."""
    return site.desk.article(article_id)


@router.post("/labels", response_model=WrittenLabel)
def give(site: TheSite, given: GivenLabel, run: OfRun = "") -> dict[str, Any]:
    """Give a label, or take it back; it is on the disk when this answers."""
    site.check_run(run)
    return site.desk.give(given.id, given.section, given.by.strip() or site.by, given.chosen, given.replaces)


@router.get("/labels", response_model=History)
def history(
    site: TheSite,
    article_id: Annotated[str, Query(alias="id", max_length=2000, description="Of one article only.")] = "",
    page: PageNumber = 1,
    size: PageSize = 50,
) -> dict[str, Any]:
    """All labels that were given, newest first."""
    return site.desk.history(article_id, page, size)


@router.get("/errors", response_model=Errors)
def errors(site: TheSite) -> dict[str, Any]:
    """Labels that look wrong; posting the same label with chosen = "error check" keeps it."""
    generation = site.desk.generation
    return {"generation": generation, "errors": site.desk.errors()}

"""The routes that look at the run: articles, topics, issues over time."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from textml.review.desk.look import Filters, build_overview, find_articles, list_topics
from textml.review.web.site import TheSite
from textml.review.web.values import Articles, Overview, Topics

router = APIRouter(prefix="/api", tags=["look"])


class _Asked(BaseModel):
    """Which articles are asked for."""

    model_config = ConfigDict(extra="forbid")

    page: int = Field(1, ge=1, le=1_000_000, description="Which part of the list, from 1.")
    size: int = Field(50, ge=1, le=500, description="Length of a part.")
    q: str = Field("", max_length=200, description="Words that all stand in headline or text.")
    section: str = Field("", max_length=200, description="Key or title of the section.")
    topic: str = Field("", max_length=200, description="Id or name of the main topic.")
    issue: str = Field("", max_length=10, description="Date of the issue, or how it begins: 2025-02.")
    page_id: str = Field("", max_length=2000, description="Page that it was cut from.")
    left: bool | None = Field(None, description="Whether it is left to a person.")
    labelled: bool | None = Field(None, description="Whether a person has labelled it.")


@router.get("/articles", response_model=Articles)
def articles(site: TheSite, asked: Annotated[_Asked, Query()]) -> dict[str, Any]:
    """Articles by words and filters; of a search, those with the words in their headline come first."""
    standing = site.desk.standing
    shelf = site.run_of(standing.stories.contents).shelf
    section = site.desk.find_section(asked.section)
    filters = Filters(asked.q, section, asked.topic, asked.issue, asked.page_id, asked.left, asked.labelled)
    found = find_articles(shelf, standing, filters)
    first = (asked.page - 1) * asked.size
    rows = standing.rows(found[first : first + asked.size].tolist())
    return {"n": len(found), "page": asked.page, "size": asked.size, "articles": rows}


@router.get("/topics", response_model=Topics)
def topics(site: TheSite) -> dict[str, Any]:
    """The topics with their words, and their shares over the months."""
    return list_topics(site.run.shelf)


@router.get("/overview", response_model=Overview)
def overview(site: TheSite) -> dict[str, Any]:
    """Issues, sections over the months, and the figures of the report."""
    standing = site.desk.standing
    shelf = site.run_of(standing.stories.contents).shelf
    return build_overview(shelf, standing, site.desk.settings.reports.language)

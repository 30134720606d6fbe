"""What the routes of the review page work on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Protocol

from fastapi import Depends, Request

from textml.config import Settings
from textml.predict.contents import Contents
from textml.review.desk.look import Shelf
from textml.review.web.gather import Gatherer


class DeskLike(Protocol):
    """The work at a run."""

    @property
    def contents(self) -> Contents: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def corrections(self) -> Path | None: ...
    @property
    def generation(self) -> int: ...
    @property
    def fitting(self) -> bool: ...
    def state(self) -> dict[str, Any]: ...
    def sections(self) -> list[dict[str, Any]]: ...
    def suggestions(self, n: int, by: str) -> list[dict[str, Any]]: ...
    def article(self, article_id: str) -> dict[str, Any]: ...
    def give(self, article_id: str, section: str, by: str, chosen: str = "suggested") -> dict[str, Any]: ...
    def history(self, article_id: str, page: int, size: int) -> dict[str, Any]: ...
    def errors(self) -> list[dict[str, Any]]: ...
    @property
    def standing(self) -> Any: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Site:
    """What the page shows, and what labels new texts.

    Attributes
    ----------
    desk : Desk
        The work at the run.
    shelf : Shelf
        Its stories, to look at.
    gatherer : Gatherer
        Labels texts that are not of the run.
    by : str
        Who labels where a post does not say so.
    """

    desk: DeskLike
    shelf: Shelf
    gatherer: Gatherer
    by: str = ""


async def _find_site(request: Request) -> Site:
    # async, because FastAPI would call a plain function in another thread
    site: Site = request.app.state.site
    return site


#: An argument of a route: the site that it belongs to.
TheSite = Annotated[Site, Depends(_find_site)]

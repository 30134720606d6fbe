"""The routes of the files of the run: its figures, and whether it is well."""

from typing import Any

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

from textml.review.desk.look import FIGURE_TYPES, list_figures
from textml.review.web.site import TheSite
from textml.review.web.values import Health
from textml.versions import versions

router = APIRouter()
# A figure that is opened by itself: its styles stand inside it, and it runs nothing.
_FIGURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
_FIGURE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The figure.",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in FIGURE_TYPES.values()},
    }
}


@router.get("/api/health", response_model=Health, tags=["work"])
def health(site: TheSite) -> dict[str, Any]:
    """Whether the page works, and on what."""
    state, contents = site.desk.state(), site.desk.contents
    return {
        "version": versions()["textml"],
        "run": contents.folder.folder.name,
        "run_id": site.run_id,
        "n_articles": len(contents.stories),
        "n_labels": state["n_labels"],
        "generation": state["generation"],
        "by": site.by,
    }


@router.get("/figures/{name}", tags=["look"], response_class=Response, responses=_FIGURE)
def figure(site: TheSite, name: str) -> Response:
    """A figure of the run's report."""
    found = next((each for each in list_figures(site.desk.contents) if each.file == name), None)
    if found is None:
        raise HTTPException(404, f"figure: found {name[:60]!r}; allowed: those of /api/overview")
    content = site.desk.contents.folder.read_bytes(found.path)
    return Response(content, media_type=found.media_type, headers={"content-security-policy": _FIGURE_POLICY})

"""Put the review page together: routes, files and errors, behind the guard."""

from typing import Any

from fastapi import APIRouter, FastAPI

from textml.review.desk.desk import Desk
from textml.review.web import files, label, look, work
from textml.review.web.cuts import cuts_router
from textml.review.web.failures import FAILURES, answer_errors
from textml.review.web.guard import Guard, Rules
from textml.review.web.page import page_routes
from textml.review.web.site import Site
from textml.versions import versions

_ROUTERS: tuple[APIRouter, ...] = (files.router, work.router, look.router, label.router)
# Nothing is told to anybody, whatever the environment says.
_NO_TELEMETRY: Any = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


def build_app(desk: Desk, by: str = "") -> FastAPI:
    """Build the application of the review page, without its guard.

    Parameters
    ----------
    desk : Desk
        The work at a run.
    by : str
        Who labels where a post does not say so.
    """
    app = FastAPI(
        title="textml review",
        version=versions()["textml"],
        summary="See, label and correct what textml found in a newspaper.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=FAILURES,
        telemetry=_NO_TELEMETRY,
    )
    site = app.state.site = Site(desk, by)
    answer_errors(app)
    for router in (*_ROUTERS, cuts_router(lambda: site.run.pages)):
        app.include_router(router)
    app.router.routes.extend(page_routes())
    return app


def build_guarded(desk: Desk, rules: Rules, by: str = "") -> Guard:
    """Build the application of the review page behind its guard.

    Parameters
    ----------
    desk : Desk
        The work at a run.
    rules : Rules
        Who may ask for what.
    by : str
        Who labels where a post does not say so.
    """
    return Guard(build_app(desk, by), rules)

"""Every error as JSON of one form: {"error": "where: found; allowed; do"}."""

from collections.abc import Sequence
from http import HTTPStatus
from reprlib import Repr
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from textml.errors import ArtifactError, ConfigError, GoneError, NotSavedError, TextmlError

# Mistakes in a body that are named; a table of texts may have one in every row.
_MOST_MISTAKES = 3
# Characters that are shown of a value.
_MOST_CHARACTERS = 60
# What was found may be nested as deep as Python can go.
_REPR = Repr()
_REPR.maxlevel = 2
_REPR.maxstring = _REPR.maxother = _MOST_CHARACTERS
_SAID = {
    404: "no such address; see /api/openapi.json for all of them",
    405: "not with this method; see /api/openapi.json for those that are allowed",
    500: "textml failed. What happened stands where `textml review` was started",
}


class Failure(BaseModel):
    """Why a request was not answered."""

    error: str = Field(description="Where, what was found, what is allowed, what to do.")


#: Answers that every route may give, for the description of the routes.
FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"model": Failure, "description": "The body is no JSON."},
    401: {"model": Failure, "description": "The token is missing or wrong."},
    403: {"model": Failure, "description": "The request comes from another site, or under another host."},
    404: {"model": Failure, "description": "There is no such article, section, page or file."},
    409: {"model": Failure, "description": "It does not fit what is there now, or nothing can be written."},
    413: {"model": Failure, "description": "The body is too large."},
    415: {"model": Failure, "description": "The body is not sent as application/json."},
    422: {"model": Failure, "description": "A value is not allowed."},
    503: {
        "model": Failure,
        "description": "The run has no model for this, or nothing can be saved now; try again later.",
    },
}


class MissingModelError(ArtifactError):
    """The run holds no model, so that nothing can be labelled."""


# The first that fits; what is not in it does not fit what is there now.
_STATUS: dict[type[TextmlError], int] = {GoneError: 404, MissingModelError: 503, NotSavedError: 503, ConfigError: 422}


def answer_errors(app: FastAPI) -> None:
    """Let an application answer every error in the one form.

    Parameters
    ----------
    app : FastAPI
        Before its first request.
    """
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(TextmlError, _answer_textml)
    app.add_exception_handler(Exception, _answer_unknown)


def fail(status: int, error: str, headers: dict[str, str] | None = None) -> Response:
    """Return the answer of a request that failed.

    Parameters
    ----------
    status : int
        Code of HTTP.
    error : str
        What a person is told.
    headers : dict of str to str, optional
        That go with it.
    """
    # what was found may hold half characters, which cannot be written
    said = error.encode(errors="backslashreplace").decode()
    return Response(orjson.dumps({"error": said}), status, headers, "application/json")


async def _answer_http(request: Request, error: Exception) -> Response:
    status, detail, headers = 500, "", None
    if isinstance(error, HTTPException):
        status, detail, headers = error.status_code, error.detail, error.headers
    if status in (404, 405) and detail == HTTPStatus(status).phrase:
        detail = f"{_show(request.url.path)}: {_SAID[status]}"
    if status == 400:
        detail = "body: found something that is no JSON; allowed: JSON in UTF-8, not nested without end"
    return fail(status, detail, dict(headers) if headers else None)


async def _answer_invalid(request: Request, error: Exception) -> Response:
    mistakes = error.errors() if isinstance(error, RequestValidationError) else []
    return fail(422, describe_mistakes(mistakes))


def describe_mistakes(mistakes: Sequence[Any]) -> str:
    """Say in one line what is wrong with the values of a request.

    Parameters
    ----------
    mistakes : sequence of dict
        As pydantic lists them.

    Examples
    --------
    >>> describe_mistakes([{"loc": ("query", "n"), "input": "0", "msg": "Input should be greater than 0"}])
    "query.n: found '0'; Input should be greater than 0. Correct it; /api/openapi.json says what is allowed"
    """
    said = [_describe(mistake) for mistake in mistakes[:_MOST_MISTAKES]]
    more = f"; and {len(mistakes) - _MOST_MISTAKES} more" if len(mistakes) > _MOST_MISTAKES else ""
    return f"{'; '.join(said)}{more}. Correct it; /api/openapi.json says what is allowed"


def _describe(mistake: Any) -> str:
    place = ".".join(map(str, mistake["loc"]))
    if mistake.get("type") == "json_invalid":
        return f"body: found something that is no JSON, at character {mistake['loc'][-1]}"
    if mistake.get("type") == "missing":
        return f"{place}: is missing"
    return f"{place}: found {_show(_REPR.repr(mistake.get('input')))}; {mistake['msg'].removeprefix('Value error, ')}"


def _show(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"


async def _answer_textml(request: Request, error: Exception) -> Response:
    return fail(next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 409), str(error))


async def _answer_unknown(request: Request, error: Exception) -> Response:
    return fail(500, f"{_show(request.url.path)}: {_SAID[500]}")

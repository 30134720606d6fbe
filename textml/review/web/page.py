"""Serves the files of the page, with its texts in both languages."""

import hashlib
import html
import json
import tomllib
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from textml.reports.figures.fonts import find_bundled

_HERE = Path(__file__).parent
_LANGUAGES = ("zh", "en")
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

Answer = Callable[[Request], Awaitable[Response]]


@cache
def read_texts() -> dict[str, dict[str, str]]:
    """Read every text of the page, as {language: {"part.name": text}}."""
    parts = tomllib.loads((_HERE / "texts.toml").read_text(encoding="utf-8"))
    return {
        language: {
            f"{part}.{name}": texts[language] for part, entries in parts.items() for name, texts in entries.items()
        }
        for language in _LANGUAGES
    }


def read_files() -> dict[str, tuple[bytes, str]]:
    """Read what the page consists of, as {path: (bytes, media type)}; nothing else is ever served as its part."""
    static = _HERE / "static"
    files = {
        f"/static/{path.relative_to(static).as_posix()}": (path.read_bytes(), _TYPES[path.suffix])
        for path in sorted(static.rglob("*"))
        if path.suffix in _TYPES
    }
    page, kind = files.pop("/static/index.html")
    no_script = " ".join(html.escape(read_texts()[language]["page.no_script"]) for language in _LANGUAGES)
    # Named in the page, so that a browser need not find them one behind the other.
    modules = "\n".join(f'<link rel="modulepreload" href="{path}">' for path in files if path.endswith(".mjs"))
    page = page.replace(b"{modules}", modules.encode()).replace(b"{no_script}", no_script.encode())
    files["/"] = (page, kind)
    files["/static/texts.json"] = (json.dumps(read_texts(), ensure_ascii=False).encode(), _TYPES[".json"])
    return files


def page_routes() -> list[Route]:
    """Build the routes of the page, its modules, styles and texts.

    Returns
    -------
    list of Route
        To be mounted at the root. Browsers keep the files, and ask each time whether they have changed.
    """
    routes = [
        Route(path, _serve(content, kind), methods=["GET", "HEAD"]) for path, (content, kind) in read_files().items()
    ]
    font = find_bundled()
    return [*routes, Route("/static/han.ttf", _serve_font(font), methods=["GET", "HEAD"])] if font else routes


def _serve_font(font: Path) -> Answer:
    """The font for computers without a Chinese one; browsers ask for it only there, and keep it."""
    headers = {"Cache-Control": "public, max-age=604800"}

    async def answer(_: Request) -> Response:
        return FileResponse(font, media_type="font/ttf", headers=headers)

    return answer


def _serve(content: bytes, kind: str) -> Answer:
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"Cache-Control": "no-cache", "ETag": tag}

    async def answer(request: Request) -> Response:
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=kind, headers=headers)

    return answer

"""Content and a template rendered as one HTML file that needs no other file and no network."""

import base64
import hashlib
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from textml.reasons import Language
from textml.reports.figures.fonts import subset_font
from textml.reports.html.linker import link_modules
from textml.reports.html.packing import json_for_script
from textml.reports.sentences import percent, sureness
from textml.reports.texts import read_texts

_STATIC = files("textml.reports").joinpath("static")
_TEMPLATES = files("textml.reports").joinpath("templates")
# Templates break lines to be read. Between elements and values a break is no space: on a phone it would be seen.
_LINE_BREAK = re.compile(r"(>|[%}#]\})\s*\n\s*(?=<|\{[%{#])")
# Groups of the table of texts that the script shows.
_SCRIPT_TEXTS = ("articles", "left", "map")
_POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def render(template: str, content: Mapping[str, Any], language: Language, hidden: str = "") -> str:
    """Render a template as an HTML page.

    Parameters
    ----------
    template : str
        Name of its file in ``templates/``.
    content : mapping of str to Any
        Values for the names in the template. Texts are data: markup in them is shown as text.
    language : {"zh", "en"}
        Language of everything that textml itself says.
    hidden : str, optional
        Text that the script shows later; the font of the page gets its characters, too.

    Returns
    -------
    str
        The page. Its content security policy allows only its own script, and no request to the network.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FunctionLoader(_read_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # matplotlib escapes the texts in its drawings
    environment.filters["drawing"] = Markup
    environment.filters["percent"] = percent
    environment.filters["sureness"] = sureness
    texts, script = read_texts(language), _script()
    shown = {f"{part}.{name}": text for part in _SCRIPT_TEXTS for name, text in texts.group(part).items()}
    environment.globals |= {
        "t": texts,
        "language": "zh-CN" if language == "zh" else "en",
        # files of the project, without any text of articles
        "style": Markup(_STATIC.joinpath("report.css").read_text(encoding="utf-8")),  # noqa: S704
        "script": Markup(script),  # noqa: S704
        "script_texts": Markup(json_for_script(shown)),  # noqa: S704
        "policy": _POLICY.format(script=_digest(script)),
    }
    page = environment.get_template(template)
    font = subset_font(page.render(content, font="") + hidden)
    return page.render(content, font=as_data_uri(font, "font/woff") if font else "")


def as_data_uri(content: bytes, media_type: str) -> str:
    """A picture or font as an address that holds its bytes."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def _read_template(name: str) -> str:
    return _LINE_BREAK.sub(r"\1", _TEMPLATES.joinpath(name).read_text(encoding="utf-8"))


def _script() -> str:
    return "\n" + link_modules(read_modules(), "start")


def read_modules() -> dict[str, str]:
    """The modules of the page's script, by their names."""
    modules = [file for file in _STATIC.iterdir() if file.name.endswith(".mjs")]
    return {file.name.removesuffix(".mjs"): file.read_text(encoding="utf-8") for file in modules}


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

"""Content and templates to one HTML file that needs no other and no network."""

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from textml.reports.figures.fonts import subset_font
from textml.reports.html.linker import link_modules
from textml.reports.html.packing import json_for_script
from textml.reports.sentences import percent
from textml.reports.texts import Language, read_texts

_STATIC = files("textml.reports").joinpath("static")
# Parts of the table of texts that the script speaks from.
_SPOKEN = ("articles", "map")
_POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def render(template: str, content: Mapping[str, Any], language: Language, hidden: str = "") -> str:
    """HTML of a template beside this module.

    Parameters
    ----------
    template : its name
    content : what the template names. Texts are data: whatever markup they hold is shown, not obeyed
    language : of everything that textml itself says
    hidden : further text that the page shows later, so that it brings the characters along

    Returns
    -------
    str, with a policy that lets no script but the page's own run, and no request out
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("textml.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # matplotlib wrote it, and made text of whatever text it was given
    environment.filters["drawing"] = Markup
    environment.filters["percent"] = percent
    texts, script = read_texts(language), _script()
    spoken = {f"{part}.{name}": text for part in _SPOKEN for name, text in texts.group(part).items()}
    environment.globals |= {
        "t": texts,
        "language": "zh-CN" if language == "zh" else "en",
        # written by the project, without any text of articles in it
        "style": Markup(_STATIC.joinpath("report.css").read_text(encoding="utf-8")),  # noqa: S704
        "script": Markup(script),  # noqa: S704
        "spoken": Markup(json_for_script(spoken)),  # noqa: S704
        "policy": _POLICY.format(script=_digest(script)),
    }
    page = environment.get_template(template)
    font = subset_font(page.render(content, font="") + hidden)
    return page.render(content, font=as_data_uri(font, "font/woff") if font else "")


def as_data_uri(content: bytes, media_type: str) -> str:
    """A picture or font as an address that a page uses without a file beside it."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def _script() -> str:
    return "\n" + link_modules(read_modules(), "start")


def read_modules() -> dict[str, str]:
    """The modules of the page's script, by their names."""
    modules = [file for file in _STATIC.iterdir() if file.name.endswith(".mjs")]
    return {file.name.removesuffix(".mjs"): file.read_text(encoding="utf-8") for file in modules}


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

"""Content and templates to one HTML file that needs no other and no network."""

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from textml.reports.figures.fonts import subset_font
from textml.reports.html.embedded import json_for_script
from textml.reports.sentences import percent
from textml.reports.texts import Language, read_texts

#: The page's own script, in the order in which its parts build on each other.
SCRIPTS = (
    "elements.js",
    "packed.js",
    "articles.js",
    "reader.js",
    "article_table.js",
    "topic_words.js",
    "topic_charts.js",
    "topic_panel.js",
    "topic_map.js",
    "start.js",
)
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
        "style": Markup(_read("report.css")),  # noqa: S704
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
    return "\n" + '"use strict";\n' + "\n".join(_read(name) for name in SCRIPTS)


def _read(name: str) -> str:
    return files("textml.reports").joinpath("static", name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

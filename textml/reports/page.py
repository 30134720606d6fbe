"""The one page to read: a run as a self-contained HTML file."""

import base64
from collections.abc import Mapping
from typing import Any

from textml.reports.fonts import subset_font


def render_page(content: Mapping[str, Any]) -> str:
    """HTML of the report.

    Parameters
    ----------
    content : what the template beside this module names: title, made_of, problems, dropped, scores, truth, sections,
        figures, articles,
        topics, review. Texts are data: whatever markup they hold is shown, not obeyed

    Returns
    -------
    str, one file that needs no other and no network
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("textml.reports", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    template = environment.get_template("page.html.jinja")
    font = subset_font(template.render(content, font=""))
    return template.render(content, font=as_data_uri(font, "font/woff") if font else "")


def as_data_uri(content: bytes, media_type: str) -> str:
    """A picture or font as an address that a page uses without a file beside it."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"

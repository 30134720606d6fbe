"""The one page to read: a run as a self-contained HTML file."""

import base64
from collections.abc import Mapping
from typing import Any


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
    return environment.get_template("page.html.jinja").render(content)


def as_data_uri(svg: bytes) -> str:
    """An SVG picture as an address that an ``img`` shows without a file beside it."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode()

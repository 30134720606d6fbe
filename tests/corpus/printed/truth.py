"""What a reader finds on an invented page."""

from dataclasses import dataclass, field


@dataclass
class TruthItem:
    """An item that is printed, as the scorer compares it; `titles` are the accepted readings of its headline."""

    kind: str
    title: str = ""
    titles: list[str] = field(default_factory=list)
    kicker: str = ""
    subtitle: str = ""
    column: str = ""
    byline: str = ""
    body: str = ""

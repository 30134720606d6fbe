"""What a reader finds on an invented page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.corpus.printed.bodies import Signature


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
    jump: str = ""

    @property
    def readings(self) -> list[str]:
        """The accepted bodies: a picture's credit may be in its caption or not."""
        bare = self.body[: self.body.rfind("。") + 1]
        return [self.body, bare] if self.kind == "photo" and bare and bare != self.body else [self.body]


def story_truth(
    story: Mapping[str, Any],
    title_lines: Sequence[str],
    signature: Signature,
    printed: Sequence[str],
    kind: str = "article",
    jump: str = "",
) -> TruthItem:
    """The truth of a story of which these paragraphs are printed."""
    titles = [story["title"], " ".join(title_lines)]
    if story.get("kicker"):
        titles.append(story["kicker"])
    return TruthItem(
        kind,
        story["title"],
        list(dict.fromkeys(titles)),
        story.get("kicker") or "",
        story.get("subtitle") or "",
        story.get("column") or "",
        signature.text,
        "\n".join(printed),
        jump,
    )

"""A desk without its fits, until the real one is there: `python -m tests.review.web.fake RUN [PORT]` serves it."""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from textml.errors import ArtifactError, GoneError
from textml.models.sections.explain import Explanation
from textml.predict.contents import open_contents
from textml.predict.labeller import label_of
from textml.predict.run_settings import find_run_corrections, read_run_settings
from textml.reports.figures.drawing import GREY, color_of


class FakeStanding:
    """What the run says, and labels given here."""

    def __init__(self, desk: "FakeDesk") -> None:
        self.desk = desk
        rows = desk.contents.labels
        self.sections = np.array([label_of(row, desk.contents.reject) for row in rows], dtype=object)
        self.confidence = np.array([row["confidence"] for row in rows])

    @property
    def labels(self) -> np.ndarray:
        return np.array([self.desk.given.get(s.id, "") for s in self.desk.contents.stories], dtype=object)

    def rows(self, positions: list[int]) -> list[dict[str, Any]]:
        contents = self.desk.contents
        return [
            {
                "id": story.id,
                "title": story.title,
                "date": story.date,
                "page_id": story.page_id,
                "section": self.sections[at],
                "confidence": row["confidence"],
                "topic": row["topic"],
                "label": self.desk.given.get(story.id, ""),
                "needs_review": row["needs_review"],
                "snippet": story.body[:80],
            }
            for at in positions
            for story, row in [(contents.stories[at], contents.labels[at])]
        ]


class FakeDesk:
    """The interface of the desk."""

    def __init__(self, folder: Path) -> None:
        self.contents = open_contents(folder)
        self.settings = read_run_settings(folder)
        self.corrections = find_run_corrections(folder)
        self.generation, self.fitting = 1, False
        self.given = {seed.id: seed.section for seed in self.contents.seeds}
        self.past: list[dict[str, Any]] = []
        self.at = {story.id: place for place, story in enumerate(self.contents.stories)}
        self.standing = FakeStanding(self)

    def state(self) -> dict[str, Any]:
        n = len(self.given)
        left = int((self.standing.sections == "").sum())
        point = {"n_labels": n, "n_given": len(self.at) - left, "n_none": 0, "n_left": left, "macro_f1": None}
        return {
            "generation": 1,
            "fitting": False,
            "n_labels": n,
            "n_here": len(self.past),
            "stale": "",
            "problem": "",
            "can_label": True,
            "can_cut": self.corrections is not None,
            "points": [point],
        }

    def sections(self) -> list[dict[str, Any]]:
        counts = Counter(self.given.values())
        return [
            {
                "key": s.key,
                "title": s.title,
                "definition": s.definition,
                "in_doubt": s.in_doubt,
                "color": GREY if s.reject else color_of(number),
                "reject": s.reject,
                "number": 0 if s.reject else number + 1,
                "n_labels": counts[s.key],
            }
            for number, s in enumerate(self.contents.named)
        ]

    def article(self, article_id: str) -> dict[str, Any]:
        if article_id not in self.at:
            raise GoneError(f"{article_id}: no such article in this run")
        at = self.at[article_id]
        story, row = self.contents.stories[at], self.contents.labels[at]
        proba = sorted(((row[k], k[2:]) for k in row if k.startswith("p_")), reverse=True)
        words: list[dict[str, str]] = []
        if self.contents.classifier is not None:
            said: Explanation = self.contents.classifier.explain(story.text)
            words = [{"word": word, "section": proba[0][1]} for word in list(said.spoke_for)[:6]]
        return {
            **self.standing.rows([at])[0],
            "kicker": story.kicker,
            "subtitle": story.subtitle,
            "column": story.column,
            "body": story.body,
            "kind": story.kind,
            "cut_confidence": story.confidence,
            "proba": [{"section": name, "share": share} for share, name in proba],
            "words": words,
            "neighbours": [],
            "history": [{k: p[k] for k in ("section", "by", "at")} for p in self.past if p["id"] == article_id],
        }

    def suggestions(self, n: int, by: str) -> list[dict[str, Any]]:
        order = np.argsort(self.standing.confidence, kind="stable")
        ids = [self.contents.stories[at].id for at in order]
        return [self.article(i) for i in [i for i in ids if i not in self.given][:n]]

    def give(self, article_id: str, section: str, by: str, chosen: str = "suggested") -> dict[str, Any]:
        title = self.article(article_id)["title"]
        keys = {name: s.key for s in self.contents.named for name in (s.key, s.title)} | {"": ""}
        if section not in keys:
            raise ArtifactError(f"section: found {section!r}; allowed: {', '.join(keys)}")
        past = [p for p in self.past if p["id"] == article_id]
        given = {"id": article_id, "section": keys[section], "by": by, "at": "2026-11-27T09:31:05.123Z"}
        self.past.insert(0, {**given, "title": title, "counts": True})
        self.given[article_id] = keys[section]
        if not keys[section]:
            del self.given[article_id]
        before = {k: past[0][k] for k in ("section", "by", "at")} if past else None
        return {**given, "before": before, "n_labels": len(self.given)}

    def history(self, article_id: str, page: int, size: int) -> dict[str, Any]:
        rows = [p for p in self.past if article_id in ("", p["id"])]
        return {"n": len(rows), "page": page, "size": size, "labels": rows[(page - 1) * size : page * size]}

    def errors(self) -> list[dict[str, Any]]:
        more = {"likelier": "culture", "p_label": 0.1, "p_likelier": 0.8}
        return [{**self.article(i), **more} for i in list(self.given)[:5] if i in self.at]

    def close(self) -> None:
        """Nothing."""


if __name__ == "__main__":
    from textml.review.web.app import build_guarded
    from textml.review.web.guard import Rules
    from textml.review.web.server import serve, take_port

    taken = take_port("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else None)
    print(taken.getsockname(), flush=True)  # noqa: T201
    serve(build_guarded(FakeDesk(Path(sys.argv[1])), Rules(), "me"), taken)

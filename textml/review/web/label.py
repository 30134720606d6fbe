"""The route that labels texts which are not of the run, as `textml label` does."""

from collections.abc import Sequence
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Header, Response

from textml.corpus.article import Article, drop_reason, repeated_id
from textml.corpus.formats.rows import parse_article
from textml.review.web.site import TheSite
from textml.review.web.values import GivenText, Labelled, ToLabel

router = APIRouter(prefix="/api", tags=["label"])
#: The media type of JSON lines.
JSON_LINES = "application/jsonl"


@router.post(
    "/label",
    response_model=Labelled,
    responses={200: {"content": {JSON_LINES: {"schema": {"type": "string"}}}, "description": "Rows, in order."}},
)
def label(site: TheSite, given: ToLabel, accept: Annotated[str, Header()] = "") -> Response:
    """Label texts: the rows that `textml label` writes, as JSON, or as JSON lines where those are accepted."""
    articles, left_out = read_articles(given.list_articles(), site.desk.settings.corpus.min_chars)
    rows, failures = site.run.gatherer.label(articles, given.precision)
    if JSON_LINES in accept:
        lines = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
        # the lines are those of the command, which names what it left out on stderr
        headers = {"textml-left-out": str(len(left_out) + len(failures))}
        return Response(lines, headers=headers, media_type=JSON_LINES)
    left = [{"id": article_id, "reason": reason} for article_id, reason in (*left_out, *failures)]
    return Response(orjson.dumps({"rows": rows, "left_out": left}), media_type="application/json")


def read_articles(asked: Sequence[GivenText], min_chars: int) -> tuple[list[Article], list[tuple[str, str]]]:
    """Read the articles of a request as rows of a table are read.

    Parameters
    ----------
    asked : sequence of GivenText
        What was sent.
    min_chars : int
        Stories with fewer characters are left out.

    Returns
    -------
    articles : list of Article
        Stories of different ids.
    left_out : list of (str, str)
        Id and reason of each of the others.
    """
    found: dict[str, Article] = {}
    left_out: list[tuple[str, str]] = []
    for number, each in enumerate(asked, 1):
        row: dict[str, Any] = {"id": each.id if each.id != "" else number}
        row |= {"title": each.title, "text": each.text, "date": each.date, "kind": each.kind}
        article = parse_article(row, "", number)
        if isinstance(article, str):
            left_out.append((str(row["id"]), article))
        elif reason := drop_reason(article, min_chars):
            left_out.append((article.id, f"not labelled ({reason})"))
        elif article.id in found:
            left_out.append((article.id, repeated_id(article.id).removeprefix(f"{article.id}: ")))
        else:
            found[article.id] = article
    return list(found.values()), left_out

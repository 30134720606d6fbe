"""Cues that only printed pages give: which blocks look like one piece on the page; there are none on a text dump."""

from collections.abc import Sequence

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.search.cues import Cues, find_cues


def find_story(block: Block, last: bool = False) -> int | None:
    """Number of the piece that a block's first or last line looks part of; None on a text dump."""
    place = block.lines[-1 if last else 0].printed
    return place.story if place is not None and place.kind else None


def cut_print_cues(before: Block, after: Block) -> Cues:
    """Two paragraphs as the end of one article and the beginning of another."""
    one, other = before.lines[-1].printed, after.lines[0].printed
    if one is None or other is None or not (one.kind and other.kind):
        return {}
    changes = one.story != other.story
    return find_cues(
        story_changes=changes,
        story_stays=not changes,
        frame_stays=not changes and one.frame == other.frame,
        frame_changes=not changes and one.frame != other.frame,
        caption_begins=changes and other.kind == "caption",
        caption_ends=changes and one.kind == "caption",
    )


def inner_print_cues(run: Sequence[Block], before: Block, after: Block) -> Cues:
    """Headline blocks between two paragraphs as a heading inside one article."""
    if not run or find_story(run[0]) is None:
        return {}
    inside = find_story(before, last=True) == find_story(run[0]) == find_story(after)
    return find_cues(inner_in_story=inside, inner_between_stories=not inside)


def split_print_cues(before: Block, after: Block) -> Cues:
    """Two neighbouring headline blocks as two headlines."""
    one, other = before.lines[-1].printed, after.lines[0].printed
    if one is None or other is None or not (one.kind and other.kind):
        return {}
    return find_cues(
        split_story_changes=one.story != other.story,
        split_story_stays=one.story == other.story,
        split_frame_stays=one.frame == other.frame,
    )


def fit_print_cues(headline: Sequence[Block], body: Sequence[Block]) -> Cues:
    """A headline with its article: whether they look like one piece."""
    stories = {find_story(block) for block in headline}
    first = find_story(body[0])
    if first is None or None in stories:
        return {}
    kind = body[0].lines[0].printed
    return find_cues(
        headline_in_story=first in stories,
        headline_of_other_story=first not in stories,
        headline_of_caption=kind is not None and kind.kind == "caption",
    )


def alone_print_cues(headline: Sequence[Block], stories: frozenset[int | None]) -> Cues:
    """A headline without an article.

    Parameters
    ----------
    headline : sequence of Block
        Its blocks.
    stories : frozenset
        Pieces of the page that have running text.
    """
    found = {find_story(block) for block in headline}
    if None in found:
        return {}
    return find_cues(alone_without_text=not found & stories, alone_with_text=bool(found & stories))


def headless_print_cues(body: Sequence[Block], headed: frozenset[int | None]) -> Cues:
    """An article without a headline.

    Parameters
    ----------
    body : sequence of Block
        Its paragraphs.
    headed : frozenset
        Pieces of the page that have a headline.
    """
    story, place = find_story(body[0]), body[0].lines[0].printed
    if story is None or place is None:
        return {}
    return find_cues(
        headless_without_headline=story not in headed,
        headless_with_headline=story in headed,
        headless_printed_caption=place.kind == "caption",
    )

"""The weights of links are those of the cues that pages show."""

from tests.corpus.printed.kinds import KINDS
from tests.corpus.printed.typesetter import ORDERS, typeset_page
from tests.fitting.links import link_typeset
from textml.corpus.pages.lines.fitted import read_table


def test_links_and_weights_have_the_same_names() -> None:
    """What a page is looked at for has a weight, and every weight is looked for."""
    page = link_typeset(typeset_page((), "local", ORDERS[0], 1))
    assert page is not None
    assert set(page.names) == set(read_table("links"))


def test_most_texts_follow_what_they_were_set_after() -> None:
    """Of the texts of pages that were not fitted on, at least 19 of 20 follow the right headline or text."""
    right = wanted = 0
    for n, kind in enumerate(KINDS):
        page = link_typeset(typeset_page((), kind, ORDERS[n % len(ORDERS)], 7))
        if page is not None:
            known = [
                (found, true)
                for found, true in zip(page.choose(read_table("links")), page.truth, strict=True)
                if true >= 0
            ]
            right += sum(found == true for found, true in known)
            wanted += len(known)
    assert wanted > 150
    assert right >= 0.95 * wanted

"""The cutter's weights are fitted here: pages whose truth is known go in, four files of weights come out.

    make fit-cutter

`pages` prints invented pages; `news` lays real news out, and `press` aligns typeset pages with their truth, where
these are at hand. `dumps` fits the weights of the cues that every page gives, `seams` those of texts in pieces,
`printed` those that only places on the page give, with `links` between their frames, and `confidence` how likely an
item is right.
`layouts` compares the true layout of a page with others; `solving` holds the regressions.
"""

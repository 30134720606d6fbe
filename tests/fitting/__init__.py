"""The cutter's weights are fitted here: pages whose truth is known go in, cutter.toml and printed.toml come out.

    make fit-cutter

`pages` prints invented pages, `press` aligns typeset pages with their truth where these are at hand, `dumps` fits the
weights of the cues that every page gives, and `printed` those that only places on the page give.
"""

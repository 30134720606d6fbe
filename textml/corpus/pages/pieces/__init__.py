"""Texts that stand in several pieces: the lines of a dump go in, in its order; they come out as the texts go on.

`parts` divides a page where something interrupts its texts, `cues` says what speaks for two of them being one text,
`pairing` chooses, and `order` puts the lines together. Open `order` first.
"""

"""Texts that a dump tore or mixed: its lines go in, in its order; they come out as the texts go on.

`columns` parts columns that stand in the dump line by line. `parts` divides a page where something interrupts its
texts, `cues` says what speaks for two of them being one text, `pairing` chooses, and `order` puts the lines together.
Open `order` first.
"""

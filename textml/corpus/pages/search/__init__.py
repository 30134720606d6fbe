"""The division of a page into items: its blocks go in, headlines with their bodies come out.

`layout` searches for the most likely division. `evidence` scores what may be in it, with the cues in `cues` (where
does an article start?) and `headlines` (which headline belongs to it?). Open `layout` first.
"""

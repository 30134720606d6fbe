"""Pages of a run with their cuts, and a person's corrections of them.

What comes in are a page's file, the corrections so far, and what a person wants. What goes out is the page as it is cut
now, with its lines, boxes and picture, and entries of the file of corrections that a run replays. Open `page_desk`
first.
"""

"""The corpus: pages and tables come in, articles with their text go out, and text is cut into words.

Open `article` first: `Page` and `Article` are what all rooms work on. The rooms inside, in the order of their imports:
`formats` reads and writes tables, `pages` cuts a page into articles, `printed` reads PDF and OCR with the places of
their lines, `reading` finds files and reads them at once or in batches, `words` cuts text into words. Beside them,
`geometry` says where lines are printed, `doubt` which cuts may be wrong, `chains` names files in archives, `decode`
turns bytes into text, `seeds` reads the sections with the labelled articles, `recognition` finds these among the
articles of a run, and `gold` reads checked articles and matches them with those that were found.
"""

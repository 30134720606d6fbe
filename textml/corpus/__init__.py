"""The corpus: page dumps and tables come in, articles with their text go out, and text is cut into words.

Open `article` first: `Page` and `Article` are what all rooms work on. The rooms inside, in the order of their imports:
`formats` reads and writes tables, `pages` cuts a page into articles, `reading` finds files and reads them at once or in
batches, `words` cuts text into words. Beside them, `decode` turns bytes into text, `seeds` reads the sections with the
labelled articles, `recognition` finds these among the articles of a run, and `gold` reads checked articles and matches
them with those that were found.
"""

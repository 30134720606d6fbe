"""From words with their places, as OCR gives them, to printed pages.

`recognized` holds what the readers of ALTO and hOCR find; `straighten` makes the page level, `pieces` puts right which
words are a line, `spaces` puts them together, and `assemble` makes pages of all. Open `assemble` first.
"""

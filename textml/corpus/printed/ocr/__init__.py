"""From words with their places, as OCR gives them, to printed pages.

`recognized` holds what the readers of ALTO and hOCR find; `spaces` puts the words of a line together, and `assemble`
makes pages of all. Open `assemble` first.
"""

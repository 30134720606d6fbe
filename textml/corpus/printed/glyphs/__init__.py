"""The characters of a PDF page as arrays: pdfium's page goes in, printed lines and what is drawn come out.

`characters` asks pdfium through `calls`, `layers` leaves out what is printed twice, hidden or outside the page,
`vertical` and `rows` find the lines of the rest, `spacing` writes their text, `setting` does all this for a page, and
`drawings` finds rules, areas and pictures. Open `characters` first.
"""

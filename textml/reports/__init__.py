"""Reports of a run: tables, figures, and one HTML page.

In comes a `RunContent` with everything a run found; out come files as bytes, by their names. Start with `report`, which
puts a report together. `content` says what a report is made of, `sentences` and `texts` word it in Chinese or English,
`tables` and `figures/` show the numbers, `html/` builds the page from `templates/` and `static/`. `terminal` prints a
page with its cuts.
"""

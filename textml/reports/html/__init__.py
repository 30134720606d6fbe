"""HTML pages that need no other file and no network.

In come a run and its figures, or a topic model; out comes one HTML text. Start with `report_page`, the page of a run,
or `topic_map`, the map of a model as a page of its own. `articles` packs what the page's script shows, `render` fills
the templates and adds style, script and font.
"""

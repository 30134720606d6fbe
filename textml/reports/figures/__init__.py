"""Figures of sections, scores and topics.

In come plain numbers, topics or a whole run; out come matplotlib figures, drawn without a display. Start with `run`,
which names every figure of a run. `scores` and `topics` draw one figure a function, `topic_layout` places topics on a
map, `small_panels` draws a panel for each of many topics, `drawing` holds colours, figures and file formats, `fonts`
finds fonts with Chinese characters.
"""

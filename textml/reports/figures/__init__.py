"""Figures of sections, scores and topics.

In come plain numbers, topics or a whole run; out come matplotlib figures, drawn without a display. Start with `run`,
which names every figure of a run. `scores` and `topics` draw one figure a function, `topic_layout` places topics on a
map, `drawing` holds colours, panels and file formats, `fonts` finds fonts with Chinese characters.
"""

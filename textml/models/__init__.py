"""Models learned from articles: sections, topics, and what they are worth.

Texts, labels and word counts come in; fitted models and their scores go out. `sections` holds the section classifier,
`topics` the topic model, `evaluation` the cross-validated scores, their intervals and comparisons, `shift` whether new
articles differ from the labelled ones. Open
`sections/classifier` or `topics/model` first.
"""

"""Topic models that people can read: topics with words, names, shares and stability.

Running texts come in, with dates and sections where they are known; a fitted `model.TopicModel`, the module to open
first, goes out. `training` counts the words, `seed_words` steers topics, `topic` describes and names them, `queries`
and `shares` answer questions, `matching` lets topics keep their ids from model to model, `stability` and `choice` fit
again to see which topics can be trusted and how many there should be, `boilerplate` finds words without a subject, and
`by_section` explains confused sections.
"""

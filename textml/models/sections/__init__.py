"""Section classifier for a few labelled articles and an unlabelled pool.

Texts, labels and unlabelled texts come in; probabilities of the sections, a rule that says which articles get a label,
and the words behind a decision go out. Open `classifier` first: it calls the steps in order. These are `training_set`
(checks), the room `learning`, `familiarity` (what resembles no labelled article), `selective` (abstention),
`prediction` and `explain`, all on the compiled loops of `kernel`.
"""

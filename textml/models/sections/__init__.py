"""Section classifier for a few labelled articles and an unlabelled pool.

Texts, labels and unlabelled texts come in; probabilities of the sections, a rule that says which articles get a label,
and the words behind a decision go out. Open `classifier` first: it calls the steps in order. These are `training_set`
(checks), `semi_supervised` (label spreading and self-training, on `graph`, `ridge` and `conjugate_gradients`),
`keywords` (weak labels), `cross_fit` (out-of-fold scores), `calibration`, `selective` (abstention), `prediction` and
`explain`, both on the compiled loops of `kernel`.
"""

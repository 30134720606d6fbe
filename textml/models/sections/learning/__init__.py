"""Learning sections from labelled articles, keywords and an unlabelled pool.

TF-IDF rows and labels come in; weights of the n-grams and out-of-fold scores go out. Open `fitting` first. It calls
`keywords` (weak labels), `semi_supervised` (label spreading and self-training, on `graph`, `ridge` and
`conjugate_gradients`) and `cross_fit` (out-of-fold scores); `calibration` makes probabilities of scores.
"""

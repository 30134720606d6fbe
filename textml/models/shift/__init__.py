"""Whether new articles are like those that a classifier learnt from, and what has changed.

Texts with their issues come in; frozen results go out, which say how far two sets of articles can be told apart, which
words make the difference, how right labels are likely to be where they differ, and how sections and topics moved. Open
`shift` first: it calls the steps in order. These are `sample` (a few hundred articles of any number), `side` (their
words and lengths), `reference` (the labelled side as a run keeps it), `told_apart` (a classifier that tells new from
labelled), `contrast` (words of one side) and `agreement` (labels that a second opinion shares). `mix` compares
sections and topics of new issues with earlier ones.
"""

"""Scores of a section classifier with 95 % intervals, and what they are compared with.

Labelled articles and a function that builds an unfitted classifier come in; frozen results come out, which say what was
measured, or why nothing was. Start with `scores`, grouped cross-validation. `held_out` fits apart from
what is tested, `near_duplicates` keeps articles of one
issue and near-duplicates on one side of a split, `baselines` are what a score has to beat, `later_issues`,
`learning_curve` and `page_scores` measure more, `comparison` compares two runs.
"""

"""Words and characters to counts, TF-IDF and topic shares."""

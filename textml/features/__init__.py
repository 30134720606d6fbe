"""Articles as numbers: word counts, TF-IDF of characters, latent coordinates and topics.

Texts come in, one string for each article; sparse matrices with one row for each article go out, with the vocabulary of
their columns. `counts` counts words and is the module to open first. `characters` turns texts into TF-IDF rows of
character n-grams, `lsa` turns rows into latent coordinates, `lda` fits topics to counts, and `coherence` says how good
topics are. Nothing here knows labels or sections.
"""

"""Texts as TF-IDF rows of single characters and pairs of neighbours.

Texts come in; `tfidf.CharacterTfidf`, the module to open first, gives a sparse matrix, or plain arrays that also say
where in the texts each n-gram stands. `folding` takes out width, case and white space, `kernel` holds the compiled
loops, `buffers` the arrays that are used again from one block of texts to the next.
"""

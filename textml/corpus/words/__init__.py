"""Words: running text comes in, words go out, the same ones as jieba's.

Open `segment` first: `Words` cuts text with jieba's dictionary and a user's own words, and leaves out the words of
`stop_words.txt` and `boilerplate.txt`. `dictionary` builds the tables for it, `kernel` holds the compiled loops that
cut with them, and `code_points` turns texts into the arrays that the loops read.
"""

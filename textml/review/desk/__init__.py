"""The work at a finished run: labels, their effect on the order of the articles, a look at everything.

What comes in are a finished run, the files of its labelled set and what a person decides. What goes out are values that
a page or a program shows, and lines appended to the labelled set. Nothing here knows of HTTP. Open `desk` first.
"""

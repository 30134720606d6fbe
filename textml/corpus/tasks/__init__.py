"""Labelled articles in the files of annotation tools.

In come rows with id, title, text, section, labelled_by, date, chosen and whatever else a table had; out come the
bytes of a file that Label Studio, doccano, Prodigy or Hugging Face datasets reads, and the other way round. A row that
went out and came back is the same. Start with `files`.
"""

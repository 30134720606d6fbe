"""What makes a run, and what Python users open afterwards.

Settings come in; a folder in artifacts/ goes out, complete or not at all. `pipeline` brings a run up to date:
`stages` says what each stage does and what it reads, those of the classifier being in `section_stages` and those of
words and topics in `topic_stages`; `up_to_date` says which of them can be skipped, or keep models that are there, and
`kept_pages` which pages need not be cut again.
`predict/contents` reads what they left in the folder. `open_run` gives a finished run to Python users, `results` the
lines that the command line prints, `split` cuts pages without a run, and `starter` finds the settings. Open `pipeline`
first.
"""

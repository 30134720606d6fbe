"""What makes a run, and what Python users open afterwards.

Settings come in; a folder in artifacts/ goes out, complete or not at all. `pipeline` brings a run up to date:
`stages` says what each stage does and what it builds on, those of the classifier being in `section_stages`, and
`up_to_date` which of them can be skipped.
`predict/contents` reads what they left in the folder. `open_run` gives a finished run to Python users, `results` the
lines that the command line prints, `split` cuts pages without a run, and `starter` finds the settings. Open `pipeline`
first.
"""

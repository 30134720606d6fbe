"""What brings a run about, and what a finished one is asked.

Settings come in; a folder in artifacts/ goes out, complete or not at all. `pipeline` knows the order of the stages and
which of them need not work again, `stages` what each of them does, `contents` what they left there. `open_run` gives a
finished run to Python users, `results` the lines that the command line prints. Open `pipeline` first.
"""

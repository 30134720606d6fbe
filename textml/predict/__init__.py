"""Label new articles with a finished run.

Page dumps and tables of any size come in; a label table goes out, as one file or as a dataset of Parquet parts. Open
`labeller` first: it decides whether an article gets a label. `contents` reads what a run holds, each file once, and
checks its models with the predictions that `golden` kept. `batch` labels one batch of input. `archive` writes the
batches into one table, whose unchanged rows `label_table` copies. `plan` divides the input of a `dataset` into
partitions, which `partitions` labels here or on a Dask `cluster`. `result` is what the user gets back.
"""

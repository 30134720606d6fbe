"""Tables: files of rows come in, articles go out, and rows of results go out as files again.

A format is one class that reads and writes: `csv`, `jsonl`, `parquet`, `xlsx`. Open `table` first: its dict FORMATS
names the class for each ending, and its functions read and write a table of any format. `rows` makes articles of rows.
To add a format, write a class with the methods of `table.Format` and enter it in FORMATS.
"""

"""Reading input: paths and addresses come in; pages, articles and what could not be used go out.

All commands read input this way. `files` finds the files, `readers` reads the pages of one, `names` says of which issue
and page it is, `html` takes the text out of web pages, `page_files` keeps pages apart, `copies` leaves out what is
there twice, `sources` groups files (a table, or an issue), `batches` divides and reads sources of any size, and
`inputs` reads everything at once, slow files `side_by_side`. Open `inputs` first for `read_pages` and `read_articles`,
or `sources` for how `textml label` reads an archive. `addresses` opens files in other file systems, and `known_ids`
finds repeated ids in archives of any size.

To read another kind of page file, add its ending to `files` and its reader to `readers`.
"""

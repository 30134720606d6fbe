"""The disk: paths come in, and whole files go out or stay as they were.

`files` says which files may be read, and reads and hashes them. `writing` writes a file beside and renames it, flushes
it, keeps an older one under a dated name, and exchanges the names of two folders. `run_files` reads and writes the
files of a run by name. `guard` refuses to write over input or into a run. All rooms may use this folder; it imports
none of them.
"""

"""Commands of the command line that have a module of their own, because `cli` is full.

As there, a command parses what a person typed, calls one function of a room, and prints one line of result; nothing
heavy is imported before it runs. Start with `labels`.
"""

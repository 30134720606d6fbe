"""The page cutter: one newspaper page goes in, its articles, captions and notices come out.

Open `cutting` first; `split_page` is the whole way of a page:

1. The room `lines` says what is printed: lines, what each is, and the paragraphs, headlines and marks they form.
2. The room `pieces` puts the lines of a dump that mixed columns or tore texts into the order in which they go on.
3. The room `search` finds the most likely division of these into items.
4. `corrections` reads what a person has decided; `correcting` applies it, by lines that `finding` finds, to `drafts`.
5. `compose` turns items into articles, with `titles` for the parts of headlines and `ids` for names that last.
6. `jumps` joins articles that continue on another page, and those that a person joins (`across`).

The weights of their cues stand in four files beside this one; `make fit-cutter` writes them.
"""

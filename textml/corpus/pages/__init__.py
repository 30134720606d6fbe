"""The page cutter: the text of one newspaper page goes in, its articles, captions and notices come out.

Open `cutting` first; `split_page` is the whole way of a page:

1. `lines` measures the printed lines (a `Sheet`); `marks` finds bylines, datelines and jumps in each.
2. `roles` decides what each line is, and `blocks` groups lines into paragraphs, headlines and marks.
3. `layout` searches for the most likely division into items. `evidence` scores what may be in it, with the cues in
   `cues` (where does an article start?) and `headlines` (which headline belongs to it?).
4. `corrections` applies what a person has decided, and `compose` turns items into articles, with `titles` for the
   parts of headlines and `whitespace` for running text.
5. `jumps` joins articles that continue on another page.
"""

"""What is printed on a page: its text goes in, its paragraphs, headline blocks and marks come out.

`sheet` measures the printed lines, `marks` finds bylines, datelines and jumps in each, `roles` decides what each line
is, and `blocks` groups lines; `whitespace` makes running text of them. Open `blocks` first.
"""

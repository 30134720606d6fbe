"""The layout of a printed page: its lines go in, its stories come out.

`boxes` holds the lines and how they lie to each other, `chains` links lines to columns and `frames` makes frames of
them, `folios` and `heads` tell what each is, `blocks` divides the page along its gaps, `looks` and `measures` see of
each what a person sees, `links` weighs which follows which, and `stories` joins them. Open `stories` first.
"""

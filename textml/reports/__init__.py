"""Models to tables, figures and one page to read."""

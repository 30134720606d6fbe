"""Files that say where on the page every line is printed: PDF, ALTO and hOCR go in, text with its geometry comes out.

Readers (`pdf`, `alto`, `hocr`) find characters or words with their places; `layout` makes columns and stories of them,
and `order` puts these into the order in which a person reads. Open `pdf` first.
"""

"""Fits of weights that are kept in the package, on invented pages."""

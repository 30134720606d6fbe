"""What decides results is named with its version."""

from importlib.metadata import version

from textml.versions import made_with


def test_libraries_that_decide_results_are_named() -> None:
    """Another pdfium may read a page in another way, so it counts as much as another numpy."""
    found = made_with()
    for name in ("numpy", "pypdfium2", "scikit-learn"):
        assert found[name] == version(name)

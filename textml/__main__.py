"""`textml` and `python -m textml`: the way into the command line."""

from textml.console import standard_streams


def main() -> None:
    """Run the command that the arguments name."""
    with standard_streams():
        # Imported inside, so that Ctrl-C is quiet even while it loads.
        from textml.cli import app

        app(prog_name="textml")


if __name__ == "__main__":
    main()

"""`python -m textml`: the command line without its script."""

from textml.cli import main

if __name__ == "__main__":
    main()

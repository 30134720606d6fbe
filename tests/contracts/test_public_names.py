"""The names that other people's code and the measurements call."""

import resource
import subprocess
import sys

import pytest

import textml

STABLE = [
    "Article",
    "Bars",
    "LDA",
    "Page",
    "SectionClassifier",
    "TopicModel",
    "open_run",
    "read_articles",
    "read_pages",
    "split_page",
    "topic_map",
]


@pytest.mark.parametrize("name", STABLE)
def test_public_names_are_there_and_say_what_they_do(name: str) -> None:
    """Every public name can be had from the package, is listed, and has a docstring."""
    assert name in dir(textml)
    assert (getattr(textml, name).__doc__ or "").strip()


def test_unknown_names_fail_as_in_any_module() -> None:
    """A misspelt name is an AttributeError that names it."""
    with pytest.raises(AttributeError, match="split_pages"):
        _ = textml.split_pages


def test_help_loads_none_of_the_heavy_libraries() -> None:
    """`textml --help` imports neither scikit-learn nor gensim, numpy, matplotlib or jieba."""
    code = (
        "import sys; from typer.testing import CliRunner; from textml.cli import app; "
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0; "
        "heavy = {'sklearn', 'gensim', 'numpy', 'matplotlib', 'jieba', 'pandas', 'pydantic', 'numba'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_help_answers_at_once() -> None:
    """`textml --help` needs less than 0.4 seconds of a processor, whatever else the machine does."""
    code = "from textml.__main__ import main; import sys; sys.argv = ['textml', '--help']; main()"

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(5)) < 0.4

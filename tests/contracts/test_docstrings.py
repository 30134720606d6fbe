"""Examples of docstrings that need a finished run or a cluster run beside them; pytest runs the others by itself."""

import doctest
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import textml

NAMES = [
    "textml.runs.open_run.open_run",
    "textml.runs.open_run.FinishedRun",
    "textml.predict.archive.label_archive",
    "textml.predict.partitions.label_dataset",
    "textml.predict.cluster.connect",
    "textml.features.lda.distributed.ClusterBlocks",
]


@pytest.mark.parametrize("name", NAMES)
def test_examples_run(name: str, project: Path, dask_processes: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a run in artifacts/default and a scheduler at the address, they give what they say."""
    monkeypatch.chdir(project)
    module = import_module(name.rpartition(".")[0])
    documented = getattr(module, name.rpartition(".")[2]).__doc__
    text = documented.replace("# doctest: +SKIP", "").replace("tcp://127.0.0.1:8786", dask_processes.address)
    example = doctest.DocTestParser().get_doctest(text, {**vars(module), "textml": textml}, name, None, 0)
    assert example.examples
    told: list[str] = []
    doctest.DocTestRunner().run(example, out=told.append)
    assert "".join(told) == ""

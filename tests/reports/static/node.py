"""Node runs the modules of the page without a browser."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="no node here")
STATIC = Path(str(files("textml.reports"))) / "static"
_CALLS = """
const [address, name] = process.argv.slice(1);
const { [name]: tested } = await import(address);
let calls = "";
for await (const part of process.stdin) calls += part;
console.log(JSON.stringify(await Promise.all(JSON.parse(calls).map((call) => tested(...call)))));
"""


def run_node(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """What node says to a command."""
    return subprocess.run([str(NODE), *arguments], input=stdin, capture_output=True, text=True, encoding="utf-8")


def call(module: str, function: str, calls: Sequence[Sequence[Any]]) -> list[Any]:
    """What a function of a module returns for each list of arguments."""
    address = (STATIC / f"{module}.mjs").as_uri()
    done = run_node("--input-type=module", "--eval", _CALLS, address, function, stdin=json.dumps(calls))
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers

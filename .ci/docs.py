"""Write the pages of the documentation from the checkout: README, notebooks, docstrings, command line.

The list of pages is `nav` in mkdocs.yml. `make docs` runs this, then builds the site from what it wrote.
"""

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
import yaml

import textml
from textml.cli import app

ROOT = Path(__file__).parent.parent


def listed(nav: Any) -> Iterator[str]:
    """Paths of the pages in the order of the navigation."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list | dict):
        for part in nav.values() if isinstance(nav, dict) else nav:
            yield from listed(part)


def write_page(path: str) -> str:
    """Text of one page."""
    folder, name = Path(path).parent.as_posix(), Path(path).stem
    if (ROOT / path).exists():
        return (ROOT / path).read_text("utf-8")
    if folder == "api":
        return write_api(name)
    if folder == "rooms":
        return write_room(name)
    return write_commands() if name == "command_line" else write_notebook(ROOT / "notebooks" / f"{name}.ipynb")


def write_api(name: str) -> str:
    """A page of one public name: what its docstring says."""
    short = name.removeprefix("textml.")
    defined = f"{textml._ROOM_OF[short]}.{short}" if short in textml.__all__ else name
    module, _, last = name.rpartition(".")
    return f"# {last}\n\n```python\nfrom {module} import {last}\n```\n\n::: {defined}\n"


def write_room(room: str) -> str:
    """A page of one room and the rooms inside it: their paragraphs, then what each module does."""
    folder = ROOT / "textml" / room
    inner = sorted(path.parent for path in folder.glob("*/__init__.py"))
    parts = [f"# {room}", *describe(folder)]
    for place in inner:
        parts += [f"## {room}/{place.name}", *describe(place)]
    return "\n\n".join(parts) + "\n"


def describe(folder: Path) -> list[str]:
    """What a folder says of itself, and a table of its modules."""
    rows = [f"| `{path.name}` | {first_line(path)} |" for path in sorted(folder.glob("*.py")) if path.name[0] != "_"]
    table = ["\n".join(["| module | job |", "|---|---|", *rows])] if rows else []
    return [docstring(folder / "__init__.py"), *table]


def docstring(module: Path) -> str:
    """What a module says of itself."""
    return ast.get_docstring(ast.parse(module.read_text("utf-8"))) or ""


def first_line(module: Path) -> str:
    """The job of a module; a vertical bar would end the cell of a table."""
    return docstring(module).split("\n", 1)[0].replace("|", "\\|")


def write_notebook(notebook: Path) -> str:
    """A notebook as text and code."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    sources = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    return "\n\n".join(text if kind == "markdown" else f"```python\n{text}\n```" for kind, text in sources) + "\n"


def write_commands() -> str:
    """Every command with its arguments, options and examples, as `--help` has them."""
    group: Any = typer.main.get_command(app)
    parts = ["# Command line", group.help]
    for name, command in sorted(group.commands.items()):
        about, *examples = (part.strip() for part in command.help.split("Example:"))
        rows = ["| option | meaning | default |", "|---|---|---|", *map(list_option, command.params)]
        parts += [f"## textml {name}", about, *(f"```sh\n{line}\n```" for line in examples), "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def list_option(option: Any) -> str:
    """Row of a table: one option or argument of a command."""
    is_argument = option.param_type_name == "argument"
    names = [option.metavar or option.name.upper()] if is_argument else [*option.opts, *option.secondary_opts]
    default = "" if option.default is None or option.required else f"`{option.default}`"
    return f"| {' '.join(f'`{name}`' for name in names)} | {option.help or ''} | {default} |"


def main(folder: Path) -> None:
    """Write all pages into a folder."""
    for path in listed(yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(write_page(path), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".docs" / "pages")

"""Figures of the code, read from its syntax trees: `python -m tests.contracts.code_figures [FOLDER]`."""

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Function = ast.FunctionDef | ast.AsyncFunctionDef
#: Decorators of numba: what they compile takes its types from the call.
COMPILED = ("njit", "jit", "vectorize", "guvectorize", "overload", "intrinsic")


_NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


@dataclass(frozen=True)
class Module:
    """A file of Python.

    Attributes
    ----------
    path : Path
        Where it is.
    text : str
        What it holds.
    tree : ast.Module
        The same, parsed.
    """

    path: Path
    text: str
    tree: ast.Module

    @property
    def n_lines(self) -> int:
        """Lines, blank ones and comments included."""
        return len(self.text.splitlines())

    @property
    def n_statement_lines(self) -> int:
        """Lines that hold code: no blank line, no comment, no docstring."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        held = {n for t in tokens if t.type not in _NO_CODE for n in range(t.start[0], t.end[0] + 1)}
        return len(held - {n for doc in docstrings(self.tree) for n in range(doc.lineno, (doc.end_lineno or 0) + 1)})


def read_modules(folder: Path) -> list[Module]:
    """Every module below a folder."""
    texts = {path: path.read_text("utf-8") for path in sorted(folder.rglob("*.py")) if "_starter" not in path.parts}
    return [Module(path, text, ast.parse(text)) for path, text in texts.items()]


def docstrings(tree: ast.AST) -> Iterator[ast.stmt]:
    """The docstrings of a module, its classes and functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | Function) and ast.get_docstring(node, clean=False) is not None:
            yield node.body[0]


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method of a module, the inner ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """Lines of a function from `def` to its end, docstring left out."""
    first = function.body[0]
    n_doc = (first.end_lineno or first.lineno) - first.lineno + 1 if ast.get_docstring(function) is not None else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - n_doc


def is_compiled(function: Function) -> bool:
    """Whether numba compiles it."""
    return any(any(word in ast.unparse(decorator) for word in COMPILED) for decorator in function.decorator_list)


def arguments(function: Function) -> list[ast.arg]:
    """Arguments of a function without `self` and `cls`."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return [argument for argument in named if argument is not None and argument.arg not in ("self", "cls", "mcs")]


def unannotated(tree: ast.AST) -> list[str]:
    """Arguments without a type, outside what numba compiles: `function(argument)`."""
    inner = {id(node) for function in functions(tree) if is_compiled(function) for node in ast.walk(function)}
    return [
        f"{function.name}({argument.arg})"
        for function in functions(tree)
        if id(function) not in inner
        for argument in arguments(function)
        if argument.annotation is None
    ]


def public(tree: ast.Module) -> Iterator[Function | ast.ClassDef]:
    """Public functions and classes of a module, and the public methods of the latter, those of a protocol excepted."""
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef) and "Protocol" not in map(ast.unparse, node.bases):
                yield from (n for n in node.body if isinstance(n, Function) and not n.name.startswith("_"))


def has_section(node: Function, title: str) -> bool:
    """Whether a docstring has a section of numpydoc with this title."""
    return f"\n{title}\n{'-' * len(title)}" in (ast.get_docstring(node) or "")


def percentile(values: list[int], share: float) -> int:
    """The value below or at which a share of the values lies."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def share(part: int, whole: int) -> str:
    """A part of a whole, with both."""
    return f"{part / max(whole, 1):.1%} ({part} of {whole})"


def measure(package: Path) -> dict[str, str]:
    """The figures of a package by their names."""
    modules = read_modules(package)
    lines = [module.n_lines for module in modules]
    lengths = [body_lines(f) for module in modules for f in functions(module.tree)]
    n_arguments = sum(len(arguments(f)) for module in modules for f in functions(module.tree))
    outside = [f for module in modules for f in functions(module.tree) if not is_compiled(f)]
    n_untyped = sum(len(unannotated(module.tree)) for module in modules)
    n_missing = sum(a.annotation is None for m in modules for f in functions(m.tree) for a in arguments(f))
    documented = [ast.get_docstring(node) is not None for module in modules for node in public(module.tree)]
    taking = [n for m in modules for n in public(m.tree) if isinstance(n, Function) and arguments(n)]
    opened = [ast.get_docstring(module.tree) is not None for module in modules]
    folders = Counter(module.path.parent for module in modules if module.path.stem != "__init__")
    rooms = {folder.relative_to(package).as_posix(): n for folder, n in folders.items()}
    tests = sum(module.n_lines for module in read_modules(package.parent / "tests"))
    return {
        "files": str(len(modules)),
        "lines": f"{sum(lines):,}",
        "lines without docstrings, comments, blank lines": f"{sum(m.n_statement_lines for m in modules):,}",
        "lines per file, median / largest": f"{median(lines):.0f} / {max(lines)}",
        "functions per file, median": f"{median(sum(1 for _ in functions(m.tree)) for m in modules):.0f}",
        "lines per function, median / p90 / largest": " / ".join(
            str(n) for n in (int(median(lengths)), percentile(lengths, 0.9), max(lengths))
        ),
        "functions of at most 15 lines": share(sum(n <= 15 for n in lengths), len(lengths)),
        "functions of more than 50 lines": share(sum(n > 50 for n in lengths), len(lengths)),
        "annotated arguments": share(n_arguments - n_missing, n_arguments),
        "annotated arguments outside kernels": share(
            sum(len(arguments(f)) for f in outside) - n_untyped, sum(len(arguments(f)) for f in outside)
        ),
        "public names with a docstring": share(sum(documented), len(documented)),
        "public functions with arguments that have a section Parameters": share(
            sum(has_section(function, "Parameters") for function in taking), len(taking)
        ),
        "modules that open with their job": share(sum(opened), len(opened)),
        "files in the fullest folder": "{1} ({0})".format(*max(rooms.items(), key=lambda item: item[1])),
        "files per folder": ", ".join(f"{folder} {n}" for folder, n in sorted(rooms.items())),
        "lines of tests per line": f"{tests / sum(lines):.2f}",
    }


def main() -> None:
    """Print the figures as a table."""
    package = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent.parent / "textml"
    print("| figure | |\n|---|---|")
    for name, value in measure(package.resolve()).items():
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()

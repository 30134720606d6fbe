"""JavaScript modules linked into one script, so that a page needs no other file."""

import re
from collections.abc import Mapping

# The only forms that the modules use: anything else that imports or exports is refused.
_IMPORT = re.compile(r'^import \{([\w\s,]+)\} from "\./(\w+)\.mjs";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:(?:async )?function|const) (\w+))", re.MULTILINE)
_UNKNOWN = re.compile(r"^\s*(?:import|export)\b.*|\bimport\s*[(.].*", re.MULTILINE)


def link_modules(sources: Mapping[str, str], start: str) -> str:
    """One script that runs a module and all that it imports, without a global name.

    Every module becomes a function of its own that returns what the module exports. Exported names are constants:
    a variable that a module changes is not seen to change by others.

    Parameters
    ----------
    sources : mapping of str to str
        Text of each module by its name, which is that of its file without ``.mjs``.
    start : str
        Name of the module to run.

    Returns
    -------
    str
        Each module once, after all that it imports.

    Raises
    ------
    ValueError
        A module imports what is not there, imports in a circle, or uses another form of import or export.
    """
    exports = {name: _EXPORT.findall(source) for name, source in sources.items()}
    functions = [_as_function(name, sources[name], exports) for name in order_modules(sources, start)]
    return '(() => {\n"use strict";\n' + "".join(functions) + "})();\n"


def order_modules(sources: Mapping[str, str], start: str) -> list[str]:
    """Names of the modules that a module needs, each after all that it imports; the module itself comes last."""
    order: list[str] = []

    def add(name: str, importers: tuple[str, ...]) -> None:
        if name in importers:
            raise ValueError(f"modules import each other in a circle: {' > '.join([*importers, name])}")
        if name not in sources:
            raise ValueError(f"{importers[-1]}.mjs imports {name}.mjs, which does not exist")
        for imported in find_imports(sources[name]):
            add(imported, (*importers, name))
        if name not in order:
            order.append(name)

    add(start, ())
    return order


def find_imports(source: str) -> dict[str, list[str]]:
    """The names that a module imports, by the module they come from."""
    return {module: re.findall(r"\w+", names) for names, module in _IMPORT.findall(source)}


def _as_function(name: str, source: str, exports: Mapping[str, list[str]]) -> str:
    for module, names in find_imports(source).items():
        if missing := set(names) - set(exports[module]):
            raise ValueError(f"{name}.mjs imports {', '.join(sorted(missing))}, which {module}.mjs does not export")
    body = _EXPORT.sub("", _IMPORT.sub(r"const {\1} = \2_module;\n", source))
    if unknown := _UNKNOWN.search(body):
        raise ValueError(f'{name}.mjs: {unknown[0].strip()!r}; write import {{ a }} from "./b.mjs" or export function')
    returned = f"return {{ {', '.join(exports[name])} }};\n"
    return f"const {name}_module = (() => {{\n{body}{returned}}})();\n"

"""Modules become one script: each once, in the order of the imports, without a global name."""

import pytest

from tests.reports.static.node import needs_node, run_node
from textml.reports.html.linker import link_modules, order_modules
from textml.reports.html.render import read_modules

MODULES = read_modules()


@needs_node
def test_a_linked_script_does_what_its_modules_say() -> None:
    """Names are handed from module to module; two modules may use one name for themselves; nothing is global."""
    sources = {
        "a": 'import { twice } from "./b.mjs";\nimport {\n  hidden,\n  LEAST,\n} from "./c.mjs";\n'
        "const own = 1;\nconsole.log(twice(own), hidden(), LEAST, typeof globalThis.own);\n",
        "b": 'import { LEAST } from "./c.mjs";\nconst own = LEAST;\n'
        "export function twice(n) {\n  return 2 * n + own;\n}\n",
        "c": "let own = 5;\nexport const LEAST = 10;\nexport async function later() {}\n"
        "export function hidden() {\n  return own;\n}\n",
    }
    script = link_modules(sources, "a")
    done = run_node("--eval", script)
    assert done.stdout == "12 5 10 undefined\n"


def test_modules_come_after_what_they_import() -> None:
    """The order follows from the imports alone, whatever the order of the files; what nobody imports is left out."""
    sources = {
        "a": 'import { x } from "./b.mjs";\nimport { y } from "./c.mjs";\n',
        "b": 'import { y } from "./c.mjs";\nexport const x = y;\n',
        "c": "export const y = 1;\n",
        "d": "",
    }
    assert order_modules(sources, "a") == ["c", "b", "a"]
    assert order_modules(dict(reversed(sources.items())), "a") == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('import { y } from "./b.mjs";\n', r"a\.mjs imports y, which b\.mjs does not export"),
        ('import { x } from "./z.mjs";\n', r"a\.mjs imports z\.mjs, which does not exist"),
        ('import { x } from "./c.mjs";\n', "in a circle: a > c > a"),
        ('import { x as y } from "./b.mjs";\n', r"a\.mjs imports as, y, which"),
        ('import x from "./b.mjs";\n', r"a\.mjs: 'import x from"),
        ('import * as b from "./b.mjs";\n', r"a\.mjs: 'import \* as b"),
        ("import { x } from './b.mjs';\n", r"a\.mjs: 'import|a\.mjs: \"import"),
        ('const b = await import("./b.mjs");\n', r"a\.mjs: 'import\("),
        ("export default 1;\n", r"a\.mjs: 'export default"),
        ("export let n = 1;\n", r"a\.mjs: 'export let"),
        ("const n = 1;\nexport { n };\n", r"a\.mjs: 'export \{ n"),
    ],
)
def test_what_the_linker_does_not_know_is_refused(source: str, message: str) -> None:
    """An import that leads nowhere, a circle and every other form of import or export name the file and the line."""
    sources = {
        "a": source,
        "b": "export const x = 1;\n",
        "c": 'import { x } from "./a.mjs";\nexport function f() {}\n',
    }
    with pytest.raises(ValueError, match=message):
        link_modules(sources, "a")


def test_the_script_of_the_page_holds_every_module() -> None:
    """No file lies unused, and none is there twice."""
    assert sorted(order_modules(MODULES, "start")) == sorted(MODULES)
    assert link_modules(MODULES, "start").count("_module = (() => {") == len(MODULES)

"""The files of the review page: texts in both languages, plain modules, nothing from elsewhere."""

import json
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.reports.static.node import needs_node, run_node
from textml.review.web.page import page_routes, read_files, read_texts

STATIC = Path(__file__).parent.parent.parent.parent / "textml" / "review" / "web" / "static"
MODULES = sorted(STATIC.rglob("*.mjs"))
SOURCES = {path: path.read_text("utf-8") for path in MODULES}
# What another language is called stands in that language.
_OTHER_LANGUAGE = ("page.other_language", "page.switch_language")
_CALL = """
const [address, name] = process.argv.slice(1);
const { [name]: tested } = await import(address);
let given = "";
for await (const part of process.stdin) given += part;
console.log(JSON.stringify(tested(...JSON.parse(given))));
"""


def fields(text: str) -> set[str]:
    """What is filled into a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def called(module: str, function: str, *arguments: Any) -> Any:
    """What a function of a module returns."""
    address = (STATIC / module).as_uri()
    done = run_node("--input-type=module", "--eval", _CALL, address, function, stdin=json.dumps(arguments))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def imports_of(path: Path) -> dict[Path, list[str]]:
    """The names that a module imports, by the module they come from; another form of import is an error."""
    lines = re.findall(r"^import .*|^export .* from .*|\bimport\s*\(.*", SOURCES[path], re.M)
    found = [re.fullmatch(r'import \{ ([\w, ]+) \} from "(\.\.?/[\w/]+\.mjs)";', line) for line in lines]
    assert None not in found, lines
    return {(path.parent / match[2]).resolve(): match[1].split(", ") for match in found if match}


def name_of(path: Path) -> str:
    return path.relative_to(STATIC).as_posix()


@pytest.mark.parametrize("key", sorted(read_texts()["zh"]))
def test_neither_language_lacks_a_text(key: str) -> None:
    """Every text is there in Chinese and in English, with the same values filled in."""
    chinese, english = read_texts()["zh"][key], read_texts()["en"][key]
    assert chinese.strip()
    assert english.strip()
    assert fields(chinese) == fields(english)
    assert key in _OTHER_LANGUAGE or not re.search("[\u3000-\u9fff\uff00-\uffef]", english)


def test_every_text_is_used() -> None:
    """A text that nothing shows is deleted; a text that is asked for is there."""
    sources = "".join([*SOURCES.values(), '"page.no_script"'])
    named = set(re.findall(r'"([a-z]+\.[a-z_0-9]+)"', sources))
    families = tuple(re.findall(r"`([a-z]+\.[a-z_]*)\$\{", sources))
    texts = read_texts()["zh"]
    assert [key for key in texts if key not in named and not key.startswith(families)] == []
    parts = {key.split(".")[0] for key in texts}
    assert {key for key in named if key.split(".")[0] in parts} - {*texts} == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_plain(path: Path) -> None:
    """It says its job in the first line, imports only modules of the page and names that it uses, and is short."""
    first, *others = SOURCES[path].splitlines()
    assert re.fullmatch(r"// [A-Z].*\.", first)
    assert len(others) < 215
    for module, names in imports_of(path).items():
        assert module in SOURCES
        assert [name for name in names if len(re.findall(rf"\b{name}\b", SOURCES[path])) < 2] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_what_comes_from_articles_stays_text(path: Path) -> None:
    """No module turns a text into markup or code, or sets a style that the content security policy forbids."""
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|setHTML|"
        r"createContextualFragment|cssText|srcdoc|javascript:"
    )
    assert re.findall(forbidden, SOURCES[path]) == []
    assert re.findall(r'setAttribute\("style|[{,] style:', SOURCES[path]) == []


def test_every_module_is_reached() -> None:
    """The page starts with one module, which leads to all others; views do not import each other."""
    todo, reached = [STATIC / "start.mjs"], set()
    while todo:
        path = todo.pop()
        if path not in reached:
            reached.add(path)
            todo += imports_of(path)
    assert reached == set(MODULES)
    for path in reached - {STATIC / "start.mjs"}:
        assert {module.parent.name for module in imports_of(path)} <= {"base", path.parent.name}


def test_nothing_comes_from_elsewhere() -> None:
    """No file of the page names an address outside, apart from the name of SVG."""
    for path in STATIC.rglob("*"):
        if path.is_file():
            text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
            assert re.findall(r"https?:|@import|[\"'(]//", text) == []
            assert set(re.findall(r"\burl\((.*?)\)", text)) <= {'"han.ttf"', "#hatch-${index}"}


def test_the_page_has_no_script_or_style_inside() -> None:
    """The HTML only links to files that are there, as the content security policy demands."""
    page = read_files()["/"][0].decode()
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []
    assert re.findall(r"<script[^>]*>([^<]*)", page) == [""]
    linked = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert {f"/static/{name_of(path)}" for path in MODULES} <= set(linked)
    assert [place for place in linked if place not in read_files()] == []
    assert "这个页面需要 JavaScript。 This page needs JavaScript." in page


def test_files_are_served_with_their_types() -> None:
    """Modules, styles and texts; a browser that has the newest one is told so; nothing else is there."""
    client = TestClient(Starlette(routes=list(page_routes())))
    page = client.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    module = client.get("/static/base/marks.mjs")
    assert module.headers["content-type"] == "text/javascript; charset=utf-8"
    assert module.text == SOURCES[STATIC / "base" / "marks.mjs"]
    again = client.get("/static/base/marks.mjs", headers={"if-none-match": module.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/static/texts.json").json()["en"]["view.cuts"] == "Cuts"
    for place in ("/static/", "/static/nothing.mjs", "/static/../page.py", "/static/%2e%2e/texts.toml"):
        assert client.get(place).status_code == 404


@needs_node
def test_words_that_spoke_are_found_in_place() -> None:
    """The longer of two words counts, signs of patterns are plain characters, and the text stays whole."""
    words = [
        {"word": "税", "section": "economy"},
        {"word": "税务局", "section": "politics"},
        {"word": "(", "section": "x"},
    ]
    pieces = called("base/marks.mjs", "markWords", "税务局(新)收税", words)
    assert [(piece["text"], piece["section"]) for piece in pieces] == [
        ("税务局", "politics"),
        ("(", "x"),
        ("新)收", ""),
        ("税", "economy"),
    ]
    assert called("base/marks.mjs", "markWords", "", words) == []
    assert called("base/marks.mjs", "markWords", "<b>", []) == [{"text": "<b>", "section": ""}]


PAGE = {
    "lines": [
        {"number": 1, "text": "汀禾新报", "article": None, "part": ""},
        {"number": 3, "text": "灯火十里", "article": 0, "part": "title"},
        {"number": 5, "text": "本报讯", "article": 0, "part": "body"},
        {"number": 6, "text": "开年第一会", "article": 1, "part": "title"},
        {"number": 7, "text": "市委昨天开会。", "article": 1, "part": "body"},
        {"number": 9, "text": "（完）", "article": 1, "part": "furniture"},
    ],
    "articles": [
        {"index": 0, "title": "灯火十里", "first_line": 5, "doubtful": False},
        {"index": 1, "title": "开年第一会", "first_line": 7, "doubtful": True},
    ],
}


@needs_node
@pytest.mark.parametrize(
    ("first", "last", "entries"),
    [
        (1, 1, {}),
        (3, 3, {"cut": None, "join": None, "right": None, "headline": {"action": "headline", "line": 3}}),
        (5, 5, {"cut": {"action": "cut", "line": 5}, "headline": {"action": "headline", "line": 3}, "text": None}),
        (5, 6, {"furniture": {"action": "move", "line": 5, "last": 6, "to": "furniture"}}),
        (6, 6, {"right": {"action": "cut", "line": 6}, "join": {"action": "join", "line": 6}, "title": None}),
        (7, 7, {"join": {"action": "join", "line": 7}, "title": {"action": "move", "line": 7, "to": "headline"}}),
        (9, 9, {"furniture": None, "text": {"action": "move", "line": 9, "to": "text"}}),
    ],
)
def test_acts_become_entries(first: int, last: int, entries: dict[str, Any]) -> None:
    """Each act on lines is an entry for the corrections file; one that means nothing there is none."""
    found = called("cuts/corrections.mjs", "entriesFor", PAGE, first, last)
    assert {name: found[name] for name in entries} == entries
    assert entries or found == {}


@needs_node
def test_a_headline_goes_to_another_article() -> None:
    """The entry names a line of the text that gets it; to its own article it does not go."""
    give = ("cuts/corrections.mjs", "giveHeadline", PAGE)
    assert called(*give, 3, 7) == {"action": "headline", "line": 3, "body": 7}
    assert called(*give, 3, 5) is None


@needs_node
def test_no_label_is_lost_on_the_way() -> None:
    """The tests of the outbox, which keeps labels until the server has confirmed them."""
    done = run_node("--test", "--test-reporter=tap", str(Path(__file__).with_name("outbox.test.mjs")))
    assert done.returncode == 0, done.stdout
    assert re.search(r"^# pass 4$", done.stdout, re.M), done.stdout

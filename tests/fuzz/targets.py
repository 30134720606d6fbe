"""What is fed with broken input, and what has to hold for each: an error of textml, or a right value."""

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.corpus.pages.hostile import KINDS
from tests.fuzz.printed import encode_all, make_altos, make_hocrs, make_pdfs, read_printed
from tests.reports.small_run import HALF, small_confusion, small_scores
from textml import store
from textml.config import check_settings, read_settings
from textml.corpus.article import Article, Lines, Page
from textml.corpus.decode import decode
from textml.corpus.formats.table import READERS, read_table, table_bytes
from textml.corpus.gold import read_gold
from textml.corpus.pages.corrections import read_corrections
from textml.corpus.pages.cutting import cut_one, cut_pages, split_page
from textml.corpus.reading.inputs import read_inputs
from textml.corpus.reading.names import read_name
from textml.corpus.reading.readers import PRINTED
from textml.corpus.sections import name_sections
from textml.corpus.seeds import Section, Seed, read_sections, read_seeds
from textml.corpus.tasks.files import TOOLS, tasks_bytes
from textml.corpus.tasks.told import COLUMNS
from textml.corpus.words.segment import Words, read_word_list
from textml.errors import TextmlError
from textml.manifest import FORMAT, MANIFEST, sum_manifest
from textml.model_files import dump_estimator, load_estimator_file
from textml.models.evaluation.learning_curve import LearningCurve
from textml.predict.contents import Contents
from textml.predict.labeller import PrecisionPromise
from textml.predict.run_settings import read_run_settings
from textml.reasons import Reason
from textml.review.label_import import read_labels


@dataclass(frozen=True)
class Target:
    """A reader.

    Attributes
    ----------
    good : callable
        Valid inputs, which are broken.
    read : callable
        Called with an input and an empty folder; may raise TextmlError, and nothing else.
    """

    good: Callable[[], list[bytes]]
    read: Callable[[bytes, Path], None]


_ROWS = [
    {"id": f"a{n}", "title": "水渠通水", "text": "枫溪镇的水渠昨天通水，早稻可以下田。", "date": "2025-02-13", "n": n}
    for n in range(3)
]


_SECTIONS = [Section("news", "要闻", "", ()), Section("sport", "体育", "", ())]


def _lines(*rows: Any) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _read_decoder(content: bytes, folder: Path) -> None:
    text, encoding = decode(content, "page.txt")
    assert "\r" not in text
    assert encoding
    assert decode(content, "page.txt") == (text, encoding)


def _read_text(content: bytes) -> str:
    try:
        return content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace")


def _read_cutter(content: bytes, folder: Path) -> None:
    text = _read_text(content)
    articles = split_page(text)
    owned = sorted(n for article in articles for n in article.lines.all())
    assert owned == [n for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    assert split_page(text) == articles


def _read_issue(content: bytes, folder: Path) -> None:
    """Two pages of one issue, so that jump marks lead somewhere."""
    text = _read_text(content)
    pages = [Page(f"d/0{n}", part, "2025-02-14", n) for n, part in enumerate(text.split("\x1e", 1), 1)]
    cutting = cut_pages(pages)
    kept = {article.id for article in cutting.articles} | set(cutting.joined)
    assert len(kept) == len(cutting.articles) + len(cutting.joined)


def _read_file(name: str, read: Callable[[Path], object]) -> Callable[[bytes, Path], None]:
    def write_and_read(content: bytes, folder: Path) -> None:
        (folder / name).write_bytes(content)
        read(folder / name)

    return write_and_read


def _table(path: Path) -> None:
    """The rows of a table, and the articles and problems of it as an input."""
    reading = read_inputs(path)
    assert all(isinstance(article, Article) for article in reading.articles)
    for number, row in read_table(path):
        assert type(number) is int
        assert isinstance(row, str | dict)


def _page_file(path: Path) -> None:
    cutting = cut_pages(read_inputs(path).pages)
    assert all(isinstance(problem, str) for problem in cutting.problems)


_PAGE = """\
渠水流到田头

本报讯（记者 田望生） 立夏才过三天，南坡的水渠就通了水。
竹席卖到桥头

上湾村的竹席摊子。
"""


def _corrections(path: Path) -> None:
    """Whatever a person asks for, no line is lost."""
    asked = [replace(correction, page="p") for correction in read_corrections(path)]
    articles = cut_one(Page("p", _PAGE), [correction for correction in asked if not correction.body_page]).articles
    assert sorted(n for article in articles for n in article.lines.all()) == [1, 3, 4, 6]
    cut_pages([Page("p", _PAGE), Page("q", _PAGE)], asked)


def _words(path: Path) -> None:
    words = read_word_list(path)
    Words(user_words=words).cut("枫溪镇的水渠昨天通水")


def _read_names(content: bytes, folder: Path) -> None:
    """The first line is the setting name_pattern, the rest a path."""
    pattern, _, path = _read_text(content).partition("\n")
    said = read_name(path, check_settings({"corpus": {"name_pattern": pattern}}, "test").corpus.name_pattern)
    assert said.issue is None or len(said.issue) == 10


_MANIFEST: dict[str, Any] = {
    "made_by": "textml",
    "format": FORMAT,
    "settings": {"models": {"precision": 0.9}},
    "inputs": {"seeds/pages/01.txt": "00"},
    "stages": {"corpus": {"key": "k", "files": ["corpus/notes.json"]}},
    "golden": [],
}


_NOTES = b'["a"]'


def _read_manifest(content: bytes, folder: Path) -> None:
    """A manifest that says anything, with a right sum of its own where it is one."""
    run = folder / "run"
    with store.write_run(run) as draft:
        draft.write_bytes("corpus/notes.json", _NOTES)
        draft.write_manifest({**_MANIFEST, "files": store.hash_files(draft.folder)})
    try:
        said = json.loads(content)
        said["sum"] = sum_manifest(said)
        content = json.dumps(said).encode()
    except (ValueError, RecursionError, TypeError, AttributeError, OverflowError):
        pass
    (run / MANIFEST).write_bytes(content)
    read_run_settings(run)
    assert Contents(store.read_run(run)).notes == ["a"]


@cache
def _manifests() -> list[bytes]:
    files = {"corpus/notes.json": hashlib.sha256(_NOTES).hexdigest()}
    return [json.dumps({**_MANIFEST, "files": files}).encode()]


def _stored(value: Any) -> bytes:
    return json.dumps(value, default=asdict, ensure_ascii=False).encode()


_ARTICLE = Article("a", "t", "b", byline=("何小满",), lines=Lines((1,), (2,)))


#: Files of a run, and the part of its contents that reads each.
_ARTIFACTS: dict[str, tuple[str, bytes]] = {
    "corpus/pages.json": ("pages", b'[{"id": "p", "issue": "2025-02-13", "path": "p.txt", "encoding": "utf-8"}]'),
    "corpus/articles.jsonl": (
        "items",
        _lines(asdict(Article("a", "t", "b", byline=("何小满",), lines=Lines((1,), (2,))))),
    ),
    "corpus/dropped.jsonl": ("dropped", b""),
    "corpus/seeds.jsonl": ("seeds", _lines(*(asdict(Seed(name, "t", "b", "news")) for name in small_scores().ids))),
    "corpus/sections.jsonl": ("sections", _lines(asdict(Section("news", "要闻", keywords=("水渠",))))),
    "corpus/words.json": ("word_lists", b'{"user_words": [], "stop_words": []}'),
    "corpus/problems.json": ("problems", b'["a"]'),
    "models/topics.json": ("fewer_topics", _stored([Reason("no_labels")])),
    "models/scores.json": ("scores", _stored(small_scores())),
    "models/learning_curve.json": ("learning_curve", _stored(LearningCurve(None, [10, 20], [HALF, HALF], HALF))),
    "models/confusions.json": ("confusions", _stored([small_confusion("戏")])),
    "models/promise.json": ("promise", _stored(PrecisionPromise(0.99))),
    "features/counts.npz": ("counts", store.arrays_as_npz(data=[1], indices=[0], indptr=[0, 1], shape=[1, 1])),
}


def _read_artifact(content: bytes, folder: Path) -> None:
    """A run with one file that a program wrote wrongly: the first line names it, the rest is its content."""
    first, _, rest = content.partition(b"\n")
    name = first.decode("ascii", "replace")
    if name not in _ARTIFACTS:
        return
    with store.write_run(folder / "run") as draft:
        for good, (_, good_content) in _ARTIFACTS.items():
            draft.write_bytes(good, rest if good == name else good_content)
        draft.write_manifest({**_MANIFEST, "stages": {}, "files": store.hash_files(draft.folder)})
    getattr(Contents(store.read_run(folder / "run")), _ARTIFACTS[name][0])


@cache
def _estimators() -> list[bytes]:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    values = np.arange(12, dtype=float).reshape(6, 2) % 5
    return [dump_estimator(LogisticRegression().fit(values, np.array(["甲", "乙"] * 3)))]


def _estimator(path: Path) -> None:
    from sklearn.linear_model import LogisticRegression

    load_estimator_file(path, LogisticRegression)


def _pages() -> Iterable[str]:
    yield from (make(40) for make in KINDS.values())
    yield f"{_PAGE}\n\n三天，（下转2版）\n\x1e\n（上接1版） 水渠就通了水。\n\n记者 何小满\n"


_CORRECTIONS = """\
[[cut]]
page = "p"
line = 3
text = "本报讯（记者 田望生） 立夏才过三天，南坡的水渠就通了水。"
[[cut]]
page = "p"
line = "    4   1t 竹席卖到桥头"
last = "    6   1b 上湾村的竹席摊子。"
[[join]]
page = "p"
line = "6 上湾村的竹席摊子。"
body = 3
body_text = "本报讯（记者 田望生） 立夏才过三天，南坡的水渠就通了水。"
[[join]]
page = "p"
line = "4 竹席卖到桥头"
body_page = "q"
body = "6 上湾村的竹席摊子。"
[[headline]]
page = "p"
line = 4
text = "竹席卖到桥头"
body = 6
body_text = "上湾村的竹席摊子。"
[[move]]
page = "p"
line = "1 渠水流到田头"
last = 3
last_text = "本报讯（记者 田望生） 立夏才过三天，南坡的水渠就通了水。"
to = "text"
body = "6 上湾村的竹席摊子。"
"""


_SETTINGS = '[corpus]\nname_pattern = "{year}/{page}"\n[features]\nn_topics = 3\n[reports]\nfigure_formats = ["svg"]\n'


_TRUTH = {
    "id": "d/01",
    "articles": [
        {"id": name, "title": "t", "body": "b", "section": "news", "kind": "article", "joined": "j"} for name in "ab"
    ],
}


_NAMES = (
    *("\n2024-02-19/01.txt", "\n2024年2月19日/第01版.txt", "\n20240219_A01.txt", "\n二〇二四年二月十九日/1.txt"),
    *("{month}-{day}-{year}/{page}\n02-19-2024/01.txt", "\n/a/../b/０１.txt"),
)


_LABELLED = [{**dict.fromkeys(COLUMNS, ""), **row, "section": "news", "labelled_by": "x", "n": 3} for row in _ROWS]

#: All targets. A new reader gets a line here; `make fuzz` and test_seeds.py run over all of them.
TARGETS: dict[str, Target] = {
    "decoder": Target(lambda: encode_all(*list(_pages())[:12]), _read_decoder),
    "cutter": Target(lambda: [text.encode() for text in _pages()], _read_cutter),
    "issue": Target(lambda: [text.encode() for text in _pages()][-1:], _read_issue),
    "page": Target(lambda: encode_all(_PAGE, "<html><title>渠</title><p>水"), _read_file("01.txt", _page_file)),
    **{
        f"table{ending}": Target(
            lambda ending=ending: [_table_bytes(ending)],  # type: ignore[misc]
            _read_file(f"table{ending}", _table),
        )
        for ending in READERS
    },
    "pdf": Target(make_pdfs, read_printed(PRINTED["pdf"])),
    "alto": Target(make_altos, read_printed(PRINTED["alto"])),
    "hocr": Target(make_hocrs, read_printed(PRINTED["hocr"])),
    "corrections": Target(lambda: [_CORRECTIONS.encode()], _read_file("fixed.toml", _corrections)),
    "settings": Target(lambda: [_SETTINGS.encode()], _read_file("default.toml", read_settings)),
    "sections": Target(
        lambda: ['[news]\ntitle = "要闻"\ndefinition = "事"\nkeywords = ["水渠"]\n[sport]\ntitle = "体育"\n'.encode()],
        _read_file("sections.toml", read_sections),
    ),
    "labelled set": Target(
        lambda: [_lines(*({**row, "section": "news", "labelled_by": "x"} for row in _ROWS))],
        _read_file("labeled.jsonl", lambda path: read_seeds(path, _SECTIONS)),
    ),
    **{
        f"labels of {tool}": Target(
            lambda tool=tool: [tasks_bytes(_LABELLED, _SECTIONS, f"x{TOOLS[tool].endings[0]}", tool)],  # type: ignore[misc]
            _read_file(f"x{TOOLS[tool].endings[0]}", lambda path: read_labels(path, name_sections(_SECTIONS), {})),
        )
        for tool in TOOLS
    },
    "truth": Target(lambda: [_lines(_TRUTH, {"id": "d/02", "articles": []})], _read_file("truth.jsonl", read_gold)),
    "words": Target(lambda: encode_all("水渠\n枫溪镇 5 n\n# 早稻"), _read_file("words.txt", _words)),
    "names": Target(lambda: [name.encode() for name in _NAMES], _read_names),
    "manifest": Target(_manifests, _read_manifest),
    "artifacts": Target(
        lambda: [name.encode() + b"\n" + content for name, (_, content) in _ARTIFACTS.items()], _read_artifact
    ),
    "models": Target(_estimators, _read_file("m.skops", _estimator)),
}


def _table_bytes(ending: str) -> bytes:
    import gzip

    if ending.endswith(".gz"):
        return gzip.compress(table_bytes(_ROWS, ending.removesuffix(".gz")), mtime=0)
    return table_bytes(_ROWS, f"x{ending}")


def try_input(target: Target, content: bytes, folder: Path) -> None:
    """Feed one input; an error of textml is as good as a value."""
    with suppress(TextmlError):
        target.read(content, folder)

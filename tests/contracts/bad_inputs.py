"""Files as people give them by mistake and as broken machines leave them, each with the right value."""

import gzip
import json
import os
import socket
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.chart import BarChart

from tests.contracts.bad_printed import PRINTED

# What a file is worth: the articles that are read of it, or that it is named and none is.
NAMED = -1
Build = Callable[[Path], object]

STORY = (
    "县人民法院昨天公开开庭审理一起买卖合同纠纷案，双方当庭达成调解，被告同意分三期付清货款。"
    "承办法官说，这类案件今年已审结四十多件，大多在庭前调解阶段化解。"
)
ROW = {"id": "r1", "title": "庭前调解化解纠纷", "text": STORY}
PAGE = f"汀禾新报\n\n庭前调解化解纠纷\n\n{STORY}\n"
HTML = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>庭前调解化解纠纷</title><style>p {color: red}</style>'
    f"</head><body><h1>庭前调解化解纠纷</h1><p>{STORY}</p></body></html>"
)


def text(content: str, encoding: str = "utf-8") -> Build:
    """A text file."""
    return lambda path: path.write_bytes(content.encode(encoding, "surrogatepass"))


def raw(content: bytes) -> Build:
    """A file of any bytes."""
    return lambda path: path.write_bytes(content)


def rows(*values: object) -> Build:
    """JSON lines."""
    return text("".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values))


def packed(content: bytes, keep: float = 1) -> Build:
    """The beginning of a .gz file."""
    whole = gzip.compress(content, mtime=0)
    return raw(whole[: int(len(whole) * keep)])


def parquet(**columns: Any) -> Build:
    """A Parquet file of these columns."""
    return lambda path: pq.write_table(pa.table(columns), path)


def parquet_not_utf8(path: Path) -> None:
    """A column of text that is not UTF-8, as some writers leave it."""
    bad = pa.array([b"\xff\xfe\xd7\xd6"], pa.binary()).view(pa.string())
    pq.write_table(pa.table({"id": ["1"], "text": bad}), path)


def workbook(change: Callable[[openpyxl.Workbook], object], **parts: bytes) -> Build:
    """A workbook with one row; `parts` are put in place of parts of the file."""

    def build(path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(list(ROW))
        sheet.append(list(ROW.values()))
        change(book)
        book.save(path)
        if parts:
            _replace_parts(path, {f"xl/{name}.xml": content for name, content in parts.items()})

    return build


def _replace_parts(path: Path, parts: dict[str, bytes]) -> None:
    changed = BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            target.writestr(name, parts.get(name, source.read(name)))
    path.write_bytes(changed.getvalue())


def only_a_chart(book: openpyxl.Workbook) -> None:
    """A chart sheet, and no sheet with cells."""
    chart = BarChart()
    book.create_chartsheet("chart").add_chart(chart)
    book.remove(book.worksheets[0])


def unix_socket(path: Path) -> None:
    """The end of a connection, which looks like a file; its name may be longer than a socket's may be."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(path.name)
    finally:
        os.chdir(here)


# What is no regular file, as `NAME` of any ending. Nothing of it may be read: reading has no end.
IRREGULAR: dict[str, Build] = {
    "pipe": os.mkfifo,
    "zeros": lambda path: path.symlink_to("/dev/zero"),
    "nothing": lambda path: path.symlink_to("/dev/null"),
    "socket": unix_socket,
    "dangling": lambda path: path.symlink_to("is_not_there"),
    "circle": lambda path: path.symlink_to(path.name),
}

# Pages and tables. Each lies in a folder with a good page beside it.
INPUTS: dict[str, tuple[Build, int]] = {
    "empty.txt": (text(""), NAMED),
    "blank.txt": (text(" \n\u3000\n\n"), NAMED),
    "mark only.txt": (text("\ufeff"), NAMED),
    "one character.txt": (text("字"), NAMED),
    "nul.txt": (raw(bytes(3000)), NAMED),
    "picture.txt": (raw(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20), NAMED),
    "no encoding.txt": (raw(b"\x81\xff\x80" * 400), NAMED),
    "cut in a character.txt": (raw(PAGE.encode()[:-5]), 1),
    "gbk.txt": (text(PAGE, "gb18030"), 1),
    "web page.txt": (text(HTML), 1),
    "web page.html": (text(HTML.replace("庭前", "巡回"), "gb18030"), 1),
    "pdf.txt": (raw(b"%PDF-1.7\n" + bytes(500)), NAMED),
    "rtf.txt": (text(r"{\rtf1\ansi text}"), NAMED),
    "utf16.txt": (text(PAGE, "utf-16"), 1),
    "[bold]brackets[bold].txt": (text(PAGE), 1),
    "new\nline.txt": (text(PAGE), 1),
    "bytes \udcff.txt": (text(PAGE), 1),
    "page.jsonl": (text(PAGE), NAMED),
    "no json.jsonl": (text("no json\n"), NAMED),
    "endless.jsonl": (text("[" * 100_000 + "\n"), NAMED),
    "lists.jsonl": (rows([1, 2]), NAMED),
    "numbers.jsonl": (rows(1, None, True, "text"), NAMED),
    "no text.jsonl": (rows({"id": "1", "headline": "x"}), NAMED),
    "null.jsonl": (rows({"id": "1", "text": None}), NAMED),
    "list for a text.jsonl": (rows({"id": "1", "text": [STORY]}), NAMED),
    "half a pair.jsonl": (text('{"id": "h1", "text": "' + STORY + '\\ud800"}\n'), NAMED),
    "digits.jsonl": (text('{"id": ' + "9" * 5000 + ', "text": "x"}\n'), NAMED),
    "date.jsonl": (rows({**ROW, "date": "2024-13-45"}), NAMED),
    "cut.jsonl.gz": (packed(json.dumps(ROW).encode() * 300, 0.5), NAMED),
    "no gzip.jsonl.gz": (rows(ROW), NAMED),
    "empty.jsonl.gz": (raw(b""), NAMED),
    "nul.csv": (raw(b"id,text\n1,\0\0\0\n"), NAMED),
    "quote.csv": (text(f'id,text\n1,"{STORY}\n'), NAMED),
    "no text.csv": (text("a,b\n1,2\n"), NAMED),
    "twice.csv": (text("text,text\n1,2\n"), NAMED),
    "bytes.csv": (raw(b"id,text\n1,\x81\xff\x80\n" * 50), NAMED),
    "gbk.csv": (text(f"id,title,text\nc1,庭前调解,{STORY}\n", "gb18030"), 1),
    "no.parquet": (rows(ROW), NAMED),
    "cut.parquet": (raw(b"PAR1" + bytes(100) + b"PAR1"), NAMED),
    "no text.parquet": (parquet(a=[1]), NAMED),
    "bytes.parquet": (parquet(id=["p1"], text=[STORY.encode()]), 1),
    "not utf8.parquet": (parquet_not_utf8, NAMED),
    "far date.parquet": (
        parquet(id=["p2"], text=[STORY], date=pa.array([2**60], pa.int64()).view(pa.timestamp("us"))),
        NAMED,
    ),
    "nested.parquet": (parquet(id=["p3"], text=[{"a": STORY}]), NAMED),
    "no.xlsx": (rows(ROW), NAMED),
    "zip.xlsx": (lambda path: zipfile.ZipFile(path, "w").close(), NAMED),
    "chart.xlsx": (workbook(only_a_chart), NAMED),
    "styles.xlsx": (workbook(str, styles=b"<styleSheet><broken"), NAMED),
    "sheet.xlsx": (workbook(str, **{"worksheets/sheet1": b"<worksheet><sheetData><row"}), NAMED),
    **PRINTED,
    **{f"{name}.txt": (build, NAMED) for name, build in IRREGULAR.items()},
    "pipe.pdf": (os.mkfifo, NAMED),
    "zeros.xml": (IRREGULAR["zeros"], NAMED),
    "pipe.jsonl": (os.mkfifo, NAMED),
    "zeros.csv": (IRREGULAR["zeros"], NAMED),
    "pipe.parquet": (os.mkfifo, NAMED),
    "zeros.xlsx": (IRREGULAR["zeros"], NAMED),
    # a folder is no file, whatever its name: what is in it is read
    "folder.txt": (lambda path: (path.mkdir(), text(PAGE)(path / "page.txt")), 1),
    "folder.jsonl": (lambda path: path.mkdir(), 0),
}


_LABEL = {"id": "l1", "title": "题", "text": STORY, "section": "economy"}

# Settings that name a file, with files that cannot be what they should; `train` ends and names each.
SETTINGS: dict[str, dict[str, Build]] = {
    "labeled": {
        "unknown section.jsonl": rows({**_LABEL, "section": "sports"}),
        "no json.jsonl": text("no json\n"),
        "endless.jsonl": text("[" * 100_000),
        "list.jsonl": rows([_LABEL]),
        "no text.jsonl": rows({"id": "1", "section": "economy"}),
        "list for a section.jsonl": rows({**_LABEL, "section": ["economy", "culture"]}),
        "twice.jsonl": rows(_LABEL, {**_LABEL, "section": "culture"}),
        "bytes.jsonl": raw(b"\x81\xff\x80" * 400),
        "picture.xlsx": raw(b"\x89PNG\r\n\x1a\n" + bytes(500)),
        "word.docx": raw(b"PK\x03\x04" + bytes(500)),
        "folder.jsonl": Path.mkdir,
    },
    "sections": {
        "broken.toml": text("[economy\n"),
        "one.toml": text('[economy]\ntitle = "经济"\n'),
        "untitled.toml": text("[a]\n[b]\n"),
        "values.toml": text("a = 1\nb = 2\n"),
        "alike.toml": text('[economy]\ntitle = "经济"\n["ｅconomy"]\ntitle = "经济二"\n'),
        "bytes.toml": raw(b"\x81\xff\x80" * 400),
        "empty.toml": text(""),
        "folder.toml": Path.mkdir,
    },
    "truth": {
        "no json.jsonl": text("no json\n"),
        "page is a string.jsonl": rows("2025-01-14/01"),
        "articles are numbers.jsonl": rows({"id": "2025-01-14/01", "articles": [1]}),
        "no articles.jsonl": rows({"id": "2025-01-14/01"}),
        "bytes.jsonl": raw(b"\x81\xff\x80" * 400),
        "folder.jsonl": Path.mkdir,
    },
    "corrections": {
        "broken.toml": text("[[cut]\n"),
        "unknown.toml": text('[[merge]]\npage = "2025-01-14/01"\n'),
        "values.toml": text("cut = 1\n"),
        "to.toml": text("[[move]]\npage = '2025-01-14/01'\nline = '3 x'\nto = 'masthead'\n"),
        "contradiction.toml": text("".join(f"[[{action}]]\npage = 'p'\nline = '3 x'\n" for action in ("cut", "join"))),
        "number for a page.toml": text("[[cut]]\npage = 7\nbefore = 'x'\n"),
        "bytes.toml": raw(b"\x81\xff\x80" * 400),
        "folder.toml": Path.mkdir,
    },
    "user_words": {"bytes.txt": raw(b"\x81\xff\x80" * 400), "spaces.txt": text("one word\n"), "folder.txt": Path.mkdir},
    "stop_words": {"bytes.txt": raw(b"\x81\xff\x80" * 400), "folder.txt": Path.mkdir},
}
for _builds in SETTINGS.values():
    _builds.update({f"{name}.jsonl": build for name, build in IRREGULAR.items() if name != "nothing"})
    _builds["missing.jsonl"] = lambda path: path

# What a file of a run may hold by accident or by intent, with sums that fit: no sum refuses it, so its reader must.
CONTENTS: dict[str, bytes] = {
    "nothing": b"",
    "no json": b"no json",
    "null": b"null",
    "a number": b"7",
    "a list": b"[1]",
    "other keys": b'[{"x": 1}]',
    "an object": b'{"x": 1}',
    "endless": b"[" * 100_000,
    "bytes": bytes(range(256)),
}


# Settings files.
CONFIGS: dict[str, Build] = {
    "broken.toml": text("[corpus\n"),
    "unknown.toml": text("[corpus]\ninputs = []\n"),
    "table.toml": text("corpus = 1\n"),
    "type.toml": text("[features]\nn_topics = 'many'\n"),
    "list.toml": text("[corpus]\ninput = 7\n"),
    "infinite.toml": text("[models]\nprecision = inf\n"),
    "not a number.toml": text("[features]\nmax_share = nan\n"),
    "nested.toml": text("a = " + "[" * 5000 + "\n"),
    "date.toml": text("[corpus]\nlabeled = 2024-02-19\n"),
    "bytes.toml": raw(b"\x81\xff\x80" * 400),
    "gbk.toml": text("# 设置\n[corpus]\nmin_chars = 20\n", "gb18030"),
    "folder.toml": Path.mkdir,
    "missing.toml": lambda path: path,
    **{f"{name}.toml": build for name, build in IRREGULAR.items() if name != "nothing"},
}

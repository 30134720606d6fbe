"""Find input files, and read one page dump."""

import os
import zlib
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from zipfile import BadZipFile

from textml.corpus.article import Page, escape_bytes, shorten_path
from textml.corpus.decode import decode
from textml.corpus.formats.table import READERS, find_ending
from textml.corpus.reading.addresses import find_addresses, is_address, is_hidden, open_input
from textml.corpus.reading.html import decode_html, find_other_kind, is_html, read_html
from textml.corpus.reading.names import PageName, read_name
from textml.disk.files import read_at_most, real_path
from textml.errors import CorpusError

_READABLE = f"a page dump (.txt, .html, .htm), a table ({', '.join(sorted(READERS))}), or a folder of them"
# How files begin that are no text, whatever their names say.
_NO_TEXT = {
    b"%PDF-": "a PDF",
    b"{\\rtf": "a document in RTF",
    b"PK\x03\x04": "a zip archive, such as .docx or .epub",
    b"\xd0\xcf\x11\xe0": "a document of older Word",
    b"\x1f\x8b": "a gzip archive",
}
_PAGE_ENDINGS = (".txt", ".html", ".htm")
# Default of [corpus] truth. It is next to the pages that come with textml, wherever these are copied to.
_BUILT_IN_GOLD = "seeds/pages/truth.jsonl"


def find_inputs(path: str | PathLike[str], gold: str | PathLike[str] = "") -> list[str]:
    """List the readable files at a path or address, sorted by name.

    Hidden files in folders are left out. What cannot be opened is listed too, so that it is named when it is read.

    Parameters
    ----------
    path : str or path-like
        A file, a folder that is searched to any depth, or the address of one.
    gold : str or path-like
        File of checked articles; it is not listed with its folder. The one that comes with textml never is.

    Returns
    -------
    list of str
        Paths or addresses, as they begin in `path`.

    Raises
    ------
    CorpusError
        The path is empty or does not exist, has an unknown ending, or is a folder without readable files.
    """
    name = str(path)
    found = [file for file in _find(name) if Path(file) == Path(name) or not _is_gold(file, str(gold))]
    if not found:
        raise CorpusError(f"{name}: no readable file. Looked for {_READABLE}")
    return found


def _find(name: str) -> list[str]:
    if is_address(name):
        try:
            return [file for file in find_addresses(name) if _is_readable(file)]
        except OSError as cause:
            raise CorpusError(f"{name}: cannot be listed ({cause}). Check the address and its permissions") from cause
    if not name:
        # a variable of the shell that is not set; for Python it would be the current folder
        raise CorpusError(f"an empty path. Give {_READABLE}; the current folder is .")
    root = Path(name)
    if root.is_dir():
        return [str(file) for file in sorted(_walk(root))]
    if not root.exists():
        raise CorpusError(f"{root}: no such file or folder. Give {_READABLE}")
    if not _is_readable(name):
        raise CorpusError(f"{root}: unknown kind of file {''.join(root.suffixes)!r}. Give {_READABLE}")
    return [str(root)]


def _walk(root: Path) -> Iterator[Path]:
    """Readable files below a folder, and folders that cannot be opened: these are named when they are looked at.

    So are links that lead nowhere, pipes and devices. Links to folders are followed; a folder is entered once, by its
    own name if that is below the root.
    """
    closed: list[str] = []
    entered: set[str] = set()
    links = [str(root)]
    for start in links:
        for folder, folders, names in os.walk(start, onerror=lambda cause: closed.append(cause.filename)):
            real = os.path.realpath(folder)
            shown = sorted(name for name in folders if real not in entered and not is_hidden(name))
            yield from (Path(folder, n) for n in names if real not in entered and _is_readable(n) and not is_hidden(n))
            entered.add(real)
            folders[:] = [name for name in shown if not os.path.islink(os.path.join(folder, name))]
            links += [os.path.join(folder, name) for name in shown if name not in folders]
    yield from map(Path, closed)


def _is_readable(name: str) -> bool:
    return name.lower().endswith(_PAGE_ENDINGS) or find_ending(name) is not None


def _is_gold(file: str, gold: str) -> bool:
    if file == gold or f"/{Path(file).as_posix()}".endswith(f"/{_BUILT_IN_GOLD}"):
        return True
    return bool(gold) and Path(file).name == Path(gold).name and real_path(file) == real_path(gold)


def read_page(path: str | PathLike[str], name_pattern: str = "") -> Page:
    """Read one page dump.

    Parameters
    ----------
    path : str or path-like
        Path or address; issue and page number come from its name.
    name_pattern : str
        Setting ``[corpus] name_pattern``.

    Returns
    -------
    Page

    Raises
    ------
    CorpusError
        The file is missing, empty, larger than 32 MB, binary, in none of the known encodings, or no text of a page.
    """
    name = str(path)
    try:
        with open_input(name) as opened:
            raw = read_at_most(opened)
    except (OSError, BadZipFile, zlib.error) as cause:
        # errors of archives and of other file systems have no text but their own
        why = getattr(cause, "strerror", None) or cause
        raise CorpusError(f"{name}: cannot be read ({why}). Check the path and its permissions") from cause
    text, encoding = read_text(raw, name)
    if not text.strip():
        raise CorpusError(
            f"{name}: empty, or nothing but links. Dump the page again, or remove the file from the folder"
        )
    said = read_name(name, name_pattern)
    return Page(build_page_id(name, said), text, said.issue, said.number, name, encoding, said.mark)


def read_text(raw: bytes, name: str) -> tuple[str, str]:
    """Decode a page file, and take the text out of HTML, whatever the ending of its name.

    Parameters
    ----------
    raw : bytes
        Content of the file.
    name : str
        Its path or address, for messages.

    Returns
    -------
    text, encoding : str

    Raises
    ------
    CorpusError
        The bytes are no text, text in no known encoding, or text of another kind, such as XML.
    """
    kind = next((kind for start, kind in _NO_TEXT.items() if raw.startswith(start)), "")
    text, encoding = ("", "") if kind else decode_html(raw) or decode(raw, name)
    if is_html(text):
        return read_html(text), encoding
    if kind := kind or find_other_kind(text):
        raise CorpusError(
            f"{name}: holds {kind}, not the text of a page. Save it as text, or remove it from the folder"
        )
    return text, encoding


def build_page_id(path: str, said: PageName) -> str:
    """Return the id that a page gets if no other file claims it: issue and page, or as much as is known of them.

    Parameters
    ----------
    path : str
        Path or address of its file.
    said : PageName
        What the path says.

    Returns
    -------
    str
    """
    if said.issue and said.mark:
        return f"{said.issue}/{said.mark}"
    # FOLDER/NAME, unless the date is further up, where months and years would be lost
    file = Path(path).with_suffix("")
    return escape_bytes(f"{said.issue}/{file.name}") if said.issue and not said.is_near else shorten_path(file)

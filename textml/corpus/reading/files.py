"""Find input files at paths and addresses."""

import os
import re
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from textml.corpus.chains import file_name
from textml.corpus.formats.table import READERS, find_ending
from textml.corpus.printed.kinds import find_root, read_start
from textml.corpus.reading.addresses import find_addresses, is_address, is_hidden
from textml.disk.files import open_regular, real_path
from textml.errors import CorpusError

#: Endings of page files.
PAGE_ENDINGS = (".pdf", ".xml", ".hocr", ".txt", ".html", ".htm")
_READABLE = (
    f"a page (.pdf, .xml of ALTO, .hocr, .txt, .html), a table ({', '.join(sorted(READERS))}), or a folder of them"
)
# Bytes of an XML file in which its first element stands, and the names that this has in ALTO and hOCR, and in other
# forms of OCR: whoever has these learns what to do.
_HEAD = 1 << 16
_PAGE_ROOTS = ("alto", "html", "pcgts", "document", "tei")
# The usual names of METS, which libraries put beside ALTO.
_METS = re.compile(r"(?<![a-z])mets(?![a-z])[^/:]*\.xml(?:::|$)", re.IGNORECASE)
# Default of [corpus] truth. It is next to the pages that come with textml, wherever these are copied to.
_BUILT_IN_GOLD = "seeds/pages/truth.jsonl"


def find_inputs(path: str | PathLike[str], gold: str | PathLike[str] = "") -> list[str]:
    """List the readable files at a path or address, sorted by name.

    Hidden files in folders are left out, and XML that is neither ALTO nor hOCR. What cannot be opened is listed too, so
    that it is named when it is read.

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
            found = [file for file in find_addresses(name) if _is_readable(file)]
            # to look into each would take hours on a slow net
            return [file for file in found if file == name or not _METS.search(file)]
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
            files = (Path(folder, name) for name in names if _is_readable(name) and not is_hidden(name))
            yield from (file for file in files if real not in entered and not _is_other_xml(file))
            entered.add(real)
            folders[:] = [name for name in shown if not os.path.islink(os.path.join(folder, name))]
            links += [os.path.join(folder, name) for name in shown if name not in folders]
    yield from map(Path, closed)


def _is_readable(name: str) -> bool:
    return file_name(name).lower().endswith(PAGE_ENDINGS) or find_ending(name) is not None


def _is_other_xml(file: Path) -> bool:
    """Whether a file begins as XML that is no page: METS lies beside ALTO. A damaged one may be a page."""
    if file.suffix.lower() != ".xml":
        return False
    try:
        with open_regular(file) as opened:
            head = opened.read(_HEAD)
    except OSError:
        return False
    root = find_root(read_start(head))
    return bool(root) and root not in _PAGE_ROOTS


def _is_gold(file: str, gold: str) -> bool:
    if file == gold or f"/{Path(file).as_posix()}".endswith(f"/{_BUILT_IN_GOLD}"):
        return True
    return bool(gold) and Path(file).name == Path(gold).name and real_path(file) == real_path(gold)

"""Draw a page of a PDF as a picture."""

from collections import OrderedDict
from io import BytesIO
from threading import Lock

from textml.corpus.geometry import Geometry
from textml.corpus.printed.pdf import ONE_THREAD
from textml.corpus.reading.readers import MOST_BYTES_OF_PDF
from textml.disk.files import open_regular, read_at_most
from textml.errors import ArtifactError
from textml.review.cuts.page_files import ReadPage

#: Pixels of the width of a picture.
WIDTHS = range(100, 3001)
# Pixels of a picture: a broadsheet page in 3,000 pixels has 14 million.
_MOST_PIXELS = 40_000_000
# Bytes of the pictures that are kept in memory.
_MOST_KEPT = 64_000_000
# zlib: a page takes three times as long with the usual level, and is a tenth smaller.
_LEVEL = 1


class Pictures:
    """Pictures of pages of PDF; those that were drawn last are kept in memory."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, int], bytes] = OrderedDict()
        self._lock = Lock()

    def draw(self, read: ReadPage, width: int) -> bytes:
        """Draw a page, or take its picture from memory.

        Parameters
        ----------
        read : ReadPage
            A page of a PDF.
        width : int
            Pixels, one of WIDTHS.

        Returns
        -------
        bytes
            PNG.

        Raises
        ------
        ArtifactError
            The page is of no PDF, the width is out of range, or the file cannot be drawn.
        """
        if width not in WIDTHS:
            raise ArtifactError(f"width: {width}; allowed: {WIDTHS.start} to {WIDTHS.stop - 1} pixels")
        geometry = read.page.geometry
        if read.kind != "pdf" or geometry is None:
            raise ArtifactError(f"{read.page.id}: has no picture, because it was not read from a PDF. Show its lines")
        key = read.page.id, read.version, width
        with self._lock:
            drawn = self._kept.pop(key, None) or _draw(read, width, geometry)
            self._kept[key] = drawn
            while len(self._kept) > 1 and sum(map(len, self._kept.values())) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return drawn


def _draw(read: ReadPage, width: int, geometry: Geometry) -> bytes:
    try:
        with open_regular(read.file) as file:
            raw = read_at_most(file, MOST_BYTES_OF_PDF)
    except OSError as cause:
        raise ArtifactError(
            f"{read.page.id}: its file {read.file} cannot be read ({cause.strerror or cause}). Put it back"
        ) from cause
    return draw_page(raw, max(read.page.place, 1) - 1, width, geometry, read.page.where)


def draw_page(raw: bytes, place: int, width: int, geometry: Geometry, where: str) -> bytes:
    """Draw one page of a PDF as it was read: upright, its visible part only.

    Parameters
    ----------
    raw : bytes
        Content of the file.
    place : int
        Of the page in the file, from 0.
    width : int
        Pixels; fewer where a page is so high that its picture would have more than 40 million pixels.
    geometry : Geometry
        Of the page.
    where : str
        For messages.

    Returns
    -------
    bytes
        PNG.

    Raises
    ------
    ArtifactError
        The page cannot be drawn.
    """
    import pypdfium2

    scale = min(width / geometry.width, (_MOST_PIXELS / (geometry.width * geometry.height)) ** 0.5)
    try:
        with ONE_THREAD, pypdfium2.PdfDocument(raw) as document:
            picture = document[place].render(scale=scale, rotation=-90 * geometry.turn % 360).to_pil()
    except (pypdfium2.PdfiumError, IndexError, ValueError) as cause:
        raise ArtifactError(f"{where}: cannot be drawn ({cause}). Look at its lines, or at the file itself") from cause
    # the picture is a view of what pdfium holds, and pdfium has closed it
    written = BytesIO()
    picture.save(written, "PNG", compress_level=_LEVEL)
    return written.getvalue()

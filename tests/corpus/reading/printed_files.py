"""Small printed files for tests: a headline and a paragraph on every page."""

from pathlib import Path

from tests.corpus.printed.pdf_writer import Stroke, write_pdf

#: Headline and lines of a page.
Story = tuple[str, tuple[str, ...]]

STORIES: tuple[Story, ...] = (
    ("夜市重开", ("本报讯（记者 田望生） 沙埠镇夜市昨晚重新开张，", "四十二个摊位亮起了灯，到十点还有人来。")),
    ("水库除险", ("本报讯（记者 林小满） 枫溪水库的除险加固昨天动工，", "工期二百天，汛期之前要把坝脚做完。")),
    ("龙舟下水", ("本报讯（记者 何立） 永埠村的新龙舟昨天下水，船身长，", "二十六米，是村里老木匠带着徒弟做的。")),
)


def story(*numbers: int) -> list[Story]:
    return [STORIES[number - 1] for number in numbers]


def pdf_of(stories: list[Story]) -> bytes:
    """A PDF with a page for each story; one without text is an empty page."""
    pages = []
    for title, lines in stories:
        strokes = [Stroke(title, 60, 90, 24, "Hei", 700)] if title else []
        strokes += [Stroke(line, 60, 130 + 16 * n, 10, "Song", 400) for n, line in enumerate(lines)]
        pages.append((420.0, 595.0, strokes, []))
    return write_pdf(pages)


def dump_of(stories: list[Story]) -> str:
    return "".join(f"{line}\n" for title, lines in stories for line in (title, *lines))


def alto_of(stories: list[Story]) -> str:
    """An ALTO file with a page for each story, in pixels of 300 dpi."""
    pages = []
    for title, lines in stories:
        blocks = "".join(
            f'<TextBlock HPOS="200" VPOS="{200 + 100 * n}" WIDTH="1400" HEIGHT="60"><TextLine HPOS="200" '
            f'VPOS="{200 + 100 * n}" WIDTH="1400" HEIGHT="60"><String HPOS="200" VPOS="{200 + 100 * n}" WIDTH="1400" '
            f'HEIGHT="60" CONTENT="{line}"/></TextLine></TextBlock>'
            for n, line in enumerate((title, *lines))
        )
        pages.append(f'<Page WIDTH="1750" HEIGHT="2479"><PrintSpace>{blocks}</PrintSpace></Page>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description>'
        f"<MeasurementUnit>pixel</MeasurementUnit></Description><Layout>{''.join(pages)}</Layout></alto>"
    )


def hocr_of(stories: list[Story]) -> str:
    """An hOCR file with a page for each story."""
    pages = []
    for title, lines in stories:
        spans = "".join(
            f'<span class="ocr_line" title="bbox 200 {200 + 100 * n} 1600 {260 + 100 * n}"><span class="ocrx_word" '
            f'title="bbox 200 {200 + 100 * n} 1600 {260 + 100 * n}">{line}</span></span>'
            for n, line in enumerate((title, *lines))
        )
        pages.append(f'<div class="ocr_page" title="bbox 0 0 1750 2479; ppageno {len(pages)}">{spans}</div>')
    return f"<html><head><title></title></head><body>{''.join(pages)}</body></html>"


def write_files(folder: Path, files: dict[str, bytes | str]) -> Path:
    """Write files into a folder and below, and return it."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder

"""A font with Chinese characters, on any machine."""

import warnings
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# The font of the dependency comes first: figures are then the same on every machine. Installed ones help where it
# was left out.
_INSTALLED = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
)


@cache
def font_families() -> tuple[str, ...]:
    """Find font families for matplotlib, a Chinese one first; where there is none, warn once how to get it.

    Returns
    -------
    tuple of str
        Names to give as ``font.family``. The last is matplotlib's own, for what the first lacks.
    """
    from matplotlib import font_manager

    bundled = find_bundled()
    if bundled is not None:
        font_manager.fontManager.addfont(bundled)
        return (str(font_manager.FontProperties(fname=bundled).get_name()), "DejaVu Sans")
    known = {font.name for font in font_manager.fontManager.ttflist}
    for name in _INSTALLED:
        if name in known:
            return (name, "DejaVu Sans")
    warnings.warn("no Chinese font found: figures will show boxes. Install one with: pip install zhplot", stacklevel=2)
    return ("DejaVu Sans",)


def find_bundled() -> Path | None:
    """Find Noto Sans SC inside zhplot, without importing zhplot (which would set fonts for everybody)."""
    spec = find_spec("zhplot")
    folders = spec.submodule_search_locations if spec and spec.submodule_search_locations else []
    return next((font for folder in folders for font in sorted(Path(folder).glob("fonts/*.[to]tf"))), None)


def subset_font(text: str) -> bytes:
    """Build a WOFF font of the Chinese characters of a text, for pages that open on machines without one.

    Parameters
    ----------
    text : str
        Everything that the page shows. Characters that the font lacks are left to the browser.

    Returns
    -------
    bytes
        The same for the same set of characters; empty where zhplot is not installed.
    """
    from io import BytesIO

    from fontTools import subset

    bundled = find_bundled()
    if bundled is None:
        return b""
    options = subset.Options(flavor="woff", layout_features=[], hinting=False, recalc_timestamp=False, name_IDs=[])
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "vhea", "vmtx"]
    target = BytesIO()
    with subset.load_font(str(bundled), options, lazy=True) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes={ord(character) for character in set(text) if not character.isascii()})
        subsetter.subset(font)
        subset.save_font(font, target, options)
    return target.getvalue()

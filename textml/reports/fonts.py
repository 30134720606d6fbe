"""A font that has Chinese characters, on any machine."""

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
    """Font families for matplotlib, a Chinese one first; without one a warning says once how to get it.

    Returns
    -------
    names to give as ``font.family``; the last is matplotlib's own, for whatever the first lacks
    """
    from matplotlib import font_manager

    bundled = _bundled()
    if bundled is not None:
        font_manager.fontManager.addfont(bundled)
        return (str(font_manager.FontProperties(fname=bundled).get_name()), "DejaVu Sans")
    known = {font.name for font in font_manager.fontManager.ttflist}
    for name in _INSTALLED:
        if name in known:
            return (name, "DejaVu Sans")
    warnings.warn("no Chinese font found: figures will show boxes. Install one with: pip install zhplot", stacklevel=2)
    return ("DejaVu Sans",)


def _bundled() -> Path | None:
    """Noto Sans SC inside zhplot, found without importing zhplot (which would set fonts for everybody)."""
    spec = find_spec("zhplot")
    folders = spec.submodule_search_locations if spec and spec.submodule_search_locations else []
    return next((font for folder in folders for font in sorted(Path(folder).glob("fonts/*.[to]tf"))), None)

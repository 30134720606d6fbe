"""Pictures that any reader of PNG opens."""

from io import BytesIO

import numpy as np
from PIL import Image

from textml.reports.figures.png import encode_png


def test_a_reader_finds_the_same_pixels() -> None:
    """Size, colours and density come back; a picture of one pixel is one."""
    for shape in ((7, 5, 3), (1, 1, 3), (300, 2, 3)):
        pixels = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
        with Image.open(BytesIO(encode_png(pixels, 144))) as found:
            found.verify()
        with Image.open(BytesIO(encode_png(pixels, 144))) as found:
            assert found.mode == "RGB"
            assert np.array_equal(np.asarray(found), pixels)
            assert [round(dpi) for dpi in found.info["dpi"]] == [144, 144]

"""The labelled set of a desk."""

import json
from pathlib import Path

from textml.review.desk.desk import Desk


def file_of(desk: Desk) -> Path:
    return desk._files[0]


def last_row(desk: Desk) -> dict[str, str]:
    return dict(json.loads(file_of(desk).read_text("utf-8").splitlines()[-1]))

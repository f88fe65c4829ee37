"""The text of an InkML trace → columns of numbers (InkML, sec. 3.2).

Read are explicit values, first and second differences, and values left out or repeated.
"""

from __future__ import annotations

import re

import numpy as np

from inkapp.formats.shared.fit_on_page import MOST_POINTS
from inkapp.ink.document import Float64Array
from inkapp.ink.errors import FileError

# A value: an optional qualifier (! explicit, ' difference, " difference of differences) and a number, a hexadecimal
# one, a truth, "the same again" or "unknown". Nothing needs to stand between two of them.
VALUE = re.compile(r"""([!'"])?\s*(#[0-9A-Fa-f]{1,8}|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[TF*?])""")
SEPARATORS = str.maketrans("", "", " \t\r\n:")


def read_trace(text: str, channels: int, name: str) -> Float64Array:
    """(n, channels) of a trace's text; n may be 0. Values beyond the channels (intermittent ones) are left out.

    Raises FileError for what is no trace, and for a point with too few values.
    """
    if text.count(",") > MOST_POINTS:
        raise FileError(f"{name}: more than {MOST_POINTS} points")
    points = [point for point in map(str.split, text.split(",")) if point]
    try:
        if all(len(point) == channels for point in points):
            # the plain case; a qualifier or a star is no float
            return np.array(points, dtype=object).reshape(-1, channels).astype(np.float64)
    except ValueError:
        pass
    return _read_qualified([" ".join(point) for point in points], channels, name)


def _read_qualified(points: list[str], channels: int, name: str) -> Float64Array:
    rows = []
    order = ["!"] * channels
    value, speed = [0.0] * channels, [0.0] * channels
    for point in points:
        if VALUE.sub("", point).translate(SEPARATORS):
            raise FileError(f"{name}: damaged trace ({point[:40]!r})")
        tokens = VALUE.findall(point)
        if len(tokens) < channels:
            raise FileError(f"{name}: a trace's point has {len(tokens)} values, not {channels}")
        for i, (qualifier, token) in enumerate(tokens[:channels]):
            order[i] = qualifier or order[i]
            if token in "*?":  # what is unknown did not change
                continue
            number = _number(token)
            if order[i] == "!":
                value[i], speed[i] = number, 0.0
            else:
                speed[i] = number if order[i] == "'" else speed[i] + number
                value[i] += speed[i]
        rows.append(tuple(value))
    return np.array(rows, dtype=np.float64).reshape(-1, channels)


def _number(token: str) -> float:
    if token in "TF":
        return float(token == "T")
    return float(int(token[1:], 16)) if token[0] == "#" else float(token)

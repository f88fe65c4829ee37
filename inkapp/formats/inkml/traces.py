"""The text of an InkML trace → columns of numbers (InkML, sec. 3.2).

Read are explicit values, first and second differences, values left out or repeated, and intermittent channels.
"""

from __future__ import annotations

import re

import numpy as np

from inkapp.formats.inkml.channels import TraceFormat
from inkapp.formats.shared.fit_on_page import MOST_POINTS
from inkapp.ink.document import Float64Array
from inkapp.ink.errors import FileError

# A value: an optional qualifier (! explicit, ' difference, " difference of differences), an optional sign, and a number, a
# hexadecimal one, a truth, "the same again" or "not reported". Nothing needs to stand between two of them. What a part took it
# keeps (possessive), so that time grows with the length alone.
VALUE = re.compile(
    r"""(?:([!'"])\s*+)?(?:([-+])\s*+)?(#[0-9A-Fa-f]{1,8}|(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][-+]?[0-9]++)?+|[TF*?])"""
)
SEPARATORS = str.maketrans("", "", " \t\r\n:")
LONGEST_POINT = 4_000  # characters; 64 channels are 2,000
LARGEST = 1e12
MOST_VALUES = 2_000_000  # of a file: six channels of as many points as there may be


class TraceReader:
    """Reads the traces of one file, and counts what they hold."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._points_left, self._values_left = MOST_POINTS, MOST_VALUES

    def read(self, text: str, format_: TraceFormat) -> tuple[Float64Array, str]:
        """(n, channels) of a trace's text up to its first error, and that error or ""; n may be 0.

        Values beyond the channels are left out. Raises FileError for more than a file may hold.
        """
        if text.count(",") > self._points_left:
            raise FileError(f"{self._name}: more than {MOST_POINTS} points")
        points = [point for point in text.split(",") if not point.isspace() and point]
        self._points_left -= len(points)
        if self._points_left < 0:
            raise FileError(f"{self._name}: more than {MOST_POINTS} points")
        if any(len(point) > LONGEST_POINT for point in points):
            raise FileError(f"{self._name}: a trace's point of more than {LONGEST_POINT} characters")
        self._count_values(len(points) * len(format_.regular))
        rows, error = _read_plain(points, format_), ""
        if rows is None:
            rows, error = self._read_qualified(points, format_)
        positions = rows[:, [format_.index("X") or 0, format_.index("Y") or 0]]
        good = (np.abs(positions) <= LARGEST).all(axis=1)  # False for nan, too
        if not good.all():
            rows, error = rows[: int(good.argmin())], "coordinates that are no numbers or too large"
        return rows, error

    def _count_values(self, more: int) -> None:
        self._values_left -= more
        if self._values_left < 0:
            raise FileError(f"{self._name}: more than {MOST_VALUES} values")

    def _read_qualified(self, points: list[str], format_: TraceFormat) -> tuple[Float64Array, str]:
        least, channels = len(format_.regular), len(format_.regular) + len(format_.intermittent)
        rows: list[tuple[float, ...]] = []
        order = ["!"] * channels
        value = [channel.default for channel in (*format_.regular, *format_.intermittent)]
        speed, growth = [0.0] * channels, [0.0] * channels
        error = ""
        for point in points:
            tokens = VALUE.findall(point)
            self._count_values(max(len(tokens) - least, 0))
            if VALUE.sub("", point).translate(SEPARATORS):
                error = f"damaged trace, {point.strip()[:40]!r}"
                break
            if len(tokens) < least:
                error = f"a trace's point has {len(tokens)} values, not {least}"
                break
            for i, (qualifier, sign, token) in enumerate(tokens[:channels]):
                order[i] = qualifier or order[i]
                if token == "?":  # what is not reported did not change
                    continue
                if token == "*":  # the same again: value, difference, or difference of differences
                    number = {"!": value, "'": speed, '"': growth}[order[i]][i]
                elif token in "TF":
                    order[i], number = "!", float(token == "T")
                else:
                    number = float(int(token[1:], 16)) if token[0] == "#" else float(token)
                    number = -number if sign == "-" else number
                if order[i] == "!":
                    value[i], speed[i] = number, 0.0
                    continue
                growth[i] = number
                speed[i] = number if order[i] == "'" else speed[i] + number
                value[i] += speed[i]
            rows.append(tuple(value))
        return np.array(rows, dtype=np.float64).reshape(-1, channels), error


def _read_plain(points: list[str], format_: TraceFormat) -> Float64Array | None:
    """The plain case, numbers alone, as many in each point; None for another. A qualifier or a star is no float."""
    channels = len(format_.regular)
    if format_.intermittent:
        return None
    tokens = [point.split(None, channels) for point in points]
    if not all(len(point) == channels for point in tokens):
        return None
    try:
        return np.array(tokens, dtype=object).reshape(-1, channels).astype(np.float64)
    except ValueError:
        return None

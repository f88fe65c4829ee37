"""A line of IAM-OnDB, as its owners have it on disk, → a page.

The file is a ``WhiteboardCaptureSession``: strokes of points x, y, time; y down, seconds, units of no known size. The data
set's folders and lists are read by ``training/data``.
"""

from __future__ import annotations

import numpy as np

from inkapp.formats.shared.fit_on_page import MOST_POINTS, MOST_STROKES, ForeignLine, fit
from inkapp.ink.document import Document
from inkapp.ink.errors import FileError


class WhiteboardReader:
    """Collects strokes as elements are read."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._points: list[tuple[float, float, float]] | None = None
        self._lines: list[ForeignLine] = []
        self._total = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Stroke":
            self._points = []
        elif name == "Point" and self._points is not None:
            try:
                x, y, t = (float(attributes[key]) for key in ("x", "y", "time"))
            except (KeyError, ValueError):
                raise FileError(f"{self._name}: a point without x, y and time") from None
            self._points.append((x, y, t))
            self._total += 1
            if self._total > MOST_POINTS:
                raise FileError(f"{self._name}: more than {MOST_POINTS} points")

    def end(self, name: str, text: str) -> None:
        if name == "Stroke" and self._points:
            rows = np.array(self._points)
            self._lines.append(ForeignLine(rows[:, :2], rows[:, 2]))
            if len(self._lines) > MOST_STROKES:
                raise FileError(f"{self._name}: more than {MOST_STROKES} strokes")
        if name == "Stroke":
            self._points = None

    def document(self) -> Document:
        """The line on an A4 page, its letters of the size of handwriting. Raises FileError for a line without strokes."""
        return Document((fit(self._lines, self._name, unit_mm=None),))

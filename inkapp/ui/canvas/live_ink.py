"""The stroke under the pen, shaped in parts so that a long one costs no more than a short one."""

from __future__ import annotations

from PySide6.QtGui import QPainterPath

from inkapp.ink.document import Float64Array
from inkapp.ink.smooth import REACH
from inkapp.ui.canvas.outline_path import outline_path

PART = 48  # points of a settled part
AROUND = 6  # points beside a part that have a say in its shape


class LiveInk:
    """Shapes of a line that grows at its end."""

    def __init__(self) -> None:
        self._settled: list[QPainterPath] = []
        self._until = 0  # the number of the point where the settled part ends
        self._tail = QPainterPath()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not self._settled and self._tail.isEmpty()

    def clear(self) -> None:
        """The next line is another one."""
        self._settled, self._until, self._tail = [], 0, QPainterPath()

    def grow(self, x: Float64Array, y: Float64Array, pressure: Float64Array) -> None:
        """Takes the whole line as it is now, (n,) each, in mm and 0 … 1."""
        n = len(x)
        while n - REACH - AROUND - self._until > PART:
            self._settled.append(_part(x, y, pressure, self._until, self._until + PART))
            self._until += PART
        self._tail = _part(x, y, pressure, self._until, n - 1)

    def shapes(self) -> list[QPainterPath]:
        """All parts, in page mm, in the order of the line."""
        return [*self._settled, self._tail]


def _part(x: Float64Array, y: Float64Array, pressure: Float64Array, begin: int, end: int) -> QPainterPath:
    context = slice(max(begin - AROUND, 0), end + AROUND + 1)
    at = begin - context.start
    return outline_path(x[context], y[context], pressure[context], at, at + end - begin)

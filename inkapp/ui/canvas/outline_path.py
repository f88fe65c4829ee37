"""A stroke's shape as Qt fills it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainterPath

from inkapp.ink.document import Float64Array
from inkapp.ink.outline import outline

_Element = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])  # QDataStream's form of QPainterPath's elements


def outline_path(
    x: Float64Array, y: Float64Array, pressure: Float64Array, begin: int = 0, end: int | None = None
) -> QPainterPath:
    """What ``ink.outline`` makes of samples, as one path; by Qt's stream, four times as fast as by calls."""
    points, begins = outline(x, y, pressure, begin, end)
    path = QPainterPath()
    if not len(points):
        return path
    elements = np.empty(len(points), dtype=_Element)
    elements["kind"] = QPainterPath.ElementType.LineToElement.value
    elements["kind"][begins] = QPainterPath.ElementType.MoveToElement.value
    elements["x"], elements["y"] = points.T
    data = np.array([len(points)], ">i4").tobytes() + elements.tobytes()
    data += np.array([begins[-1], 1], ">i4").tobytes()  # where the last contour begins; the rule: winding
    QDataStream(QByteArray(data)) >> path
    return path

"""The lines of a photograph, as pictures for the network, from top to bottom."""

from __future__ import annotations

import numpy as np

from inkapp.live.photograph.components import Pieces, pieces_of
from inkapp.live.photograph.line_picture import LinePicture, line_picture
from inkapp.live.photograph.paper import darkness_of, levelled
from inkapp.live.photograph.ruled import without_rules
from inkapp.live.photograph.slope import margin, sheared, slope_of
from inkapp.live.photograph.text_lines import TextLine, lines_of_pieces
from model.arrays import Float32Array

INKED = 0.4  # of the darkness of ink: from there on a pixel is ink
SMALLEST = 16  # pixels: a lower or narrower picture holds no line


def lines_of_picture(grey: Float32Array) -> list[LinePicture]:
    """``grey``: (height, width), 0 black … 1 white, of paper or of a blackboard; its lines run from left to right, up to 7°
    uphill or downhill. Places are in its pixels. None where there is no writing."""
    height, width = grey.shape
    if min(height, width) < SMALLEST:
        return []
    dark = darkness_of(grey)
    slope = slope_of(levelled(dark))
    ink = levelled(without_rules(sheared(dark, slope)))
    pieces = pieces_of(ink > INKED)
    lines = lines_of_pieces(pieces, *ink.shape)
    made = (_cut(ink, pieces, line, slope) for line in lines)
    return [line for line in made if line is not None]


def _cut(ink: Float32Array, pieces: Pieces, line: TextLine, slope: float) -> LinePicture | None:
    """The picture of one line, without what is its neighbours'. ``slope``: that ``ink`` was sheared by."""
    row, start, end = (part[line.runs] for part in (pieces.row, pieces.start, pieces.end))
    top, bottom, left, right = (
        max(int(row.min()) - 2, 0),
        int(row.max()) + 3,
        max(int(start.min()) - 2, 0),
        int(end.max()) + 2,
    )
    part = ink[top:bottom, left:right]
    high, wide = part.shape
    turns = np.zeros((high, wide + 1), dtype=np.int32)
    np.add.at(turns, (row - top, np.maximum(start - left - 1, 0)), 1)  # with the ink's soft edge
    np.add.at(turns, (row - top, np.minimum(end - left + 1, wide)), -1)
    own = np.cumsum(turns, axis=1)[:, :wide] > 0
    own[1:] |= own[:-1].copy()
    own[:-1] |= own[1:].copy()
    more, width = margin(ink.shape[1], slope), ink.shape[1]
    # (x, y) of the part stood in the photograph at (x + left, y + top − more + slope · (x + left − width / 2))
    place = np.array([[1.0, 0.0, left], [slope, 1.0, top - more + slope * (left - width / 2)]])
    return line_picture(np.where(own, part, 0.0).astype(np.float32), line.spread, place, slope + line.slope)

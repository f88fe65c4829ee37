"""Strokes that a program exported in pieces, whole again.

Programs that draw pressure as width write a path for each segment, since one path has one width. A line that begins where
the line before it ended goes on with it where both stand in one group in one colour, and either their widths differ or each
is one segment alone. In the app's own layers each path is a stroke, and none is joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from inkapp.ink.document import Float64Array

TOUCH_MM = 1e-3


@dataclass(frozen=True, eq=False, slots=True)
class Piece:
    """A line and what must be equal to be joined. ``points``: (n, 2) mm. ``single``: whether it is one segment.

    ``whole``: it is known to be a stroke.
    """

    points: Float64Array
    group: int
    colour: str
    width: str
    single: bool
    whole: bool = False


def join_pieces(pieces: Iterable[Piece]) -> list[Float64Array]:
    """The lines, each (n, 2) mm, in their order."""
    joined: list[list[Piece]] = []
    for piece in pieces:
        if joined and _goes_on(joined[-1][-1], piece):
            joined[-1].append(piece)
        else:
            joined.append([piece])
    return [
        np.concatenate([run[0].points, *(piece.points[1:] for piece in run[1:])]) if len(run) > 1 else run[0].points
        for run in joined
    ]


def _goes_on(before: Piece, piece: Piece) -> bool:
    if not (
        not piece.whole
        and before.group == piece.group
        and before.colour == piece.colour
        and (before.width != piece.width or (before.single and piece.single))
        and len(piece.points) > 1
    ):
        return False
    first, last, begin = before.points[0].tolist(), before.points[-1].tolist(), piece.points[0].tolist()
    closed = first == last  # it is whole
    return not closed and max(abs(last[0] - begin[0]), abs(last[1] - begin[1])) <= TOUCH_MM

"""The frame in which a line of ink is read: how large it is, how it slopes and where it stands.

It is kept while the line grows a little, so that states of the network that were kept for its first rows stay good.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from inkapp.ink.document import Stroke
from inkapp.live.page_lines import measure
from model.arrays import Float64Array
from model.letter_feet import feet_slope
from model.strokes import Frame, measure_frame

SHORTEST_MM = 2.0  # of ink, before a frame is worth measuring
FRAME_GROWTH = 1.3  # the frame is measured anew when a line's ink has grown by this much, and kept in between
SETTLED = 75.0  # spreads of ink, some twelve letters, from which a new frame waits: to read so much anew takes a while
# It waits until the line has grown by this much: reading a dozen times as fast as people write will do
WAIT_GROWTH = 1.1
TURNED = 0.05  # radians by which the new frame turns the line, from which it does not wait


def line_frame(strokes: Sequence[Stroke]) -> Frame | None:
    """The frame of a line, measured on as much of its beginning as its last milestone of length covers.

    Milestones grow by ``FRAME_GROWTH``, so a line is re-measured some dozen times while it is written and each
    measure is that of a beginning of it, as in training. But where a little more of it is plainly steep, that is measured:
    a first word's slope may be anyone's guess, and the second word shows it. None where there is not yet enough ink.
    """
    lengths = np.cumsum([measure(stroke)[3] for stroke in strokes])
    if not len(lengths) or lengths[-1] < SHORTEST_MM:
        return None
    milestones = np.floor(np.log(np.maximum(lengths, SHORTEST_MM / 2) / SHORTEST_MM) / np.log(FRAME_GROWTH))
    covered = int(np.argmax(milestones == milestones[-1])) + 1
    try:
        beginnings = (tuple(strokes[:count]) for count in range(covered, len(strokes) + 1))
        steep = next((beginning for beginning in beginnings if _plain_slope(beginning) is not None), None)
        return sloping_frame(steep or tuple(strokes[:covered]))
    except ValueError:
        return None


def waiting_frame(strokes: Sequence[Stroke], newest: Frame) -> Frame:
    """The frame that a line is read in while its ``newest``, ``line_frame``'s, waits to be read in time: that of its beginning.

    What a pen lift leaves to read is then its last stroke, not the whole line. The same strokes give the same frame, however
    fast they were read.
    """
    lengths = np.cumsum([measure(stroke)[3] for stroke in strokes])
    measured = max(lengths[-1] / WAIT_GROWTH, SETTLED * newest.size)
    older = line_frame(strokes[: int(np.searchsorted(lengths, measured, side="right"))])
    return newest if older is None or abs(older.angle - newest.angle) >= TURNED else older


def sloping_frame(strokes: tuple[Stroke, ...]) -> Frame:
    """The frame of ink that may run uphill or down. Raises ValueError where it has no extent."""
    return measure_frame([stroke.points for stroke in strokes], steep=True, slope=_plain_slope(strokes))


@lru_cache(maxsize=1024)
def _plain_slope(strokes: tuple[Stroke, ...]) -> float | None:
    """``feet_slope``, kept: a line's beginnings are asked for at each of its strokes. Raises ValueError for no extent."""
    return feet_slope([stroke.points for stroke in strokes])


def ink_length(points: Float64Array) -> float:
    """How long the way through (n, 2) points is."""
    step = np.diff(points, axis=0)
    return float(np.hypot(step[:, 0], step[:, 1]).sum())

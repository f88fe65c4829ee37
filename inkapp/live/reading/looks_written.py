"""Whether ink looks like writing that the reader knows, or like a drawing, a scribble or another script.

Of what is no writing, the network is unsure of each character that it sees, or sees few for so much ink. Words have no say: a
language makes words of a drawing, and surely. Both bounds were chosen by ``lab.reading.drawings --choose``, and without that
word it prints what they let through.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from inkapp.ink.document import Stroke
from inkapp.live.encoder import LONGEST_LINE
from inkapp.live.page_lines import measure
from model.line_reading import Reading
from model.strokes import measure_frame

LEAST_SURE = 0.7  # mean confidence of a line's characters
SPECK_MM = 1.0
MOST_INK = 12.0  # spreads of ink a character; in writing it is some 6


def ink_in_spreads(strokes: Sequence[Stroke]) -> float:
    """How long a line's ink is, in spreads of its y. Raises ValueError where it has no extent."""
    size = measure_frame([stroke.points for stroke in strokes], steep=True).size
    return sum(measure(stroke)[3] for stroke in strokes) / size


def is_speck(stroke: Stroke) -> bool:
    """Whether a stroke is no larger than a dot that a touch leaves."""
    left, top, right, bottom = stroke.bounds
    return max(right - left, bottom - top) < SPECK_MM


def may_be_line(strokes: Sequence[Stroke]) -> bool:
    """Whether it is ink, and little enough to be one line: what is more would be long to read."""
    try:
        return ink_in_spreads(strokes) <= LONGEST_LINE
    except ValueError:  # dots alone
        return False


def looks_written(reading: Reading, strokes: Sequence[Stroke]) -> bool:
    """Whether ``reading``, of these strokes, is of writing."""
    sure, ink = evidence(reading, strokes)
    return sure >= LEAST_SURE and ink <= MOST_INK


def evidence(reading: Reading, strokes: Sequence[Stroke]) -> tuple[float, float]:
    """How sure the network is of the characters that it sees, in the mean, and the spreads of ink that each has; of none 0
    and ∞."""
    seen = reading.seen
    return (float(np.mean(seen)), ink_in_spreads(strokes) / len(seen)) if seen else (0.0, math.inf)

"""What a window saw of a text while it was written, and the faults that this alone tells of.

What the ink says is not looked at. The limits below are what people's lines gave when a network of this kind read them with
their texts; ``training.evaluate --with-text`` counts the faults of people's lines, which have wrong transcriptions among them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array

# Rows during which one character is the most seen: people's have 10 (the median), and of 13,000 none had more than 30.
MOST_ROWS = 30
# Rows after the window has come to the text's end: 9 at the median, 53 in one of 100 lines.
MOST_ROWS_AT_END = 40
# Characters from the text's end to the window's last place. People's lines: 0.2 beyond it at the median; 2 % are farther before
# it than the first, 1 % farther beyond than the second. Of ink beyond that, most is a stroke too many.
MOST_BEFORE, MOST_BEYOND = 1.0, 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Attention:
    """Where in its text a pen was at each point, as it was written.

    ``place``: κ (points, components), in characters from the first. ``seen``: φ (points, characters), how much the window saw
    of each character; the last is the text's end.
    """

    place: Float32Array
    seen: Float32Array

    @property
    def rows(self) -> npt.NDArray[np.intp]:
        """(characters,): at how many points each was the most seen."""
        return np.bincount(self.seen.argmax(axis=1), minlength=self.seen.shape[1])


@dataclass(frozen=True, slots=True)
class Faults:
    """``skipped``: numbers of the characters that were never the most seen, though later ones were. ``lingered``: of those
    at which the pen was too long, as when it repeats them. ``early``: it ended before the text did. ``ran_on``: it went on
    after the text. ``unended``: it did not end. No faults are false."""

    skipped: tuple[int, ...] = ()
    lingered: tuple[int, ...] = ()
    early: bool = False
    ran_on: bool = False
    unended: bool = False

    @property
    def count(self) -> int:
        """How many there are; each character counts."""
        return len(self.skipped) + len(self.lingered) + self.early + self.ran_on + self.unended

    def __bool__(self) -> bool:
        return self.count > 0


def find_faults(attention: Attention, *, ended: bool) -> Faults:
    """The faults of a text. ``ended``: whether the pen ended by itself."""
    length = attention.seen.shape[1] - 1
    if not len(attention.seen):
        return Faults(unended=not ended, early=length > 0)
    rows, last = attention.rows, attention.place[-1]
    reached = np.flatnonzero(rows).max()
    return Faults(
        skipped=tuple(np.flatnonzero(rows[:reached] == 0).tolist()),
        lingered=tuple(np.flatnonzero(rows[:length] > MOST_ROWS).tolist()),
        early=bool(last.max() < length - MOST_BEFORE),
        ran_on=bool(last.min() > length + MOST_BEYOND or rows[length] > MOST_ROWS_AT_END),
        unended=not ended,
    )

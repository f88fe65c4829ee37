"""Cuts what a pen does at the paper's edge: a stroke begins where the pen comes onto the sheet, and ends where it leaves it."""

from __future__ import annotations

import math
from dataclasses import replace

from inkapp.ink.document import Page
from inkapp.ink.pen import PenSample, Phase

OFF_SHEET_MM = 2.0  # beside the sheet where ink is still a stroke's: a hand that wavers there does not tear it


class PaperEdge:
    """Between the samples of one touch of the pen and the recorder. A touch that leaves the sheet and comes back is two
    strokes.

    ``is_on_sheet``: where the last sample was.
    """

    def __init__(self) -> None:
        self._last: PenSample | None = None  # of the touch under way
        self.is_on_sheet = False

    def cut(self, sample: PenSample, page: Page) -> list[PenSample]:
        """The next sample's part on the sheet: itself, or none, with a press or a release where the pen crossed the edge."""
        if not (math.isfinite(sample.x) and math.isfinite(sample.y)):
            return [sample] if self.is_on_sheet else []  # the recorder's to mend
        before = None if sample.phase is Phase.DOWN else self._last
        self._last = None if sample.phase is Phase.UP else sample
        if before is None:
            self.is_on_sheet = sample.phase is Phase.DOWN and _is_on_sheet(sample, page)
            return [sample] if self.is_on_sheet else []
        was_on, self.is_on_sheet = self.is_on_sheet, _is_on_sheet(sample, page)
        if was_on and self.is_on_sheet:
            return [sample]
        found = _part_on_sheet(before, sample, page)
        if found is None:  # leaves from the very edge, or never comes near
            return [replace(before, phase=Phase.UP)] if was_on else []
        enters, leaves = found
        cut = [] if was_on else [_between(before, sample, enters, Phase.DOWN)]
        return [*cut, sample if self.is_on_sheet else _between(before, sample, leaves, Phase.UP)]


def _is_on_sheet(sample: PenSample, page: Page) -> bool:
    return (
        -OFF_SHEET_MM <= sample.x <= page.width + OFF_SHEET_MM
        and -OFF_SHEET_MM <= sample.y <= page.height + OFF_SHEET_MM
    )


def _part_on_sheet(one: PenSample, other: PenSample, page: Page) -> tuple[float, float] | None:
    """From where to where the way between two samples is on the sheet, as shares of it; None where it never is.

    Liang and Barsky, A new concept and method for line clipping, 1984.
    """
    first, last = 0.0, 1.0
    for start, step, size in ((one.x, other.x - one.x, page.width), (one.y, other.y - one.y, page.height)):
        low, high = -OFF_SHEET_MM - start, size + OFF_SHEET_MM - start
        if step == 0.0:
            if low > 0.0 or high < 0.0:
                return None
            continue
        a, b = sorted((low / step, high / step))
        first, last = max(first, a), min(last, b)
    return (first, last) if first <= last else None


def _between(one: PenSample, other: PenSample, share: float, phase: Phase) -> PenSample:
    """A sample on the way between two; its pressure is the first one's, as a release has none."""
    x, y, t = (a + share * (b - a) for a, b in ((one.x, other.x), (one.y, other.y), (one.t, other.t)))
    return PenSample(x, y, t, one.pressure, phase)

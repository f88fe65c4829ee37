"""A page's ink as lines in the order in which people read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from inkapp.ink.document import Page, Stroke
from inkapp.live.page_lines import hand_sizes, measure, whole_lines

SAME_HEIGHT = 1.5  # spreads between the heights of two pieces of one line, which a wide gap parts


def lines_in_order(page: Page, overtaken: Callable[[], bool] = bool) -> list[tuple[Stroke, ...]] | None:
    """All of a page's strokes, line by line from top to bottom, those of one height from left to right; a line's strokes in the
    order of writing. None where ``overtaken``, asked at each stroke, says that nobody waits any more."""
    if not page.strokes:
        return []
    labels = whole_lines(page.strokes, page.rule_spacing, overtaken)
    if labels is None:
        return None
    members = np.split(np.argsort(labels, kind="stable"), np.cumsum(np.bincount(labels))[:-1])
    found = [tuple(page.strokes[index] for index in own) for own in members]
    placed = sorted((*_place(line, page.rule_spacing), number) for number, line in enumerate(found))
    order: list[int] = []
    while placed:
        height, size, *_ = placed[0]
        row = {one for one in placed if one[0] - height < SAME_HEIGHT * min(size, one[1])}
        order += [number for _, _, _, number in sorted(row, key=lambda one: one[2])]
        placed = [one for one in placed if one not in row]
    return [found[number] for number in order]


def _place(line: Sequence[Stroke], rule_spacing: float) -> tuple[float, float, float]:
    """A line's mean height, the spread of its hand, and its left end."""
    table = np.array([measure(stroke) for stroke in line])
    size = float(hand_sizes(table[:, 3], table[:, 4], rule_spacing)[-1])
    weight = table[:, 3] + 0.1 * size
    return float(weight @ table[:, 2] / weight.sum()), size, float(table[:, 0].min())

"""Where on a page a text may stand that keeps off the ink there: its lines, and where each of them ends.

A line is taken where ink crosses the band that its letters may fill, from the tallest to the longest tail. A line that is free
for a stretch from its left end is shortened to it; one with too little room is skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from inkapp.ink.document import Stroke
from inkapp.live.compose.wrapping import TextArea
from inkapp.live.other_ink import BODY, CLEAR, OtherInk
from model.strokes import Frame

LEAST_ROOM = 12.0  # x-heights: about a word of six letters


def keep_off(
    area: TextArea, strokes: Sequence[Stroke], x_height: float, spread: float, *, above: float, below: float
) -> TextArea:
    """The area with those lines of its first page alone that are free of ``strokes``, as far as they are free.

    ``x_height``, ``spread`` (of the text's own lines), ``above`` and ``below`` (a baseline, what letters need): mm.
    """
    if not strokes:
        return area
    height = (above + below) / 2 / BODY
    clear = CLEAR * spread
    ink = OtherInk(strokes, Frame((0.0, 0.0), height, 0.0))
    baselines: list[float] = []
    ends: list[float] = []
    for baseline in area.first_page:
        taken = ink.stretches((baseline + (below - above) / 2) / height) * height
        ahead = taken[taken[:, 1] > area.left - clear / 2]
        end = min(float(ahead[:, 0].min()) - clear, area.right) if len(ahead) else area.right
        if end - area.left >= min(LEAST_ROOM * x_height, area.right - area.left):
            baselines.append(baseline)
            ends.append(end)
    return replace(area, first_page=tuple(baselines), first_ends=tuple(np.array(ends).tolist()))

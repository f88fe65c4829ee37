"""Lines of the data set as a page of the app, as if their writer had written them there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inkapp.ink.document import Page, Stroke
from model.strokes import measure_frame
from training.data.iam import Line

SPREAD = 1.6  # mm: of y, so that an x is some 2 mm high
PRESSURE = 0.5


def hand_page(lines: Sequence[Line]) -> Page:
    """A page with the lines on its ruled lines, all at one scale. Raises ValueError where one has no extent."""
    frames = [measure_frame([stroke[:, :2].astype(np.float64) for stroke in line.strokes()]) for line in lines]
    scale = SPREAD / float(np.median([frame.size for frame in frames]))
    page = Page()
    made = []
    for number, (line, frame) in enumerate(zip(lines, frames, strict=True)):
        left = float(line.points[:, 0].min())
        baseline = page.rule_top + number * page.rule_spacing
        for stroke in line.strokes():
            x, y, t = stroke.astype(np.float64).T
            x, y = page.margin + scale * (x - left), baseline - 0.6 * SPREAD + scale * (y - frame.origin[1])
            made.append(Stroke(x, y, np.maximum.accumulate(t - t[0]), np.full(len(t), PRESSURE)))
    width = max(page.width, page.margin + max(stroke.bounds[2] for stroke in made))
    return Page(tuple(made), width=width)

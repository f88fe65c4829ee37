"""Where a word may go that has no room where it is: a little aside, then the left edge of each free line below."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from inkapp.ink.document import Background, Page
from inkapp.live.encoder import Prime
from inkapp.live.other_ink import OtherInk
from model.arrays import Float64Array

HOLD = 16.0  # spreads before the margin, from which a word waits until it is known to fit; no word is longer
ASIDE = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)  # spreads to the right, where a word is tried that would touch ink


class Place(NamedTuple):
    """Where a word goes: its left edge, local units; its line's shift; where that line ends, shift included."""

    begin: float
    line: tuple[float, float]
    end: float


def other_places(
    here: Place, curve: Float64Array, prime: Prime, page: Page, pitch: float, other: OtherInk
) -> Iterator[Place]:
    """Places for the word drawn by ``curve`` ((n, 2), local, not shifted), the nearest first; whether it fits is not asked.

    ``pitch``: the way to the next line, page mm. Lines whose body other ink crosses are left out.
    """
    frame = prime.frame
    for aside in ASIDE:
        yield Place(here.begin, (here.line[0] + aside, here.line[1]), here.end)
    begin, end = float(curve[:, 0].min()), float(curve[:, 0].max())
    outer = frame.to_outer(np.array([(begin, 0.0)]) + here.line)[0]
    left = max(prime.left, 0.0)
    # down by whole lines, and along the line's own slope back to the left edge
    target = np.array([left, outer[1] + (left - outer[0]) * math.tan(frame.angle) + pitch])
    step = page.rule_spacing if page.background is Background.RULED else frame.size
    room = min((page.width - page.margin - left) / frame.size, HOLD)
    while target[1] + 1.5 * frame.size <= page.height - page.margin / 2:
        x, y = frame.to_local(target[None])[0].tolist()
        if other.is_free(x, x + max(end - begin, room), y):
            yield Place(begin, (x - begin, y), other.end_after(x, y))
        target[1] += step

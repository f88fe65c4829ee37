"""Pages, primes and steps made by hand, for tests of where a ghost stands.

Units are the frame's: 2 mm each. The person's line stands on the rule at 42 mm and ends at the pen, which is at 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inkapp.ink.document import Page, Stroke
from inkapp.ink.ghost import GhostStroke
from inkapp.live.encoder import Prime
from inkapp.live.ghost_layout import PageLayout
from model.strokes import Frame
from model.trace import Controls, Mixture, Step

SIZE = 2.0
Points = list[tuple[float, float]]
NONE = np.zeros(1, np.float32)
MIXTURE = Mixture(NONE, NONE, NONE, NONE, NONE, NONE, 0.0)


def prime(pen_x: float, left: float = 20.0, y: float = 42.0, angle: float = 0.0) -> Prime:
    """A straight line of ink from ``left`` to the pen, page mm."""
    x = np.linspace(left, pen_x, 10)
    stroke = Stroke(x, y + (x - pen_x) * np.tan(angle), np.linspace(0, 1, 10), np.full(10, 0.5))
    return Prime(np.zeros((1, 4), np.float32), Frame((pen_x, y), SIZE, angle), (0.0, 0.0), 0, (1,), (stroke,), 1)


def steps(*strokes: Points) -> list[Step]:
    """Steps of a network that draws these strokes, the pen being at (0, 0) before."""
    made: list[Step] = []
    x = y = 0.0
    for points in strokes:
        for number, (to_x, to_y) in enumerate(points):
            lift = number == len(points) - 1
            step = Step(len(made), to_x - x, to_y - y, lift, number == 0, 0.0, Controls(), MIXTURE, 0, NONE, NONE)
            made.append(step)
            x, y = to_x, to_y
    return made


def placed(of: Prime, *strokes: Points, limit: int = 400, there: Sequence[Stroke] = ()) -> PageLayout:
    """``there``: what stands on the page besides."""
    layout = PageLayout(of, Page().with_strokes((*there, *of.strokes)), "made", 7, limit)
    for step in steps(*strokes):
        layout.add(step)
    return layout


def ghost(of: Prime, *strokes: Points, there: Sequence[Stroke] = ()) -> tuple[GhostStroke, ...]:
    return placed(of, *strokes, there=there).ghost(True).strokes


def ink(left: float, right: float, y: float = 42.0, height: float = 1.5) -> Stroke:
    """A zigzag as a written word is one, page mm."""
    x = np.linspace(left, right, 40)
    return Stroke(x, y + height * np.where(np.arange(40) % 2, 1.0, -1.0), np.linspace(0, 1, 40), np.full(40, 0.5))


def word(at: float, width: float = 4.0) -> Points:
    """A stroke as wide as a word that begins a little to the right of its leftmost ink, as an a does."""
    return [(at + 0.8, -0.5), (at, 0.0), (at + 0.8, 0.5), *((at + n, 0.2) for n in range(1, round(width) + 1))]


WORDS = [word(2.5 + 7 * n) for n in range(8)]  # each 8 mm wide, a gap of 6 mm between


def crosses(strokes: Sequence[GhostStroke], other: Stroke) -> bool:
    left, top, right, bottom = other.bounds
    return any(bool(((s.x > left) & (s.x < right) & (s.y > top) & (s.y < bottom)).any()) for s in strokes)


def tall(at: float, above: float = 2.9, below: float = 3.0) -> Points:
    """A word with a tall letter and a tail, 4 spreads wide."""
    return [(at, 0.0), (at + 1, -above), (at + 2, 0.0), (at + 3, below), (at + 4, 0.0)]

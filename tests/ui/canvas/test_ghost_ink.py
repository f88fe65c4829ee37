"""Only what a ghost has grown by is painted again."""

from __future__ import annotations

import numpy as np

from inkapp.ink.document import Origin
from inkapp.ink.ghost import Ghost, GhostStroke
from inkapp.ui.canvas.ghost_ink import GhostInk


def stroke(left: float, begin: float) -> GhostStroke:
    n = 20
    x = np.linspace(left, left + 10, n)
    return GhostStroke(
        x,
        np.sin(x),
        np.linspace(begin, begin + 1, n),
        np.full(n, 0.5),
        np.arange(n),
        True,
        Origin("live", 1, 0.5),
    )


def test_finished_strokes_keep_their_shapes_and_are_not_told_again() -> None:
    ghost = Ghost(0, (stroke(0, 0), stroke(20, 1)), False, 1)
    ink = GhostInk()
    ink.show(ghost.visible_at(1.4), grows=True)
    first = ink.shapes()[0]
    changed = ink.show(ghost.visible_at(1.5), grows=True)
    assert ink.shapes()[0] == first
    assert changed and min(left for left, *_ in changed) > 15
    assert ink.tip is not None and abs(ink.tip[0] - 25) < 0.01
    assert ink.show(ghost.visible_at(1.5), grows=True) != []  # a cut stroke is another object each time


def test_it_goes_with_everything_it_covered() -> None:
    ghost = Ghost(0, (stroke(0, 0), stroke(20, 1)), True, 1)
    ink = GhostInk()
    assert ink.is_empty
    ink.show(ghost.visible_at(9), grows=False)
    assert ink.tip is None and not ink.is_empty
    changed = ink.show((), grows=False)
    assert ink.is_empty
    assert min(box[0] for box in changed) < 0 and max(box[2] for box in changed) > 30

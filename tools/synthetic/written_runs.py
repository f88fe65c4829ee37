"""Runs of small letters in the made-up hand, as a network that writes text gives them: each point with its letter."""

from __future__ import annotations

import numpy as np

from inkapp.live.compose.written_word import WrittenStroke, WrittenWord
from tools.synthetic.letters import LETTERS as DRAWN
from tools.synthetic.words import OVERLAP, write

LETTERS = frozenset(DRAWN)
SIZE = 10.0  # of an x-height, as it is drawn


def write_run(text: str, slant: float = 0.12, seed: int = 0) -> WrittenWord:
    """A run of the letters a–z; a point belongs to the letter that is drawn where it stands. Equal seed, equal ink."""
    strokes = write(text, 0.0, 0.0, SIZE, slant=slant, seed=seed)
    begins = [write(text[: k + 1], 0.0, 0.0, SIZE, slant=slant, seed=seed) for k in range(len(text))]
    ends = np.array([max(float((s.x + slant * s.y).max()) for s in begin) for begin in begins]) - OVERLAP * SIZE
    written = []
    for stroke in strokes:
        units = np.minimum(np.searchsorted(ends, stroke.x + slant * stroke.y), len(text) - 1)
        points = stroke.points / SIZE
        written.append(WrittenStroke(points, units, stroke.t, stroke.pressure))
    return WrittenWord(tuple(written), max(float(stroke.points[:, 0].max()) for stroke in written))

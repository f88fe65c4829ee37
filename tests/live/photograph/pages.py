"""Pages of words in the project's own letters, and their photographs."""

from __future__ import annotations

import numpy as np

from lab.photographs.paper import Sheet, photograph
from model.arrays import Float32Array, Float64Array
from tools.synthetic.words import write

TEXTS = ("the quick brown fox jumps", "it is a little light", "minimum and time", "and so it went")
PLAIN = Sheet(spread=1.3, dpi=200, pen=0.4, shade=0.0, noise=0.01)


def lines(texts: tuple[str, ...] = TEXTS, seed: int = 0, pitch: float = 9.0) -> list[list[Float64Array]]:
    """Each text's strokes (n, 2), mm, one line below the other."""
    made = []
    for number, text in enumerate(texts):
        right, line = 20.0, []
        for k, word in enumerate(text.split()):
            strokes = write(word, right, 30.0 + pitch * number, 2.4, seed=100 * seed + 10 * number + k)
            line += [stroke.points[:, :2] for stroke in strokes]
            right = max(stroke.bounds[2] for stroke in strokes) + 3.5
        made.append(line)
    return made


def page(
    sheet: Sheet = PLAIN, seed: int = 0, texts: tuple[str, ...] = TEXTS
) -> tuple[Float32Array, list[Float64Array]]:
    """A photograph of them, and each line's points in its pixels."""
    return photograph(lines(texts, seed), sheet, np.random.default_rng(seed))

"""Pages of words in the project's own letters, and their photographs."""

from __future__ import annotations

import numpy as np

from lab.photographs.paper import Sheet, photograph
from model.arrays import Float32Array, Float64Array
from tools.synthetic.words import write_words

TEXTS = ("the quick brown fox jumps", "it is a little light", "minimum and time", "and so it went")
PLAIN = Sheet(spread=1.3, dpi=200, pen=0.4, shade=0.0, noise=0.01)


def lines(texts: tuple[str, ...] = TEXTS, seed: int = 0, pitch: float = 9.0) -> list[list[Float64Array]]:
    """Each text's strokes (n, 2), mm, one line below the other."""
    return [
        [
            stroke.points
            for stroke in write_words(text.split(), 20.0, 30.0 + pitch * k, 2.4, 3.5, seed=100 * seed + 10 * k)
        ]
        for k, text in enumerate(texts)
    ]


def page(
    sheet: Sheet = PLAIN, seed: int = 0, texts: tuple[str, ...] = TEXTS
) -> tuple[Float32Array, list[Float64Array]]:
    """A photograph of them, and each line's points in its pixels."""
    return photograph(lines(texts, seed), sheet, np.random.default_rng(seed))

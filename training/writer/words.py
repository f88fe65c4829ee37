"""Which strokes of a line are which word of its text, where its gaps leave no doubt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.arrays import Float64Array

LEAST_GAP = 0.45  # spreads of y between two words
CLEARER = 1.25  # times the widest gap within a word, that the narrowest between words must be
ODD_WIDTH = 2.0  # times the line's width a character, beyond which a word is not believed


def words_of(strokes: Sequence[Float64Array], text: str) -> list[list[int]] | None:
    """The indices of each word's strokes, in the order of writing; None where the line cannot be parted for certain.

    ``strokes``: of a line that is level, each (n, 2) in spreads of y. As many gaps as the text has spaces must be clearly wider
    than all others, and each word about as wide as its characters ask. A dot or a bar is its word's, whenever it was added.
    """
    words = text.split(" ")
    reach = np.array([(points[:, 0].min(), points[:, 0].max()) for points in strokes])
    order = np.argsort(reach[:, 0], kind="stable")
    right = np.maximum.accumulate(reach[order, 1])
    gaps = reach[order[1:], 0] - right[:-1]
    count = len(words) - 1
    if count > len(gaps):
        return None
    widest = np.sort(gaps)[::-1]
    if count and widest[count - 1] < max(LEAST_GAP, CLEARER * (widest[count] if count < len(gaps) else 0.0)):
        return None
    cuts = np.sort(np.argsort(-gaps, kind="stable")[:count]) + 1
    parts = np.split(order, cuts)
    widths = np.array(
        [right[end - 1] - reach[part, 0].min() for part, end in zip(parts, [*cuts, len(order)], strict=True)]
    )
    # half a character more: the marks and the i of a word are narrow, and its ink ends where the next would begin
    ratio = (widths + 0.5) / (np.array([len(word) for word in words]) + 0.5)
    ratio /= np.median(ratio)
    if ((ratio > ODD_WIDTH) | (ratio < 1 / ODD_WIDTH)).any():
        return None
    return [sorted(part.tolist()) for part in parts]

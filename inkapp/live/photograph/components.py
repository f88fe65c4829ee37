"""Connected pieces of ink in a picture: pixels that touch, also at their corners."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False, slots=True)
class Pieces:
    """Runs of pixels in rows, (runs,) each: ``row``, ``start``, ``end`` (behind the last), and ``piece``, 0 … ``count`` − 1."""

    row: IntArray
    start: IntArray
    end: IntArray
    piece: IntArray
    count: int

    def sum(self, values: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Of a value for each run, by pieces."""
        weights = np.broadcast_to(np.asarray(values, dtype=np.float64), self.piece.shape)
        return np.asarray(np.bincount(self.piece, weights, self.count), dtype=np.float64)

    def bounds(self) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        """Of each piece left, top, right and bottom, the last two behind its pixels."""
        left, top = np.full((2, self.count), np.iinfo(np.intp).max)
        right, bottom = np.zeros((2, self.count), dtype=np.intp)
        np.minimum.at(left, self.piece, self.start)
        np.minimum.at(top, self.piece, self.row)
        np.maximum.at(right, self.piece, self.end)
        np.maximum.at(bottom, self.piece, self.row + 1)
        return left, top, right, bottom


def pieces_of(ink: BoolArray) -> Pieces:
    """The pieces of a picture (height, width)."""
    edges = np.diff(np.pad(ink, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, start = np.nonzero(edges == 1)
    end = np.nonzero(edges == -1)[1]
    wide = ink.shape[1] + 2
    first, last = row * wide + start, row * wide + end  # a run's pixels are [first, last)
    # those of the row below that touch it: begun at its end or before, and ended behind its start or at it
    low = np.searchsorted(last, first + wide, side="left")
    high = np.searchsorted(first, last + wide, side="right")
    many = np.maximum(high - low, 0)
    one = np.repeat(np.arange(len(row)), many)
    other = np.arange(len(one)) - np.repeat(np.cumsum(many) - many, many) + np.repeat(low, many)
    label = _joined(len(row), one, other)
    names, piece = np.unique(label, return_inverse=True)
    return Pieces(row, start, end, piece, len(names))


def _joined(count: int, one: IntArray, other: IntArray) -> IntArray:
    """The same label for all that are joined by pairs: the lowest number among them."""
    label = np.arange(count)
    while True:
        low = np.minimum(label[one], label[other])
        before = label.copy()
        np.minimum.at(label, label[one], low)  # the roots hear it, and through them all that hang on them
        np.minimum.at(label, label[other], low)
        while not np.array_equal(label, label[label]):
            label = label[label]
        if np.array_equal(before, label):
            return label

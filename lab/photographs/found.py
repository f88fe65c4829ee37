"""Which lines of a photograph were found: those that are found whole, by themselves, and nothing else with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from inkapp.live.photograph.line_picture import LinePicture
from model.arrays import Float64Array

OWN = 0.95  # of a found line's ink at least is one line's, and of that line's ink it has as much

NEAR = 0.7  # spreads of y: so near to a found line's thin ink is ink that was found, a broad pen's edges, too


@dataclass(frozen=True, eq=False, slots=True)
class Found:
    """``exact``: whether each true line was found exactly; ``of``: which found lines are mostly its ink, from left to right."""

    exact: list[bool]
    of: list[list[LinePicture]]


def compare(truth: Sequence[Float64Array], found: Sequence[LinePicture]) -> Found:
    """``truth``: each line's points (n, 2), dense along its strokes, in the photograph's pixels."""
    whose = np.repeat(np.arange(len(truth)), [len(points) for points in truth])
    near = cKDTree(np.concatenate(truth))
    of: list[list[LinePicture]] = [[] for _ in truth]
    pure: list[list[bool]] = [[] for _ in truth]
    for line in found:
        owners = np.bincount(whose[near.query(line.points)[1]], minlength=len(truth))
        of[int(owners.argmax())].append(line)
        pure[int(owners.argmax())].append(owners.max() >= OWN * owners.sum())
    exact = [
        len(lines) == 1 and clean[0] and _covered(points, lines[0]) >= OWN
        for points, lines, clean in zip(truth, of, pure, strict=True)
    ]
    return Found(exact, [sorted(lines, key=lambda line: line.bounds[0]) for lines in of])


def _covered(points: Float64Array, line: LinePicture) -> float:
    """The share of a true line's points that have ink of the found line near them."""
    course = np.polynomial.Polynomial.fit(points[:, 0], points[:, 1], 1)
    spread = float((points[:, 1] - course(points[:, 0])).std())
    return float((cKDTree(line.points).query(points)[0] < NEAR * spread).mean())

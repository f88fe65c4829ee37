"""Lines without the staircase of whole pixels, and with their corners.

A device's point is the truth give or take a known error, half a pixel along each axis; of all lines that agree with every
point, the one that bends least is the best guess. Nothing here depends on how often a device reported.
"""

from __future__ import annotations

import numpy as np

from inkapp.ink.document import Float64Array

REACH = 4  # points by which ``soften`` looks ahead: those nearer to the end may still move
GRID_SMALLEST_MM = 0.02  # finer grids than this are not seen on screen
GRID_LARGEST_MM = 0.6  # coarser ones are no pixels, but steps that happen to be alike
GRID_SLACK_MM = 1e-4  # rounding on the way from pixels to mm
GRID_POINTS = 6  # fewer points than this do not show a grid for certain
CHUNK, OVERLAP = 160, 40  # points solved at once; an n × n inverse grows as n³
ROUNDS = 25
# Pull of a point to where it was, against bending. Chosen on 120 strokes of IAM-OnDB drawn as whole pixels, 6 and 12 to
# a spread of y, with an event at every pixel, at 125 and at 60 Hz: the error of 0.30–0.37 pixels (root mean square)
# falls to 0.19–0.26. Of 0.004 to 0.5: the least leaves 0.32–0.33 at 60 Hz, worse than no smoothing; the most is nearer to
# the true positions (0.23–0.26 at 60 Hz) but turns a quarter more where events are dense.
TRUST = 0.2
STIFFNESS = 0.05  # ADMM's penalty; changes how fast the rounds converge, not what to


def soften(x: Float64Array, y: Float64Array, reach: float) -> tuple[Float64Array, Float64Array]:
    """A cheap smoothing for a line that is still growing: (n,), (n,) → the same.

    Each point goes to the weighted mean of itself and its neighbours, at most ``reach`` mm (or half a grid cell)
    along each axis. First and last point stay; all but the last ``REACH`` are final.
    """
    if len(x) < 3:
        return x, y
    # the grid is looked for at the line's beginning alone, so that what is shown does not change later
    bound = _bound(x[: GRID_POINTS * 4], y[: GRID_POINTS * 4], reach)
    points = np.stack((x, y), axis=1)
    moved = points.copy()
    for _ in range(REACH):
        moved[1:-1] = (moved[:-2] + 2 * moved[1:-1] + moved[2:]) / 4
    moved = np.clip(moved, points - bound, points + bound)
    moved[-1] = points[-1]
    return moved[:, 0], moved[:, 1]


def straighten(x: Float64Array, y: Float64Array, reach: float) -> tuple[Float64Array, Float64Array]:
    """The line of least bending that passes within ``reach`` mm (or half a grid cell) of every point along each axis.

    (n,), (n,) mm → the same. Bending is ∫ |p″(s)|² ds over the arc length s, so the number of points does not count.
    First and last point stay where they are. A corner stays a corner: cutting it would leave the bounds.
    """
    points = np.stack((x, y), axis=1).astype(np.float64)
    moved_on = np.concatenate(([True], (np.diff(points, axis=0) != 0).any(axis=1)))
    path = points[moved_on]
    if len(path) < 3:
        return x, y
    bound = _bound(x, y, reach)
    solved = path.copy()
    weight = np.zeros(len(path))
    for begin in range(0, max(len(path) - OVERLAP, 1), CHUNK - OVERLAP):
        piece = slice(begin, min(begin + CHUNK, len(path)))
        found = _least_bending(path[piece], bound)
        fade = _fade(len(found), begin > 0, piece.stop < len(path))
        total = weight[piece] + fade
        solved[piece] = (solved[piece] * weight[piece, None] + found * fade[:, None]) / total[:, None]
        weight[piece] = total
    solved[0], solved[-1] = path[0], path[-1]
    spread = solved[np.cumsum(moved_on) - 1]
    return spread[:, 0], spread[:, 1]


def grid_of(x: Float64Array, y: Float64Array) -> float:
    """The cell in mm of the grid on which all points stand, or 0.0 where none shows.

    The greatest common divisor of all steps along both axes, by Euclid's way with a tolerance.
    """
    if len(x) < GRID_POINTS:
        return 0.0
    steps = np.unique(np.round(np.abs(np.concatenate((np.diff(x), np.diff(y)))), 9))
    cell = 0.0
    for step in steps[steps > GRID_SLACK_MM].tolist():
        larger, smaller = max(cell, step), min(cell, step)
        while smaller > GRID_SLACK_MM:
            rest = larger % smaller
            # a rest just short of the divisor is a rounded zero
            larger, smaller = smaller, min(rest, smaller - rest)
        cell = larger
        if cell < GRID_SMALLEST_MM:
            return 0.0
    return cell if cell <= GRID_LARGEST_MM else 0.0


def _bound(x: Float64Array, y: Float64Array, reach: float) -> float:
    cell = grid_of(x, y)
    return cell / 2 if cell > 0 else reach


def _fade(n: int, begins_inside: bool, ends_inside: bool) -> Float64Array:
    """Weights of a chunk's points, (n,) in (0, 1]: from little to full over the overlap with a neighbour."""
    weight = np.ones(n)
    ramp = np.arange(1, OVERLAP + 1) / (OVERLAP + 1)
    if begins_inside:
        weight[:OVERLAP] = ramp[:n]
    if ends_inside:
        weight[-OVERLAP:] = np.minimum(weight[-OVERLAP:], ramp[::-1][-n:])
    return weight


def _least_bending(path: Float64Array, bound: float) -> Float64Array:
    """(n, 2) → (n, 2): least ∫ |p″|² within ``bound``, by the alternating direction method (Boyd et al. 2011, §5).

    The bound is of the infinity norm, so both axes are solved by one matrix and clipped apart.
    """
    n = len(path)
    if n < 3:
        return path
    # lengths in units of the bound make one set of constants fit every grid; a floor keeps crowded points solvable
    d = np.maximum(np.hypot(*np.diff(path, axis=0).T) / (2 * bound), 0.5)
    bend = np.zeros((n - 2, n))
    rows = np.arange(n - 2)
    scale = 1 / np.sqrt((d[:-1] + d[1:]) / 2)
    bend[rows, rows] = scale / d[:-1]
    bend[rows, rows + 1] = -scale * (1 / d[:-1] + 1 / d[1:])
    bend[rows, rows + 2] = scale / d[1:]
    solve = np.linalg.inv(bend.T @ bend + (TRUST + STIFFNESS) * np.eye(n))
    inside, dual = path.copy(), np.zeros_like(path)
    low, high = path - bound, path + bound
    for pinned in (0, n - 1):
        low[pinned] = high[pinned] = path[pinned]
    for _ in range(ROUNDS):
        free = solve @ (TRUST * path + STIFFNESS * (inside - dual))
        inside = np.clip(free + dual, low, high)
        dual += free - inside
    return np.clip(free, low, high)

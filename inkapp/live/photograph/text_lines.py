"""Which ink of a picture stands on one line of writing, when its lines are about level.

Peaks of the ink's profile begin the lines; each then gets its own height and slope from the pieces of ink nearest to it. Marks
above and below letters go with the letters that they are nearest to.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from inkapp.live.photograph.components import Pieces
from model.arrays import Float64Array

OWN_SHARE = 0.84  # of a line's spread of y, what its pieces have about their own mean heights (as in live.page_lines)
PROFILE = 0.8  # spreads: the deviation of the Gaussian that smooths the profile
VALLEY = 0.8  # of the lower of two peaks: a higher valley between them parts no lines
NEAREST = 2.4  # spreads between the heights of two lines, at least
LIGHT = 0.2  # of the ink of a peak near it: a lighter one is of its marks
BESIDE = 4.0  # spreads: so near it is
MARK = 1.4  # spreads: what is lower and narrower is a dot, a comma, or an accent
TALL = 6.5  # spreads: a taller piece is of several lines that touch, and is parted by its rows
FRAME = 14.0  # spreads: a piece that is so much taller than wide is none of the writing
LEAST = 4.0  # spreads of path: a line with less ink is dirt
SLOPE_PRIOR = 0.02  # a line's slope beside the picture's: its deviation, before its ink is seen
ROUNDS = 4

IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False, slots=True)
class TextLine:
    """``runs``: which runs of the pieces are its ink. ``height``: its mean row at x = 0, ``slope``: rows a column beside the
    picture's own; ``spread``: of y, in pixels."""

    runs: IntArray
    height: float
    slope: float
    spread: float


def lines_of_pieces(pieces: Pieces, height: int, width: int) -> list[TextLine]:
    """The lines of a picture of that size, from top to bottom."""
    measured = _Measured(pieces)
    if not measured.area.size or not measured.spread > 0:
        return []
    kept = measured.kept(height, width)
    mark = (measured.tall < MARK * measured.spread) & (measured.broad < MARK * measured.spread)
    body = kept & ~mark if (kept & ~mark).any() else kept
    run_body = body[pieces.piece]
    if not run_body.any():
        return []
    peaks = _peaks(pieces, run_body, measured.spread, height)
    owner, fits = _fitted(measured, body, peaks)
    of_run = owner[pieces.piece]
    touching = (body & (measured.tall > TALL * measured.spread))[pieces.piece]
    of_run[touching] = _nearest(
        (pieces.start[touching] + pieces.end[touching]) / 2, pieces.row[touching].astype(np.float64), fits
    )
    _give_marks(measured, kept & ~body, body, of_run, pieces, fits)
    return _made(pieces, of_run, fits, measured)


class _Measured:
    """Of each piece area, middle and extent; ``spread``: of a line's y, ``thick``: of a pen's line, both in pixels."""

    def __init__(self, pieces: Pieces) -> None:
        length = (pieces.end - pieces.start).astype(np.float64)
        self.area = pieces.sum(length)
        area = np.maximum(self.area, 1)
        self.x = pieces.sum(length * (pieces.start + pieces.end - 1) / 2) / area
        self.y = pieces.sum(length * pieces.row) / area
        square = pieces.sum(length * (pieces.row - self.y[pieces.piece]) ** 2) / area
        self.left, self.top, self.right, self.bottom = pieces.bounds()
        self.tall, self.broad = self.bottom - self.top, self.right - self.left
        self.thick = _median(length, length) if len(length) else 0.0
        # a dot has the height of a pen's line, and nothing to tell of the size of letters
        told = (self.tall > 2 * self.thick) & (self.broad < 40 * np.maximum(self.tall, 1))
        self.spread = _median(np.sqrt(square[told]), self.area[told]) / OWN_SHARE if told.any() else 0.0

    def kept(self, height: int, width: int) -> npt.NDArray[np.bool_]:
        """All but dirt, and what stands at the picture's edges or along them and is no writing."""
        dirt = self.area < 0.3 * self.thick**2
        upright = (self.tall > FRAME * self.spread) & (self.broad < 0.25 * self.tall)
        level = (self.broad > FRAME * self.spread) & (self.area > 0.7 * self.tall * self.broad)
        edge = (self.left <= 0) | (self.right >= width) | (self.top <= 0) | (self.bottom >= height)
        around = (self.tall > 0.6 * height) & (self.tall > FRAME * self.spread)
        return ~(dirt | upright | level | (edge & (self.tall > FRAME * self.spread)) | around)


def _median(values: Float64Array, weights: Float64Array) -> float:
    """The median, weighted."""
    order = np.argsort(values)
    sums = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(sums, sums[-1] / 2)])


def _peaks(pieces: Pieces, body: npt.NDArray[np.bool_], spread: float, height: int) -> Float64Array:
    """The rows at which lines may stand."""
    profile = np.bincount(pieces.row[body], (pieces.end - pieces.start)[body].astype(np.float64), height)
    sigma = PROFILE * spread
    reach = int(np.ceil(4 * sigma))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    smooth = np.convolve(np.pad(profile, reach), weights / weights.sum(), mode="valid")
    before, after = np.concatenate(([-1.0], smooth[:-1])), np.concatenate((smooth[1:], [-1.0]))
    rows = list(np.flatnonzero((smooth > before) & (smooth >= after) & (smooth > 1e-3)))
    while len(rows) > 1:
        worst, gone = 0.0, -1
        for k, (one, other) in enumerate(pairwise(rows)):
            lower = k if smooth[one] < smooth[other] else k + 1
            low, high = sorted((smooth[one], smooth[other]))
            doubt = max(
                smooth[one:other].min() / low / VALLEY,
                NEAREST * spread / (other - one),
                min(LIGHT * high / low, BESIDE * spread / (other - one)),
            )
            if doubt > max(worst, 1.0):
                worst, gone = doubt, lower
        if gone < 0:
            break
        del rows[gone]
    return np.array(rows, dtype=np.float64)


def _fitted(measured: _Measured, body: npt.NDArray[np.bool_], peaks: Float64Array) -> tuple[IntArray, Float64Array]:
    """To which line each piece belongs, −1 where it is no ``body``; and the lines' (height, slope)."""
    fits = np.stack((peaks, np.zeros(len(peaks))), axis=1)
    owner = np.full(len(body), -1)
    single = body & (measured.tall <= TALL * measured.spread)
    for _ in range(ROUNDS):
        owner[body] = _nearest(measured.x[body], measured.y[body], fits)
        for line in range(len(fits)):
            of = single & (owner == line)
            if of.any():
                fits[line] = _course(measured.x[of], measured.y[of], measured.area[of], measured)
    return owner, fits


def _course(x: Float64Array, y: Float64Array, area: Float64Array, measured: _Measured) -> tuple[float, float]:
    """Height at x = 0 and slope by least squares, the slope drawn to 0 as far as few letters leave it uncertain."""
    letters = area / (4 * measured.spread * measured.thick)  # of so much path, which stray each by itself
    middle = float(letters @ x / letters.sum())
    mean = float(letters @ y / letters.sum())
    slope = float((letters * (x - middle)) @ (y - mean)) / (
        float(letters @ (x - middle) ** 2) + (0.5 * measured.spread / SLOPE_PRIOR) ** 2
    )
    return mean - slope * middle, slope


def _nearest(x: Float64Array, y: Float64Array, fits: Float64Array) -> IntArray:
    best = np.full(len(x), np.inf)
    owner = np.zeros(len(x), dtype=np.intp)
    for line, (height, slope) in enumerate(fits):
        off = np.abs(y - height - slope * x)
        nearer = off < best
        best[nearer], owner[nearer] = off[nearer], line
    return owner


def _give_marks(
    measured: _Measured,
    marks: npt.NDArray[np.bool_],
    body: npt.NDArray[np.bool_],
    of_run: IntArray,
    pieces: Pieces,
    fits: Float64Array,
) -> None:
    """Gives the marks' runs the line of the nearest body, of what is nearest to them the one that stands below a little sooner:
    dots stand above letters more often than below them. What is far from all is left out."""
    bodies = np.flatnonzero(body & (measured.tall <= TALL * measured.spread))
    if not len(bodies):
        return
    line_of = np.full(measured.area.shape, -1)
    line_of[pieces.piece] = of_run
    given = np.full(measured.area.shape, -1)
    for mark in np.flatnonzero(marks):
        across = np.maximum(
            np.maximum(measured.left[bodies] - measured.right[mark], measured.left[mark] - measured.right[bodies]), 0
        )
        above = measured.top[bodies] - measured.bottom[mark]  # rows of paper between it and a body below it
        below = measured.top[mark] - measured.bottom[bodies]
        down = np.maximum(np.maximum(above, 1.3 * below), 0)
        off = np.hypot(across, down)
        near = bodies[int(off.argmin())]
        line = line_of[near]
        height = fits[line, 0] + fits[line, 1] * measured.x[mark]
        if off.min() < 3 * measured.spread and abs(measured.y[mark] - height) < 5 * measured.spread:
            given[mark] = line
    of_mark = marks[pieces.piece]
    of_run[of_mark] = given[pieces.piece[of_mark]]


def _made(pieces: Pieces, of_run: IntArray, fits: Float64Array, measured: _Measured) -> list[TextLine]:
    made: list[TextLine] = []
    for line, (height, slope) in sorted(enumerate(fits), key=lambda fit: float(fit[1][0])):
        runs = np.flatnonzero(of_run == line)
        length = (pieces.end - pieces.start)[runs].astype(np.float64)
        if float(length.sum()) < LEAST * measured.spread * measured.thick:
            continue
        off = pieces.row[runs] - height - slope * (pieces.start[runs] + pieces.end[runs]) / 2
        spread = float(np.sqrt(length @ off**2 / length.sum()))
        if spread > 0:
            made.append(TextLine(runs, float(height), float(slope), spread))
    return made

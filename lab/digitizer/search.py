"""How the digitizer's lattice is found in whole-number points, and what else of the digitizer shows once it is undone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from model.arrays import Float64Array
from training.lattice.lattice import FACTORS, Lattice, information

Int64Array = npt.NDArray[np.int64]

COARSE = 1e-4  # cycles a unit: a line of frequency in ink some thousand units long is about so wide
LOWEST = 0.05  # cycles a unit: below are the letters and lines of the writing itself
FINE = 1e-6
WINDOW = 64  # digitizer's units: over so little a ring is all but straight
PADDED = 256
FEWEST = 600  # points that a window needs, to be asked
RINGS = (0.1, 0.48)  # cycles a unit: where a window's strongest wave is looked for
TURN = 2 * np.pi


def coherence(values: Int64Array, frequencies: Float64Array) -> npt.NDArray[np.complex128]:
    """Mean of exp(2πi·frequency·value) over whole ``values``: 1 for a comb of that frequency, about n^−½ for none."""
    unique, counts = np.unique(values, return_counts=True)
    found = np.empty(len(frequencies), dtype=np.complex128)
    for part in np.array_split(np.arange(len(frequencies)), max(1, len(frequencies) * len(unique) // 4_000_000)):
        found[part] = np.exp(1j * TURN * np.outer(frequencies[part], unique)) @ counts / counts.sum()
    return found


def _both(points: Int64Array, frequencies: Float64Array) -> Float64Array:
    """Size of the coherence at each frequency, root mean square of both axes."""
    x, y = (np.abs(coherence(points[:, axis], frequencies)) for axis in (0, 1))
    return np.asarray(np.sqrt((x**2 + y**2) / 2))


def impossible(points: Int64Array, factor: float) -> float:
    """The share of ``points`` (n, 2) where a digitizer of that factor writes none."""
    return float((Lattice(factor).counts(points[:, 0], points[:, 1]) == 0).mean())


@dataclass(frozen=True, slots=True)
class Found:
    """``factor``: of the lattice. ``coherence``: of coordinates with it, mean of both axes. ``impossible``: the share of
    points that it forbids, and ``chance``: the share that a lattice forbids of points that know nothing of it."""

    factor: float
    coherence: float
    impossible: float
    chance: float


def find(points: Int64Array) -> Found:
    """The lattice of ``points`` (n, 2), whole numbers: the strongest wave in both coordinates, and of the factors that would
    make it the one that forbids least. There is always one; whether it is real, ``impossible`` and ``chance`` tell.
    """
    coarse = np.arange(LOWEST, 0.5, COARSE)
    peak = float(coarse[int(np.argmax(_both(points, coarse)))])
    near = peak + np.arange(-2 * COARSE, 2 * COARSE, FINE)
    near_peak = _both(points, near)
    peak = float(near[int(np.argmax(near_peak))])
    # whole values do not tell a wave from one that turns a whole turn more a unit, or the other way
    waves = [k + sign * peak for k in range(3) for sign in (1, -1)]
    factors = [1 / wave for wave in waves if wave > 0 and FACTORS[0] <= 1 / wave <= FACTORS[1]]
    least = min(factors, key=lambda factor: impossible(points, factor))
    # of the factors that the wave leaves open, the one of fewest digits is what a person wrote
    rounded = [round(least, digits) for digits in range(1, 8)]
    best = min((*rounded, least), key=lambda factor: (round(impossible(points, factor), 4), len(repr(factor))))
    spread = np.random.default_rng(0).integers(0, 4000, (20_000, 2))
    return Found(best, float(near_peak.max()), impossible(points, best), impossible(spread, best))


def recorded(points: Int64Array, factor: float) -> Int64Array:
    """The digitizer's own (u, v) of those ``points`` (n, 2) that stand for one only: (m, 2)."""
    lattice = Lattice(factor)
    first, last = lattice.steps(points[lattice.counts(points[:, 0], points[:, 1]) == 1])
    more = last > first
    odd = (first.sum(axis=1) % 2).astype(bool)
    p = first[:, 0] + (odd & more[:, 0])
    q = first[:, 1] + (odd & more[:, 1] & ~more[:, 0])
    return np.stack(((p + q) // 2, (p - q) // 2), axis=1)


@dataclass(frozen=True, eq=False, slots=True)
class Rings:
    """The strongest wave in each window of the digitizer's plane. ``places`` (n, 2): the windows' middles, digitizer's units.

    ``waves`` (n, 2): cycles a unit. ``coherence`` (n,). ``receiver``: where lines along all waves come nearest to each
    other, and ``miss``: by how much half of them pass it. ``worth``: nats per point of knowing where in the wave a point is.
    """

    places: Float64Array
    waves: Float64Array
    coherence: Float64Array
    receiver: tuple[float, float]
    miss: float
    worth: float

    @property
    def pitch(self) -> float:
        """Median distance between rings, digitizer's units."""
        return float(np.median(1 / np.hypot(*self.waves.T)))


def rings(own: Int64Array) -> Rings | None:
    """Of the digitizer's own points (n, 2); None where no window has points enough."""
    cell = own // WINDOW
    order = np.lexsort(cell.T)
    own, cell = own[order], cell[order]
    bounds = np.flatnonzero(np.r_[True, (np.diff(cell, axis=0) != 0).any(axis=1), True])
    found = [
        (*_strongest(own[a:b] % WINDOW), *(cell[a] * WINDOW + WINDOW / 2))
        for a, b in pairwise(bounds.tolist())
        if b - a >= FEWEST
    ]
    if not found:
        return None
    table = np.array(found)
    waves, coherences, worth, places = table[:, :2], table[:, 2], table[:, 3], table[:, 4:]
    along = waves / np.hypot(*waves.T)[:, None]
    across = np.eye(2) - along[:, :, None] * along[:, None]
    # the point whose distances from all lines along the waves have the least sum of squares
    receiver = np.linalg.lstsq(across.sum(axis=0), (across @ places[:, :, None]).sum(axis=0)[:, 0], rcond=None)[0]
    away = places - receiver
    miss = np.median(np.abs(along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]))
    return Rings(places, waves, coherences, (float(receiver[0]), float(receiver[1])), float(miss), float(worth.mean()))


def _strongest(inside: Int64Array) -> tuple[float, float, float, float]:
    """A window's strongest wave: frequency along u and v, coherence, and what its phase is worth, nats per point."""
    seen = np.zeros((WINDOW, WINDOW))
    np.add.at(seen, (inside[:, 0], inside[:, 1]), 1)
    power = np.abs(np.fft.rfft2(seen - seen.mean(), (PADDED, PADDED)))
    u, v = np.fft.fftfreq(PADDED)[:, None], np.fft.rfftfreq(PADDED)[None]
    size = np.hypot(u, v)
    power[(size < RINGS[0]) | (size > RINGS[1])] = 0
    at, across = divmod(int(power.argmax()), power.shape[1])
    wave = (float(u[at, 0]), float(v[0, across]))
    turns = inside @ np.array(wave)
    worth = information(np.histogram(turns % 1.0, bins=16, range=(0, 1))[0])
    return *wave, float(np.abs(np.exp(1j * TURN * turns).mean())), worth

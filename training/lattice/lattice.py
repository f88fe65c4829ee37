"""The lattice in a digitizer's whole numbers: which points can occur at all, which stand for two of its own.

The digitizer's own grid stood at 45° to the page. Its point (u, v) was written as (⌊f·p⌋, ⌊f·q⌋) with p = u + v, q = u − v,
f = 0.707 for cos 45°. So p and q are both even or both odd, and of the page's whole-number points a sixth never occur, and
a sixth stand for two points of the digitizer. docs/lab/digitizer.md shows it in IAM-OnDB.

Along an axis all hangs on a phase. The even p = 2j with x ≤ f·2j < x + 1 exists if a whole j lies in [x/2f, x/2f + 1/2f):
with turns(x) = x/2f + 1/4f, if turns(x) is within 1/4f of a whole number; an odd p, if turns(x) + 1/2 is. At whole x,
turns that advance by 1/2f a unit do not differ from ones that advance by 1/2f less the nearest whole number. These slow
turns make the lattice a smooth pattern over all the plane, whose integral against a Gaussian has a closed form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from model.arrays import Float64Array

FACTORS = (0.5, 2.0)  # below, a whole number could stand for two even p, and counts would be others
BLUR = 0.003  # of the pattern's mean: what even a point that cannot occur is granted, for faults of the data
HARMONICS = 3  # of the Fourier series on each axis, both signs
VANISHED = 1e-4  # of its size at no deviation: what a harmonic beyond these may have left when it is neglected


def information(counts: npt.NDArray[Any]) -> float:
    """What knowing the level of its part is worth to a point, nats, where so many of equal parts hold ``counts`` of all."""
    level = counts / counts.mean()
    return float((level[level > 0] * np.log(level[level > 0])).sum() / counts.size)


@dataclass(frozen=True, slots=True)
class Lattice:
    """``factor``: f, page units to a step of p or q. ``cells``: into how many parts a turn is cut (even).

    Raises ValueError where the factor is out of ``FACTORS``, or cells are odd or fewer than 4.
    """

    factor: float
    cells: int = 64

    def __post_init__(self) -> None:
        if not FACTORS[0] <= self.factor <= FACTORS[1]:
            raise ValueError(f"a lattice's factor must be in {FACTORS[0]:g} … {FACTORS[1]:g}, not {self.factor!r}")
        if self.cells < 4 or self.cells % 2:
            raise ValueError(f"a turn is cut into an even number of cells, 4 or more, not {self.cells!r}")

    @classmethod
    def from_json(cls, config: object) -> Lattice:
        """From a weights' config. Raises ValueError for anything but a table with a factor that is a number."""
        factor = config.get("factor") if isinstance(config, Mapping) else None
        if not isinstance(factor, int | float) or isinstance(factor, bool):
            raise ValueError(f"a digitizer has a factor, a number, and not {config!r}")
        return cls(float(factor))

    @property
    def held(self) -> float:
        """1/2f: the share of turns at which there is an even p (and as many an odd)."""
        return 1.0 / (2.0 * self.factor)

    @property
    def slow(self) -> float:
        """Turns a unit, less the nearest whole number."""
        return self.held - round(self.held)

    @property
    def mean(self) -> float:
        """Mean count over all phases: points of the digitizer a square unit."""
        return 2.0 * self.held * self.held

    @property
    def narrowest(self) -> float:
        """Units: the least deviation, along any direction, at which ``HARMONICS`` are enough; infinite where none is."""
        if abs(self.slow) < 1e-9:
            return float("inf")
        return float(np.sqrt(-2.0 * np.log(VANISHED)) / (2 * np.pi * abs(self.slow) * (HARMONICS + 1)))

    def counts(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """How many of the digitizer's points are written as whole-number page points: 0, 1 or 2 where f is above 0.5."""
        even_x, odd_x = self._written(np.asarray(x))
        even_y, odd_y = self._written(np.asarray(y))
        return np.asarray(even_x * even_y + odd_x * odd_y)

    def steps(self, x: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The first and the last p that are written as whole ``x``; the last is less by one where there is none."""
        first = np.ceil(x / self.factor - 1e-9).astype(np.int64)
        return first, np.ceil((x + 1) / self.factor - 1e-9).astype(np.int64) - 1

    def _written(self, x: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """How many even, and how many odd p are written as whole x."""
        first, last = self.steps(x)
        even = last // 2 - (first - 1) // 2
        return even, last - first + 1 - even

    def whole(self, turns: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        """The share of a cell around ``turns`` that is within 1/4f of a whole number; a cell is 1/``cells`` wide."""
        off = np.abs(turns - np.round(turns))
        edge = 0.5 * self.held
        # both edges: where held is near 1 the cell may reach over the far one, too
        near = np.clip((edge - off) * self.cells + 0.5, 0.0, 1.0)
        over = np.clip((off + edge - 1.0) * self.cells + 0.5, 0.0, 1.0)
        return np.asarray(near + over, dtype=np.float32)

    def harmonics(self) -> tuple[npt.NDArray[np.int64], Float64Array]:
        """(k, 2) pairs (a, b) of one half plane, and (k,) real coefficients, of the count's Fourier series over both turns.

        count = mean + 2·Σ coefficient · cos(2π(a·turns x + b·turns y)), averaged over cells as ``whole`` is. Only pairs of
        even sum occur: even with even, odd with odd.
        """
        reach = range(-HARMONICS, HARMONICS + 1)
        pairs = np.array([(a, b) for a in range(HARMONICS + 1) for b in reach if (a + b) % 2 == 0 and (a > 0 or b > 0)])
        axis = self.held * np.sinc(pairs * self.held) * np.sinc(pairs / self.cells)
        return pairs, 2.0 * axis[:, 0] * axis[:, 1]

"""The lattice against its own definition, written out point by point."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import floor

import numpy as np
import pytest

from training.lattice.lattice import BLUR, HARMONICS, VANISHED, Lattice

REACH = 60


def written(factor: Fraction) -> Counter[tuple[int, int]]:
    """Every point (u, v) of the digitizer near the origin, as it is written."""
    many = range(-3 * REACH, 3 * REACH)
    return Counter((floor(factor * (u + v)), floor(factor * (u - v))) for u in many for v in many)


@pytest.mark.parametrize("factor", ["0.707", "0.6", "0.9", "1.3"])
def test_counts_are_how_many_points_are_written_there(factor: str) -> None:
    found = written(Fraction(factor))
    x, y = np.meshgrid(np.arange(-REACH, REACH), np.arange(-REACH, REACH), indexing="ij")
    counts = Lattice(float(Fraction(factor))).counts(x, y)
    assert [found[(int(a), int(b))] for a, b in zip(x.ravel(), y.ravel(), strict=True)] == counts.ravel().tolist()
    if factor == "0.707":
        assert counts.max() == 2
        assert (counts == 0).mean() == pytest.approx(0.17, abs=0.01) == (counts == 2).mean()
        assert counts.mean() == pytest.approx(Lattice(0.707).mean, rel=0.01)


@pytest.mark.parametrize("factor", [0.5, 0.707, 0.8931, 1.2973])
def test_slow_turns_give_the_counts_of_whole_points(factor: float) -> None:
    """``whole`` blurs a cell's width; with very narrow cells only points at an edge may differ."""
    lattice = Lattice(factor, cells=20_000)
    x = np.arange(-400, 400)
    turns = x * lattice.slow + 0.5 * lattice.held
    even, odd = lattice.whole(turns), lattice.whole(turns + 0.5)
    sharp = (np.minimum(even, 1 - even) < 1e-3) & (np.minimum(odd, 1 - odd) < 1e-3)
    counted_even, counted_odd = lattice._written(x)
    assert sharp.mean() > 0.9
    assert np.array_equal(np.round(even[sharp]), counted_even[sharp])
    assert np.array_equal(np.round(odd[sharp]), counted_odd[sharp])


@pytest.mark.parametrize("factor", [0.707, 0.8, 1.3])
def test_harmonics_are_the_fourier_series_of_the_blurred_counts(factor: float) -> None:
    lattice = Lattice(factor, cells=8)
    fine = (np.arange(512) + 0.5) / 512
    even, odd = lattice.whole(fine).astype(float), lattice.whole(fine + 0.5).astype(float)
    count = np.outer(even, even) + np.outer(odd, odd)
    assert count.mean() == pytest.approx(lattice.mean, rel=1e-4)
    pairs, coefficients = lattice.harmonics()
    assert len(pairs) == ((2 * HARMONICS + 1) ** 2 - 1) // 4
    for (a, b), coefficient in zip(pairs.tolist(), coefficients.tolist(), strict=True):
        wave = np.exp(-2j * np.pi * (a * fine[:, None] + b * fine[None]))
        assert (count * wave).mean() == pytest.approx(coefficient, abs=2e-4)
    for a, b in ((1, 0), (0, 1), (2, 1), (3, 2)):  # odd sums do not occur
        assert abs((count * np.exp(-2j * np.pi * (a * fine[:, None] + b * fine[None]))).mean()) < 1e-9


def test_a_component_that_is_wide_enough_has_lost_what_is_neglected() -> None:
    lattice = Lattice(0.707)
    sigma = lattice.narrowest
    assert sigma == pytest.approx(0.58, abs=0.01)  # page units; the pattern's period is 3.4
    left = np.exp(-0.5 * (2 * np.pi * lattice.slow * (HARMONICS + 1) * sigma) ** 2)
    assert left == pytest.approx(VANISHED)
    assert Lattice(0.5).narrowest == np.inf and 0 < BLUR < 0.01


@pytest.mark.parametrize(
    "config", [None, 3, "x", {}, {"factor": "0.7"}, {"factor": True}, {"factor": 0.1}, {"factor": 1e9}]
)
def test_what_is_no_digitizer_is_refused(config: object) -> None:
    with pytest.raises(ValueError, match="factor"):
        Lattice.from_json(config)
    assert Lattice.from_json({"factor": 0.707}) == Lattice(0.707)


@pytest.mark.parametrize("cells", [0, 2, 7])
def test_a_turn_is_cut_in_two_equal_halves(cells: int) -> None:
    with pytest.raises(ValueError, match="even number of cells"):
        Lattice(0.707, cells)

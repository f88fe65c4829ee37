"""A law is found again where it is known, says how little few figures tell, and never rises."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lab.findings.power_law import Law, between, bootstrap, fit, fit_spreads, pooled
from lab.findings.spread import Spread

X = (1e5, 3e5, 1e6, 3e6, 8e6)
KNOWN = Law(0.4, 0.8, 0.5, 1e5)


def figures(law: Law, deviation: float, seeds: int = 3) -> list[Spread]:
    noise = np.random.default_rng(3)
    return [Spread(tuple(law.at(x) + float(n) for n in noise.normal(0, deviation, seeds))) for x in X]


def test_a_known_law_is_found_again() -> None:
    found = fit(X, [KNOWN.at(x) for x in X])
    assert found.floor == pytest.approx(0.4, abs=0.01) and found.power == pytest.approx(0.5, abs=0.01)
    assert found.at(1e5) == pytest.approx(1.2, abs=1e-3) and found.at(8e7) == pytest.approx(KNOWN.at(8e7), abs=0.01)


def test_it_agrees_with_scipys_search() -> None:
    optimize = pytest.importorskip("scipy.optimize")
    y = [spread.mean for spread in figures(KNOWN, 0.01)]

    def law(x, floor, excess, power):
        return floor + excess * (x / X[0]) ** -power

    theirs, _ = optimize.curve_fit(law, X, y, p0=(0.5, 0.5, 0.4))
    ours = fit(X, y)
    assert (ours.floor, ours.excess, ours.power) == pytest.approx(tuple(theirs), abs=0.01)


def test_what_rises_is_called_level_and_two_figures_are_no_law() -> None:
    rising = fit(X, [1.0, 1.1, 1.2, 1.3, 1.4])
    assert rising.excess == 0 and rising.at(1e9) == pytest.approx(1.2)
    with pytest.raises(ValueError, match="2 figures are too few"):
        fit(X[:2], [1.0, 0.9])


def test_a_heavier_figure_pulls_the_law_to_it() -> None:
    y = [1.0, 0.9, 0.85, 0.80, 0.95]
    missed = [abs(fit(X, y, [1, 1, 1, 1, weight]).at(X[-1]) - y[-1]) for weight in (0.1, 1, 50)]
    assert missed[0] > missed[1] > missed[2]


def test_the_resamples_hold_the_truth_and_widen_with_the_noise_and_the_distance() -> None:
    widths = []
    for deviation in (0.005, 0.02):
        laws = bootstrap(X, figures(KNOWN, deviation))
        low, high = between([law.at(8e7) for law in laws])
        near = between([law.at(1e6) for law in laws])
        assert low < KNOWN.at(8e7) < high and near[1] - near[0] < high - low
        widths.append(high - low)
    assert widths[0] < widths[1]
    assert bootstrap(X, figures(KNOWN, 0.02))[:3] == laws[:3]


def test_a_figure_of_one_seed_takes_the_others_spread() -> None:
    some = [*figures(KNOWN, 0.02)[:4], Spread((0.5,))]
    assert pooled(some) == pytest.approx(math.sqrt(sum(s.deviation**2 for s in some[:4]) / 4))
    assert fit_spreads(X, some).at(X[-1]) != KNOWN.at(X[-1])
    ends = [law.at(X[-1]) for law in bootstrap(X, some)]
    assert np.std(ends) > 0
    with pytest.raises(ValueError, match="no figure has two seeds"):
        bootstrap(X, [Spread((1.0,))] * 5)

"""Slopes are found to a tenth of a degree, shearing loses nothing, and ruled lines go while the ink on them stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkapp.live.photograph.paper import darkness_of, levelled
from inkapp.live.photograph.ruled import without_rules
from inkapp.live.photograph.slope import margin, sheared, slope_of
from tests.live.photograph.pages import PLAIN, page


@pytest.mark.parametrize("degrees", [-6.0, -1.0, 0.0, 3.3])
def test_the_slope_of_ruled_paper_is_exact(degrees: float) -> None:
    grey, _ = page(replace(PLAIN, rules=8.0, turned=degrees))
    slope = slope_of(levelled(darkness_of(grey)))
    assert abs(float(np.degrees(np.arctan(slope))) - degrees) < 0.1


@pytest.mark.parametrize("degrees", [-5.0, 0.0, 2.0])
def test_the_slope_of_writing_is_near(degrees: float) -> None:
    grey, _ = page(replace(PLAIN, turned=degrees))
    slope = slope_of(levelled(darkness_of(grey)))
    assert abs(float(np.degrees(np.arctan(slope))) - degrees) < 0.7


@pytest.mark.parametrize("slope", [-0.1, 0.0, 0.03])
def test_shearing_levels_a_line_and_loses_nothing(slope: float) -> None:
    picture = np.zeros((60, 200), dtype=np.float32)
    x = np.arange(200)
    exact = 30 + slope * (x - 100)
    low = np.floor(exact).astype(int)
    picture[low, x] = 1 - (exact - low)
    picture[low + 1, x] += exact - low
    made = sheared(picture, slope)
    more = margin(200, slope)
    assert made.shape == (60 + 2 * more, 200)
    assert np.allclose(made.sum(axis=0), picture.sum(axis=0), atol=1e-4)
    middle = (made * np.arange(len(made))[:, None]).sum(axis=0) / made.sum(axis=0)
    assert np.allclose(middle, 30 + more, atol=0.01)


def test_rules_go_and_ink_on_them_stays() -> None:
    bare, ruled = (
        darkness_of(page(replace(PLAIN, rules=rules, rule_dark=0.45, noise=0.005))[0]) for rules in (0.0, 6.0)
    )
    left = without_rules(ruled)
    ink = bare > 0.4
    assert ((ruled > 0.2) & (bare < 0.05)).sum() > 2000  # the rules are there
    assert ((left > 0.2) & (bare < 0.05)).sum() < 100
    assert (left[ink] > 0.25).mean() > 0.97
    assert np.array_equal(without_rules(bare)[ink], bare[ink])  # where there are none, all ink stays as it was

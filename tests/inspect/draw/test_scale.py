"""Scales can be read in grey: lightness goes one way, in steps that are seen."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.inspect.draw.scale import LOSS, SCALES, SIGNED, Scale, reach


def lightness(scale: Scale) -> np.ndarray:
    """(15,) CIE L* of a scale's colours."""
    rgb = np.array(scale.colours()) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    y = linear @ [0.2126, 0.7152, 0.0722]
    return np.where(y > 216 / 24389, 116 * np.cbrt(y) - 16, y * 24389 / 27)


@pytest.mark.parametrize("name", SCALES)
def test_signed_scales_grow_steadily_in_lightness(name: str) -> None:
    steps = np.diff(lightness(SCALES[name]))
    assert steps.min() > 2 and steps.max() < 10
    assert (SCALES[name].low, SCALES[name].high) == (-1.0, 1.0)


def test_brown_to_green_is_what_nobody_has_to_choose() -> None:
    assert next(iter(SCALES)) == "brown-green" and SCALES["brown-green"] is SIGNED
    low, high = SIGNED.colours()[0], SIGNED.colours()[-1]
    assert low[0] > low[1] > low[2] and high[1] == max(high)


def test_prices_grow_darker() -> None:
    assert np.diff(lightness(LOSS)).max() < 0


@pytest.mark.parametrize(
    ("values", "least"), [([0.0], 0.01), ([], 0.01), ([-1.43, 0.1], 1.5), ([0.31], 0.31), ([12.1], 13), ([1.0], 1.0)]
)
def test_a_symmetric_scale_reaches_all_values(values: list[float], least: float) -> None:
    assert reach(values) == pytest.approx(least) and reach(values) >= max(map(abs, values), default=0)

"""Guidance leads a mixture away from that of whom nobody has shown the hand, and never farther than its limits."""

from __future__ import annotations

import numpy as np
import pytest

from model.guidance import MEAN, PEN, WEIGHT, Guidance, guided
from model.mdn import mixture

M, COLUMNS = 3, 5


def heads(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.4, (6 * M + 1, COLUMNS)).astype(np.float32)


def test_who_was_shown_nothing_is_not_guided() -> None:
    alike, still = guided(heads(1), [(heads(1), 1.0)]), guided(heads(1), [(heads(2), 0.0)])
    for made in (alike, still):
        for column in range(COLUMNS):
            one, other = mixture(made[:, column]), mixture(heads(1)[:, column])
            assert one.weights == pytest.approx(other.weights, abs=1e-6) and one.lift == pytest.approx(other.lift)
            assert one.mean_x == pytest.approx(other.mean_x) and one.mean_y == pytest.approx(other.mean_y)


def test_what_the_hand_makes_likelier_is_made_likelier_still() -> None:
    shown = heads(1)
    before = shown.copy()
    before[0] -= 0.5  # the pen lifts more often in this hand
    before[2] -= 0.7  # takes the second component more often
    before[M + 1] -= 0.1  # and goes farther right with the first
    made = guided(shown, [(before, 0.5), (before, 1.5)])
    assert made[0] == pytest.approx(shown[0] + 2 * 0.5, abs=1e-5)
    assert made[M + 1] == pytest.approx(shown[M + 1] + 2 * 0.1, abs=1e-5)
    one, other = (np.stack([mixture(part[:, k]).weights for k in range(COLUMNS)]) for part in (made, shown))
    assert (one[:, 1] > other[:, 1]).all() and (one[:, [0, 2]] < other[:, [0, 2]]).all()
    assert np.array_equal(made[3 * M + 1 :], shown[3 * M + 1 :]) and np.array_equal(shown, heads(1))


def test_it_goes_no_farther_than_its_limits() -> None:
    shown, wild = heads(1), 100 * heads(2)
    made = guided(shown, [(wild, 1.0)])
    assert np.abs(made[0] - shown[0]).max() == pytest.approx(PEN)
    deviations = np.exp(shown[3 * M + 1 : 5 * M + 1])
    assert (np.abs(made[M + 1 : 3 * M + 1] - shown[M + 1 : 3 * M + 1]) <= 1.0001 * MEAN * deviations).all()
    logs = shown[1 : M + 1] - np.log(np.exp(shown[1 : M + 1]).sum(axis=0))
    assert np.abs(made[1 : M + 1] - logs).max() == pytest.approx(WEIGHT, abs=1e-5)


@pytest.mark.parametrize("wrong", [{"hand": -0.1}, {"text": float("nan")}, {"hand": float("inf")}])
def test_guidance_is_not_below_nothing(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        Guidance(**wrong)

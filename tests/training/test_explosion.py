"""An explosion is told from a burst, from a beginning, and from what rises slowly and would become usual."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from training.explosion import FAR, FEWEST, RECENT, ROW, Watch, far_above


def stops_at(losses: list[float], best: float = math.inf) -> int | None:
    """The number, from 0, of the loss at which a new watch stops; None where it stops at none."""
    watch = Watch()
    for number, loss in enumerate(losses):
        try:
            watch.add(loss, best)
        except FloatingPointError:
            return number
    return None


def test_a_training_that_falls_and_its_bursts_pass() -> None:
    random = np.random.default_rng(1)
    losses = (7.0 * np.exp(-np.arange(600) / 40) - 2.0 + random.normal(0.0, 0.3, 600)).tolist()
    for first in range(3, 600, ROW + 3):
        losses[first : first + ROW - 1] = [400.0] * (ROW - 1)
    assert stops_at(losses[:600]) is None


def test_the_last_of_a_row_stops_it_and_tells_what_was_usual() -> None:
    watch = Watch()
    for _ in range(RECENT):
        usual = watch.add(-0.9, math.inf)
    assert usual == -0.9
    for _ in range(ROW - 1):
        assert watch.add(400.0, math.inf) == -0.9
    with pytest.raises(FloatingPointError, match=re.escape("exploded to 400 nats a point, where -0.9 was usual")):
        watch.add(400.0, math.inf)


def test_a_beginning_is_not_judged_until_enough_is_known_nor_does_an_explosion_in_it_become_usual() -> None:
    assert stops_at([3.5, 3.4] + [40.0] * (FEWEST - 3) + [3.0] * 30) is None
    assert stops_at([3.5, 3.4] + [40.0] * 100) == FEWEST - 1 + ROW - 1


def test_what_rises_slowly_does_not_become_usual() -> None:
    rise = 1 / 16  # nats a point each step: half of RECENT steps gain far less than FAR
    losses = [-1.5] * RECENT + np.arange(-1.5, 60.0, rise).tolist()
    assert stops_at(losses) == RECENT + FAR / rise + ROW


def test_who_goes_on_is_judged_by_the_best_loss_of_the_held_out_forms() -> None:
    assert stops_at([420.0, 27.0, 46.0, 41.0, 29.0, 16.0]) is None
    assert stops_at([420.0, 27.0, 46.0, 41.0, 29.0, 16.0], best=-0.9) == ROW - 1


def test_what_is_no_number_is_far_above_whatever_is_usual() -> None:
    assert far_above(math.nan, math.inf) and far_above(math.inf, math.inf) and far_above(5.0, -0.5)
    assert not far_above(400.0, math.inf) and not far_above(4.0, -0.5)

"""Holding a cell: nothing held is the sampler's own writing to the bit, a held cell stands where it is held."""

from __future__ import annotations

import numpy as np
import pytest

from lab.cells import clamp
from lab.cells.clamp import Hold, Written
from lab.cells.features import COLUMN, FEATURES
from lab.cells.projections import UnitSignal
from model.futures import continue_batch
from model.trace import Controls
from tests.model import nets

SEEDS, STEPS = (3, 4, 5), 40
WARM = Controls(0.8)


def test_nothing_held_is_the_samplers_own_to_the_bit() -> None:
    for net in (nets.sampler(), nets.sampler(inputs=3), nets.sampler(layers=3)):
        own = continue_batch(net, net.start(), SEEDS, WARM, STEPS)
        whole = clamp.write(net, SEEDS, WARM, STEPS)
        parted = clamp.write(net, SEEDS, WARM, STEPS - 15, after=clamp.write(net, SEEDS, WARM, 15))
        for found in (whole, parted):
            assert np.array_equal(found.dx, own.dx) and np.array_equal(found.dy, own.dy)
            assert np.array_equal(found.lift, own.lift)
            for future, state in enumerate(own.states):
                assert np.array_equal(found.hidden[..., future], state.hidden)
                assert np.array_equal(found.cell[..., future], state.cell)
                assert (found.height[-1, future], found.drift[future]) == (state.height, state.drift)


def test_a_cell_held_where_it_stands_anyway_changes_nothing() -> None:
    """A cell whose weights are all zero has c = h = 0 always."""
    weights, config = nets.make()
    rows = np.arange(4) * 24 + 5
    for kind in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"):
        weights[f"lstm.0.{kind}"][rows] = 0.0
    net = type(nets.sampler())(weights, config)
    free = clamp.write(net, SEEDS, WARM, STEPS)
    for kind in "hc":
        held = clamp.write(net, SEEDS, WARM, STEPS, Hold(UnitSignal(kind, 0, 5), 0.0))
        assert np.array_equal(held.dx, free.dx) and np.array_equal(held.hidden, free.hidden)


@pytest.mark.parametrize("layer", [0, 1])
def test_a_held_h_is_what_all_read(layer: int) -> None:
    """By plain arithmetic: after one row, what the layer above, the head and the next step read is the held value."""
    weights, config = nets.make()
    net = type(nets.sampler())(weights, config)
    begun = clamp.write(net, SEEDS, WARM, 10)
    held = clamp.write(net, SEEDS, WARM, 1, Hold(UnitSignal("h", layer, 7), 0.25), begun)
    assert (held.hidden[layer, 7] == 0.25).all()
    free = clamp.write(net, SEEDS, WARM, 1, after=begun)
    others = np.arange(24) != 7
    assert np.array_equal(held.cell[layer], free.cell[layer])  # c went its own way
    assert np.array_equal(held.hidden[layer, others], free.hidden[layer, others])
    if layer == 0:
        h = config["hidden"]
        rows = np.stack((held.dx[-1] / 0.75, held.dy[-1] / 0.5, held.lift[-1], held.height[-1]))
        above = np.concatenate((rows, held.hidden[0])).astype(np.float32)
        w = {name: weights[f"lstm.1.{name}"] for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")}
        sums = (
            w["weight_ih_l0"] @ above
            + w["weight_hh_l0"] @ begun.hidden[1]
            + (w["bias_ih_l0"] + w["bias_hh_l0"])[:, None]
        )
        i, f, g, o = sums.reshape(4, h, -1)
        c = begun.cell[1] / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
        assert held.hidden[1] == pytest.approx(np.tanh(c) / (1 + np.exp(-o)), abs=1e-5)


def test_a_held_c_reaches_its_own_h() -> None:
    net = nets.sampler()
    begun = clamp.write(net, SEEDS, WARM, 10)
    free = clamp.write(net, SEEDS, WARM, 1, after=begun)
    held = clamp.write(net, SEEDS, WARM, 1, Hold(UnitSignal("c", 0, 7), 0.5), begun)
    assert (held.cell[0, 7] == 0.5).all()
    gate = free.hidden[0, 7] / np.tanh(free.cell[0, 7])
    assert held.hidden[0, 7] == pytest.approx(gate * np.tanh(0.5), rel=1e-4)
    long = clamp.write(net, SEEDS, WARM, STEPS, Hold(UnitSignal("c", 0, 7), 0.5), begun)
    assert (long.cell[0, 7] == 0.5).all() and len(long.dx) == STEPS + 10
    assert np.array_equal(long.dx[:11], free.dx) and not np.array_equal(
        long.dx[11:], clamp.write(net, SEEDS, WARM, STEPS + 10).dx[11:]
    )


@pytest.mark.parametrize(
    "cell", [UnitSignal("x", 0, 0), UnitSignal("h", 2, 0), UnitSignal("h", 0, 24), UnitSignal("c", 0, -1)]
)
def test_a_cell_that_is_not_there(cell: UnitSignal) -> None:
    with pytest.raises(ValueError, match="has no cell"):
        clamp.write(nets.sampler(), SEEDS, WARM, 2, Hold(cell, 0.0))


def test_a_value_that_is_none() -> None:
    with pytest.raises(ValueError, match="held at nan"):
        clamp.write(nets.sampler(), SEEDS, WARM, 2, Hold(UnitSignal("h", 0, 0), float("nan")))


def written(strokes: int) -> Written:
    """Two futures that go up and down for 24 rows in strokes of so many rows."""
    k = np.arange(24)
    dy = np.where(k % 2 == 0, 1.0, -1.0)
    both = [np.stack((part, part), axis=1) for part in (np.full(24, 0.5), dy, np.cumsum(dy))]
    lift = np.stack([k % strokes == strokes - 1] * 2, axis=1)
    nothing = np.zeros((1, 1, 2), dtype=np.float32)
    return Written(both[0], both[1], lift, both[2], nothing, nothing, np.zeros(2))


def test_behaviour_is_the_mean_after_the_prime_of_what_ink_shows() -> None:
    found = clamp.behaviour(written(4), 8)
    assert found.shape == (2, len(FEATURES)) and np.array_equal(found[0], found[1], equal_nan=True)
    assert found[0, COLUMN["pen about to lift"]] == pytest.approx(4 / 15)
    assert clamp.behaviour(written(8), 8)[0, COLUMN["pen about to lift"]] == pytest.approx(2 / 15)
    assert np.isnan(found[:, COLUMN["capital"]]).all() and np.isnan(found[:, COLUMN["line's end near"]]).all()


def test_an_effect_that_follows_and_one_that_is_no_more_than_others() -> None:
    random = np.random.default_rng(0)
    free = random.normal(size=(16, len(FEATURES)))

    def moved(by: float) -> list[np.ndarray]:
        return [free + side * by + 0.1 * random.normal(size=free.shape) for side in (-1, 0, 1)]

    others = [moved(by) for by in random.normal(0, 0.2, 24)]
    strong, weak = clamp.effect(free, moved(-2), others, 0, -1.0), clamp.effect(free, moved(0.0), others, 0, 1.0)
    assert strong is not None and strong.follows and strong.push > 2 and strong.chance == 1 / 25
    assert strong.low < strong.push < strong.high and strong.futures == 16
    assert weak is not None and not weak.follows and weak.chance > 0.3
    away = clamp.effect(free, moved(2), others, 0, -1.0)
    assert away is not None and not away.follows and away.high < 0
    assert clamp.effect(np.full_like(free, np.nan), moved(1), others, 0, 1.0) is None

"""Back through time: against differences of the score, cut by a limit, and from a kept state."""

import numpy as np
import pytest

from model.activations import read_line, read_lines
from model.arrays import Float32Array
from model.backward import DensityGradient, gradient
from model.mdn_gradient import log_density_gradient
from tests.model import nets

SHAPES = [{"layers": layers, "hidden": 20, "inputs": inputs} for layers in (1, 2, 3) for inputs in (3, 4)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_rows_that_are_really_moved_say_the_same(shape: dict[str, int]) -> None:
    sampler, rows = nets.sampler(**shape), nets.ink(12, shape["inputs"])
    found, row, by = gradient(read_line(sampler, rows), 9).rows, 9, 4e-3
    scale = np.array((*sampler.input_scale, 1.0, 1.0))[: shape["inputs"]]
    for t in range(row):
        for column in range(shape["inputs"]):
            prices = []
            for sign in (-1, 1):
                moved = rows.copy()
                moved[t, column] += sign * by * scale[column]
                prices.append(sampler.score(moved)[row - 1])
            slope = (prices[0] - prices[1]) / (2 * by)
            assert found[t, column] == pytest.approx(slope, rel=2e-2, abs=2e-2 * float(np.abs(found).max()))


def test_at_distance_0_is_the_head_alone() -> None:
    sampler, rows = nets.sampler(layers=2), nets.ink(15)
    reading = read_line(sampler, rows)
    found = gradient(reading, 10)
    sx, sy = sampler.input_scale
    x, y = float(rows[10, 0]) / sx, float(rows[10, 1]) / sy
    slope = log_density_gradient(reading.heads[9], x, y, bool(rows[10, 2] > 0.5))
    weights, _ = nets.make(layers=2)
    at_top = (slope @ weights["head.weight"])[24:]
    assert found.hidden[-1, 1] == pytest.approx(at_top, rel=1e-4, abs=1e-5)
    o = reading.gates(1).output[9]
    assert found.cell is not None and found.direct is not None
    assert found.cell[-1, 1] == pytest.approx(at_top * o * (1 - np.tanh(reading.cell[10, 1]) ** 2), rel=1e-4, abs=1e-5)
    assert np.array_equal(found.direct[-1], found.cell[-1])


def test_the_highway_is_the_product_of_the_forget_gates() -> None:
    reading = read_line(nets.sampler(layers=3, hidden=16), nets.ink(30))
    found = gradient(reading, 22)
    assert found.direct is not None and found.cell is not None
    for k in range(3):
        forget = reading.gates(k).forget.astype(np.float64)
        for t in (0, 7, 21):
            assert found.direct[t, k] == pytest.approx(forget[t:22, :].prod(axis=0) * found.cell[-1, k], rel=1e-4)


@pytest.mark.parametrize("limit", [0, 1, 6, 19, 100])
def test_a_limit_cuts_and_changes_nothing(limit: int) -> None:
    reading = read_line(nets.sampler(layers=2), nets.ink(30))
    whole, part = gradient(reading, 20), gradient(reading, 20, limit)
    n = min(limit, 20)
    assert part.begin == 20 - n and part.rows.shape == (n, 4) and part.hidden.shape == (n + 1, 2, 24)

    def parts(one: DensityGradient) -> list[Float32Array]:
        assert one.cell is not None and one.direct is not None
        return [one.rows, one.hidden, one.cell, one.direct]

    for ours, theirs in zip(parts(part), parts(whole), strict=True):
        assert ours == pytest.approx(theirs[len(theirs) - len(ours) :], rel=1e-4, abs=1e-6)
        assert not ours.flags.writeable


def test_lengths_are_by_distance() -> None:
    found = gradient(read_line(nets.sampler(layers=2), nets.ink(30)), 20, 12)
    assert found.cell is not None and found.cell_norms is not None and found.direct_norms is not None
    assert found.rows.shape == (12, 4) and found.hidden_norms.shape == found.direct_norms.shape == (13, 2)
    assert found.hidden_norms[12, 1] == pytest.approx(np.linalg.norm(found.hidden[0, 1]), rel=1e-6)
    assert found.cell_norms[3, 0] == pytest.approx(np.linalg.norm(found.cell[-4, 0]), rel=1e-6)


def test_a_reading_that_began_from_a_state_goes_back_to_it() -> None:
    sampler, rows = nets.sampler(layers=2), nets.ink(30)
    whole = gradient(read_line(sampler, rows), 25)
    rest = read_lines(sampler, [rows[10:]], [sampler.feed(sampler.start(), rows[:10])])[0]
    part = gradient(rest, 15)
    assert part.rows == pytest.approx(whole.rows[10:], rel=1e-3, abs=1e-5)
    assert part.hidden[1:] == pytest.approx(whole.hidden[11:], rel=1e-3, abs=1e-5)


def test_what_is_not_there_is_refused() -> None:
    reading = read_line(nets.sampler(), nets.ink(10))
    for row in (-1, 0, 10, 99):
        with pytest.raises(ValueError, match=f"row {row} .*10 that were read"):
            gradient(reading, row)
    with pytest.raises(ValueError, match="limit must be at least 0, not -1"):
        gradient(reading, 5, -1)

"""All that a reading keeps equals what the sampler computes, whatever lines are read beside it."""

from itertools import islice

import numpy as np
import pytest

from model import activations
from model.activations import read_line, read_lines
from model.trace import Controls
from tests.model import nets

SHAPES = [{"layers": layers, "hidden": 20, "inputs": inputs} for layers in (1, 2, 3) for inputs in (3, 4)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_it_is_what_the_sampler_says(shape: dict[str, int]) -> None:
    sampler, rows = nets.sampler(**shape), nets.ink(50, shape["inputs"])
    start = sampler.feed(sampler.start(), nets.ink(13, shape["inputs"], seed=4))
    for state in (sampler.start(), start):
        line = read_line(sampler, rows, state)
        end = sampler.feed(state, rows)
        assert line.hidden[-1] == pytest.approx(end.hidden, abs=1e-5)
        assert line.cell[-1] == pytest.approx(end.cell, abs=1e-4)
        assert line.heads == pytest.approx(sampler.heads(rows, state), abs=1e-4)
        assert np.isnan(line.nats[0]) and line.nats[1:] == pytest.approx(sampler.score(rows, state), abs=1e-3)
        assert line.state(-1) is state
        assert line.mixture(49).lift == pytest.approx(1.0 / (1.0 + np.exp(-line.heads[49, 0])), abs=1e-6)
        for row in (0, 20, 49):
            kept, fed = line.state(row), sampler.feed(state, rows[: row + 1])
            assert kept.height == pytest.approx(fed.height, abs=1e-5) and kept.lifted == fed.lifted
    assert not any(array.flags.writeable for array in (line.rows, line.hidden, line.cell, line.heads, line.nats))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_kept_state_goes_on_as_the_sampler_would(shape: dict[str, int]) -> None:
    sampler, rows = nets.sampler(**shape), nets.ink(40, shape["inputs"])
    line = read_lines(sampler, [rows, *[nets.ink(9 + k, shape["inputs"], seed=k) for k in range(5)]])[0]
    for row in (0, 17, 39):
        fed = sampler.feed(sampler.start(), rows[: row + 1])
        ours, theirs = (
            [(s.dx, s.dy, s.nats) for s, _ in islice(sampler.continue_ink(state, 3, Controls(0.5)), 12)]
            for state in (line.state(row), fed)
        )
        assert np.array(ours) == pytest.approx(np.array(theirs), abs=1e-2)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_lines_do_not_depend_on_their_neighbours(shape: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    sampler = nets.sampler(**shape)
    lines = [nets.ink(n, shape["inputs"], seed=n) for n in (3, 90, 1, 17, 64, 17, 2)] + [np.zeros((0, shape["inputs"]))]
    states = [sampler.feed(sampler.start(), nets.ink(4, shape["inputs"], seed=50 + k)) for k in range(len(lines))]
    alone = [read_line(sampler, rows, state) for rows, state in zip(lines, states, strict=True)]
    for side_by_side, stretch in ((24, 160), (24, 5), (3, 7), (1, 1)):
        monkeypatch.setattr(activations, "SIDE_BY_SIDE", side_by_side)
        monkeypatch.setattr(activations, "STRETCH", stretch)
        for one, other in zip(read_lines(sampler, lines, states), alone, strict=True):
            assert np.array_equal(one.rows, other.rows) and one.first is other.first
            assert one.hidden == pytest.approx(other.hidden, abs=2e-5)
            assert one.cell == pytest.approx(other.cell, abs=2e-4)
            assert one.heads == pytest.approx(other.heads, abs=2e-4)


def test_little_or_nothing_may_be_read() -> None:
    sampler = nets.sampler()
    assert read_lines(sampler, []) == []
    empty = read_line(sampler, np.zeros((0, 4)))
    assert len(empty) == 0 and empty.hidden.shape == (1, 2, 24) and empty.heads.shape == (0, 31)
    assert empty.nats.shape == (0,) and empty.state(-1) is empty.first and empty.gates(1).forget.shape == (0, 24)
    one = read_line(sampler, nets.ink(1))
    assert (
        one.hidden.shape == (2, 2, 24)
        and np.isnan(one.nats).all()
        and one.state(0).lifted == bool(one.rows[0, 2] > 0.5)
    )
    assert not one.hidden[0].any() and one.hidden[1].any()


def test_what_was_read_stays_as_it_was() -> None:
    """The caller's rows stay the caller's."""
    sampler, rows = nets.sampler(), nets.ink(8)
    line = read_line(sampler, rows)
    rows[:] = 0.0
    assert line.rows.any() and rows.flags.writeable


def test_what_does_not_fit_is_refused() -> None:
    sampler = nets.sampler()
    with pytest.raises(ValueError, match=r"\(n, 4\)"):
        read_line(sampler, nets.ink(5, 3))
    with pytest.raises(ValueError, match=r"\(n, 4\)"):
        read_lines(sampler, [nets.ink(5), np.zeros(4)])
    with pytest.raises(ValueError, match="not finite"):
        read_line(sampler, np.full((2, 4), np.inf))
    with pytest.raises(ValueError, match="2 lines cannot begin from 1 states"):
        read_lines(sampler, [nets.ink(5), nets.ink(6)], [sampler.start()])
    line = read_line(sampler, nets.ink(5))
    for row in (-2, 5):
        with pytest.raises(ValueError, match=f"row {row} is none of the 5"):
            line.state(row)

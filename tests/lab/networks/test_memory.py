"""Memory measured of a network whose memory is known."""

from __future__ import annotations

import pytest
import torch

from lab.networks.memory import gradient_by_lag, nats_by_context, places, reach
from lab.networks.stack import Shape, Stack
from tests.lab.rows import study_ink


def forgetful() -> Stack:
    """A network that sees the last row alone: nothing comes back from the state."""
    torch.manual_seed(2)
    stack = Stack(Shape("rnn-tanh", 6, components=2))
    with torch.no_grad():
        stack.cells[0].weight_hh.zero_()
    return stack


def test_who_sees_one_row_gains_nothing_by_more() -> None:
    nats = nats_by_context(forgetful(), study_ink().dev, (1, 2, 8, 32))
    assert nats == pytest.approx([nats[0]] * 4, abs=1e-6)
    slopes = gradient_by_lag(forgetful(), study_ink().dev, 10)
    assert slopes[0] > 0 and slopes[1:] == [0.0] * 9


def test_who_remembers_gains_and_has_a_gradient_that_fades() -> None:
    torch.manual_seed(2)
    stack = Stack(Shape("lstm", 6, components=2))
    nats = nats_by_context(stack, study_ink().dev, (1, 4, 32))
    assert len({round(value, 6) for value in nats}) == 3
    slopes = gradient_by_lag(stack, study_ink().dev, 30)
    assert slopes[0] > slopes[10] > slopes[29] > 0
    assert all(parameter.grad is None for parameter in stack.parameters())


def test_places_are_the_same_for_all_and_lie_within_a_line() -> None:
    lines = study_ink().dev
    rows, target = places(lines, 20, 50)
    assert rows.shape == (20, 50, 4) and torch.equal(rows[1:, :, :3], target[:-1])
    assert torch.equal(rows, places(lines, 20, 50)[0])
    with pytest.raises(ValueError, match="more than 5000"):
        places(lines, 5000)


def test_reach_is_where_all_the_rest_is_near() -> None:
    assert reach([1.0, 0.5, 0.495, 0.2, 0.205], (1, 2, 4, 8, 16), 0.01) == 8.0
    assert reach([1.0, 1.0, 1.0], (1, 2, 4)) == 1.0

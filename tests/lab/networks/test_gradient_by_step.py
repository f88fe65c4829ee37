"""The way back, written out, against torch's own gradient of every state and against differences; and its measures."""

from __future__ import annotations

from typing import cast

import pytest
import torch
from torch import Tensor

from lab.networks.cells import LSTMParts, RecurrentCell, State
from lab.networks.gradient_by_step import flow_back, left, spectral_radius
from lab.networks.stack import Shape, Stack
from training.network import mixture_nats

TIME, BATCH, HIDDEN, DISTANCE = 14, 3, 5, 10

SHAPES = {
    "tanh": Shape("rnn-tanh", HIDDEN, components=2),
    "relu": Shape("rnn-relu", HIDDEN, components=2),
    "residual": Shape("rnn-tanh", HIDDEN, components=2, residual=0.3),
    "residual relu": Shape("rnn-relu", HIDDEN, components=2, residual=0.3),
    "lstm": Shape("lstm", HIDDEN, components=2),
    "lstm, bias 2": Shape("lstm", HIDDEN, components=2, gates=LSTMParts(forget_bias=2.0)),
    "gru": Shape("gru", HIDDEN, components=2),
}
each_cell = pytest.mark.parametrize("name", SHAPES)


def given(name: str) -> tuple[Stack, Tensor, Tensor]:
    """A network in double precision with weights by which gates open and close, rows and a target."""
    torch.manual_seed(3)
    network = Stack(SHAPES[name]).double()
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, 0.0, 0.5)
    rows, target = torch.randn(TIME, BATCH, 4, dtype=torch.float64), torch.rand(BATCH, 3, dtype=torch.float64)
    return network, rows, target


def walk(network: Stack, rows: Tensor, moved: dict[tuple[int, int], Tensor] | None = None) -> list[State]:
    """The state after each row; ``moved``: what is put in the place of a part of one, by row and part."""
    cell = cast(RecurrentCell, network.cells[0])
    state = tuple(part.double() for part in cell.zero(rows.shape[1]))
    states = []
    for time, row in enumerate(rows):
        state = cell(row, state)
        state = tuple((moved or {}).get((time, k), part) for k, part in enumerate(state))
        states.append(state)
    return states


def loss(network: Stack, state: State, target: Tensor) -> Tensor:
    """The nats of the point after a state, all of a batch together."""
    return mixture_nats(network.head(state[0]), target).sum()


@each_cell
def test_every_distance_is_what_torch_finds(name: str) -> None:
    network, rows, target = given(name)
    states = walk(network, rows)
    wanted = torch.autograd.grad(
        loss(network, states[-1], target), [part for state in states[: -DISTANCE - 2 : -1] for part in state]
    )
    flow = flow_back(network, rows, target, DISTANCE)
    parts = len(states[0])
    assert flow.h.shape == (DISTANCE + 1, BATCH, HIDDEN)
    torch.testing.assert_close(flow.h, torch.stack(wanted[::parts]), atol=1e-12, rtol=1e-9)
    assert (flow.c is None) is (parts == 1)
    if flow.c is not None:
        torch.testing.assert_close(flow.c, torch.stack(wanted[1::parts]), atol=1e-12, rtol=1e-9)
    assert all(parameter.grad is None for parameter in network.parameters())


@each_cell
@pytest.mark.parametrize("distance", [0, 1, 6])
def test_a_distance_is_what_differences_say(name: str, distance: int) -> None:
    """Each number of h (or c) of so many steps back is moved a little to both sides, the rest of its state held."""
    network, rows, target = given(name)
    flow = flow_back(network, rows, target, DISTANCE)
    time, little = TIME - 1 - distance, 1e-6
    with torch.no_grad():
        states = walk(network, rows)
        for part, found in enumerate(g for g in (flow.h, flow.c) if g is not None):
            for unit in range(HIDDEN):
                losses = []
                for side in (little, -little):
                    value = states[time][part].clone()
                    value[:, unit] += side
                    moved = {(time, part): value}
                    if part == 1:  # h follows from c: o · tanh c, o being what it was
                        h, c = states[time]
                        moved[time, 0] = h / torch.tanh(c) * torch.tanh(value)
                    losses.append(loss(network, walk(network, rows, moved)[-1], target))
                slope = float(losses[0] - losses[1]) / (2 * little)
                assert slope == pytest.approx(float(found[distance, :, unit].sum()), rel=1e-5, abs=1e-8)


def test_torchs_own_check_of_the_last_steps() -> None:
    """torch.autograd.gradcheck agrees that the graph we compare with is the gradient of what the cell computes."""
    network, rows, target = given("lstm")
    h, c = walk(network, rows[:-4])[-1]

    def rest(h: Tensor, c: Tensor) -> Tensor:
        state: State = (h, c)
        for row in rows[-4:]:
            state = cast(RecurrentCell, network.cells[0])(row, state)
        return loss(network, state, target)

    start = [part.detach().requires_grad_(True) for part in (h, c)]
    assert torch.autograd.gradcheck(rest, start)
    (slope,) = torch.autograd.grad(rest(*start), start[0])
    torch.testing.assert_close(flow_back(network, rows, target, 4).h[4], slope)


def test_the_direct_way_is_gates_alone() -> None:
    """Without U nothing but the direct way comes back: all of it, and what the weights bring is nothing."""
    for name in ("lstm", "gru", "residual"):
        network, rows, target = given(name)
        with torch.no_grad():
            network.cells[0].weight_hh.zero_()
        flow = flow_back(network, rows, target, DISTANCE)
        back = flow.h if flow.c is None else flow.c
        torch.testing.assert_close(flow.direct, back)
    assert flow_back(*given("tanh"), DISTANCE).direct is None
    kept = flow_back(*given("residual"), DISTANCE).direct
    assert kept is not None and torch.equal(kept[0], kept[DISTANCE])


def test_what_it_is_not_written_for_is_refused() -> None:
    network, rows, target = given("lstm")
    with pytest.raises(ValueError, match="no state 14 steps"):
        flow_back(network, rows, target, TIME)
    with pytest.raises(ValueError, match="one layer"):
        flow_back(Stack(Shape(layers=2, hidden=3)), rows, target, 2)
    with pytest.raises(ValueError, match="all its parts"):
        flow_back(Stack(Shape(hidden=3, gates=LSTMParts(output=False))).double(), rows, target, 2)


def test_a_share_is_each_places_own() -> None:
    gradient = torch.tensor([[[3.0, 4.0], [0.6, 0.8], [2.0, 0.0]], [[0.0, 2.5], [0.1, 0.0], [2.0, 0.0]]])
    assert left(gradient) == pytest.approx([1.0, 0.5])
    assert left(torch.zeros(2, 1, 3)) == [0.0, 0.0]


def test_the_radius_of_a_rotation_is_one_and_of_chance_the_circular_laws() -> None:
    assert spectral_radius(torch.tensor([[0.0, -2.0], [2.0, 0.0]])) == pytest.approx(2.0)
    torch.manual_seed(1)
    assert spectral_radius(torch.nn.init.orthogonal_(torch.empty(40, 40))) == pytest.approx(1.0, abs=1e-4)
    assert spectral_radius(0.1 * torch.randn(400, 400)) == pytest.approx(0.1 * 400**0.5, rel=0.1)

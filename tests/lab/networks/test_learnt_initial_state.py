"""A learnt first state: zero at first, learnt by every line, and in the way of nothing else."""

from __future__ import annotations

import pytest
import torch

from lab.networks.learnt_initial_state import Learnt, first_state
from lab.networks.stack import Shape, Stack
from tests.model import nets
from training.network import mixture_nats, parameter_count

SHAPE = Shape("lstm", 6, 2, components=2)
ROWS = torch.from_numpy(nets.ink(30, seed=1))[:, None].repeat(1, 3, 1)


def made(kind: type[Stack]) -> Stack:
    torch.manual_seed(5)
    return kind(SHAPE)


def test_it_begins_as_a_stack_and_has_a_few_numbers_more() -> None:
    learnt, plain = made(Learnt), made(Stack)
    assert parameter_count([learnt]) - parameter_count([plain]) == 2 * 2 * 6
    assert torch.equal(learnt(ROWS)[0], plain(ROWS)[0])
    assert [len(layer) for layer in first_state(learnt, 3)] == [2, 2]
    assert all(not bool(part.any()) for layer in first_state(plain, 3) for part in layer)


def test_it_is_learnt_and_is_every_lines_own() -> None:
    network = made(Learnt)
    assert isinstance(network, Learnt)
    with torch.no_grad():
        network.first.copy_(torch.arange(24.0).reshape(4, 6) / 24)
    (_, _), (h, c) = first_state(network, 3)
    assert torch.equal(h[0], network.first[2]) and torch.equal(c[2], network.first[3])
    mixture_nats(network(ROWS)[0][:-1], ROWS[1:, :, :3]).mean().backward()
    assert network.first.grad is not None and bool((network.first.grad != 0).all())
    given = [tuple(torch.zeros(3, 6) for _ in range(2)) for _ in range(2)]
    assert torch.equal(network(ROWS, given)[0], made(Stack)(ROWS)[0])


def test_lines_that_begin_within_a_window_are_refused() -> None:
    with pytest.raises(ValueError, match="whole lines"):
        made(Learnt)(ROWS, None, torch.zeros(30, 3, dtype=torch.bool))

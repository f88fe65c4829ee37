"""Muon's step, beside torch's own, whose products are in bfloat16."""

from __future__ import annotations

import pytest
import torch

from training.muon import Muon, nearest_orthogonal

pytestmark = pytest.mark.torch


@pytest.mark.parametrize("shape", [(24, 8), (8, 24), (16, 16)])
def test_all_directions_become_about_as_long(shape: tuple[int, int]) -> None:
    torch.manual_seed(1)
    made = torch.linalg.svdvals(nearest_orthogonal(torch.randn(shape) @ torch.diag(torch.linspace(0.2, 3.0, shape[1]))))
    assert float(made.min()) > 0.5 and float(made.max()) < 1.3


def test_nothing_stays_nothing() -> None:
    assert not nearest_orthogonal(torch.zeros(4, 3)).any()


def test_it_steps_as_torchs_own_but_for_rounding() -> None:
    torch.manual_seed(2)
    start = torch.randn(24, 8)
    ours, theirs = (torch.nn.Parameter(start.clone()) for _ in range(2))
    mine = Muon([ours], lr=0.02, momentum=0.95, weight_decay=0.1)
    own = torch.optim.Muon([theirs], lr=0.02, momentum=0.95, weight_decay=0.1)
    for step in range(4):
        gradient = torch.randn(24, 8, generator=torch.Generator().manual_seed(step))
        ours.grad, theirs.grad = gradient, gradient.clone()
        mine.step()
        own.step()
    assert torch.allclose(ours, theirs, atol=0.02 * 4 * 0.05)
    assert not torch.allclose(ours, start, atol=0.02)


def test_what_has_no_gradient_stays() -> None:
    parameter = torch.nn.Parameter(torch.ones(3, 2))
    Muon([parameter], lr=0.1, momentum=0.9, weight_decay=0.5).step()
    assert torch.equal(parameter, torch.ones(3, 2))

"""Each start is what its source says, for every block of a cell."""

from __future__ import annotations

import math

import pytest
import torch

from lab.networks.cells import GRU, LSTM, LSTMParts, Vanilla
from lab.networks.initial_weights import begin

HIDDEN = 64


def test_uniform_stays_within_its_bound_and_fills_it() -> None:
    cell = GRU(4, HIDDEN)
    begin(cell, "uniform")
    bound = 1 / math.sqrt(HIDDEN)
    for weights in (cell.weight_ih, cell.weight_hh):
        assert 0.9 * bound < weights.abs().max() <= bound
    assert not cell.bias_ih.any() and not cell.bias_hh.any()


def test_normal_has_one_deviation_for_every_width() -> None:
    cell = Vanilla(4, HIDDEN)
    begin(cell, "normal")
    assert float(cell.weight_hh.detach().std()) == pytest.approx(0.1, rel=0.05)


def test_orthogonal_blocks_keep_lengths() -> None:
    cell = LSTM(4, HIDDEN)
    begin(cell, "orthogonal")
    for block in cell.weight_hh.chunk(4):
        assert torch.allclose(block @ block.T, torch.eye(HIDDEN), atol=1e-5)


def test_identity_hands_the_state_on() -> None:
    cell = Vanilla(4, HIDDEN, relu=True)
    begin(cell, "identity")
    h = torch.rand(2, HIDDEN)
    assert torch.equal(cell(torch.zeros(2, 4), (h,))[0], h)
    assert 0 < float(cell.weight_ih.detach().abs().max()) < 0.01


@pytest.mark.parametrize("bias", [0.0, 1.0, 2.0])
def test_a_forget_gate_begins_as_open_as_it_is_told(bias: float) -> None:
    cell = LSTM(4, HIDDEN, LSTMParts(input=False, forget_bias=bias))
    begin(cell, "uniform")
    assert (cell.bias_ih[:HIDDEN] == bias).all() and not cell.bias_ih[HIDDEN:].any()
    without = LSTM(4, HIDDEN, LSTMParts(forget=False, forget_bias=bias))
    begin(without, "uniform")
    assert not without.bias_ih.any()


def test_another_start_is_refused() -> None:
    with pytest.raises(ValueError, match="no such start: warm"):
        begin(GRU(4, 4), "warm")  # type: ignore[arg-type]

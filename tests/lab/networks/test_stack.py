"""A stack against the network of torch's fused kernels, from any state, and over lines that begin within a window."""

from __future__ import annotations

import pytest
import torch

from lab.networks.cells import LSTMParts
from lab.networks.stack import Kind, Shape, Stack, build, detached
from tests.model import nets
from training.network import Config, Network, parameter_count

KINDS: tuple[Kind, ...] = ("rnn-tanh", "rnn-relu", "lstm", "gru")


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_with_skips_it_is_the_network(layers: int) -> None:
    torch.manual_seed(3)
    network, stack = Network(Config(layers, 12, 5, 4)), Stack(Shape("lstm", 12, layers, components=5))
    named = {name.replace("lstm.", "cells.").removesuffix("_l0"): value for name, value in network.state_dict().items()}
    stack.load_state_dict(named)
    rows = torch.from_numpy(nets.ink(60))[:, None]
    wanted, got = network(rows)[0], stack(rows)[0]
    assert torch.allclose(got, wanted, atol=1e-5)
    wanted.square().sum().backward()
    got.square().sum().backward()
    for name, parameter in network.named_parameters():
        ours = stack.get_parameter(name.replace("lstm.", "cells.").removesuffix("_l0"))
        assert torch.allclose(ours.grad, parameter.grad, atol=1e-4, rtol=1e-4), name  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("skips", [True, False])
def test_a_state_goes_on_and_a_fresh_line_forgets(kind: Kind, skips: bool) -> None:
    torch.manual_seed(1)
    stack = Stack(Shape(kind, 6, 2, skips, components=2))
    one, other = (torch.from_numpy(nets.ink(30, seed=seed))[:, None] for seed in (1, 2))
    with torch.no_grad():
        whole, _ = stack(one)
        first, state = stack(one[:11])
        rest, _ = stack(one[11:], detached(state))
        assert torch.allclose(torch.cat((first, rest)), whole, atol=1e-6)
        fresh = torch.zeros(60, 2, dtype=torch.bool)
        fresh[0] = fresh[30, 0] = True
        both, _ = stack(torch.cat((torch.cat((other, one)), torch.cat((other, one))), dim=1), None, fresh)
    assert torch.allclose(both[30:, :1], whole, atol=1e-6)
    assert not torch.allclose(both[30:, 1:], whole, atol=1e-4)


def test_without_skips_a_layer_sees_the_one_below_alone() -> None:
    with_skips, without = (Stack(Shape("gru", 8, 3, skips, components=2)) for skips in (True, False))
    assert [cell.inputs for cell in with_skips.cells] == [4, 12, 12]
    assert [cell.inputs for cell in without.cells] == [4, 8, 8]
    assert with_skips.head.in_features == 24 and without.head.in_features == 8
    assert parameter_count([without]) < parameter_count([with_skips])


def test_what_a_cell_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="only an LSTM"):
        Shape("gru", gates=LSTMParts(output=False))
    with pytest.raises(ValueError, match="vanilla"):
        Shape("lstm", residual=1.0)
    with pytest.raises(ValueError, match="no such cell: brain"):
        build(Shape("brain"), 4)  # type: ignore[arg-type]

"""Which optimiser has which parameter, that Muon's step is orthogonal, and that a kept state goes on as it would have."""

from __future__ import annotations

import copy

import pytest
import torch

from training.network import Config, Network, mixture_nats
from training.optimise import Optimiser, is_hidden

SHAPE = Config(layers=2, hidden=16, components=2, inputs=3)


def network() -> Network:
    torch.manual_seed(3)
    return Network(SHAPE)


def learn(net: Network, optimiser: Optimiser, steps: range) -> None:
    for step in steps:
        rows = torch.randn(6, 4, 3, generator=torch.Generator().manual_seed(step))
        rows[..., 2] = (rows[..., 2] > 1).float()
        optimiser.zero_grad()
        mixture_nats(net(rows[:-1])[0], rows[1:]).mean().backward()
        optimiser.step(1.0)


def test_muon_has_what_hidden_states_pass_through_and_nothing_else() -> None:
    hidden = {name for name, parameter in network().named_parameters() if is_hidden(name, parameter)}
    assert hidden == {"lstm.0.weight_hh_l0", "lstm.1.weight_ih_l0", "lstm.1.weight_hh_l0"}


def test_without_a_rate_for_muon_it_is_adamw() -> None:
    ours, theirs = network(), network()
    plain = torch.optim.AdamW(theirs.parameters(), lr=0.01, betas=(0.9, 0.99), weight_decay=0.1)
    learn(ours, Optimiser(ours, rate=0.01, muon_rate=0.0, weight_decay=0.1), range(5))
    for step in range(5):
        rows = torch.randn(6, 4, 3, generator=torch.Generator().manual_seed(step))
        rows[..., 2] = (rows[..., 2] > 1).float()
        plain.zero_grad()
        mixture_nats(theirs(rows[:-1])[0], rows[1:]).mean().backward()
        plain.step()
    for one, other in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=0)


def test_muons_step_moves_every_direction_alike() -> None:
    net = network()
    before = net.lstm[0].weight_hh_l0.detach().clone()
    learn(net, Optimiser(net, rate=0.01, muon_rate=0.01, weight_decay=0.0), range(1))
    moved = torch.linalg.svdvals(net.lstm[0].weight_hh_l0.detach() - before) / (0.01 * 2)  # √(64 rows / 16 columns)
    assert moved.max() < 1.3 and moved[:8].min() > 0.6  # five Newton–Schulz steps bring all but the least near 1
    first = network()
    share = Optimiser(first, rate=0.01, muon_rate=0.01, weight_decay=0.0)
    first(torch.zeros(2, 1, 3))[0].sum().backward()
    held = copy.deepcopy(first.state_dict())
    share.step(0.0)
    assert all(torch.equal(held[name], value) for name, value in first.state_dict().items())


@pytest.mark.parametrize("muon_rate", [0.0, 0.01])
def test_a_kept_state_goes_on_as_it_would_have(muon_rate: float) -> None:
    whole = network()
    learn(whole, Optimiser(whole, rate=0.01, muon_rate=muon_rate, weight_decay=0.1), range(9))
    part = network()
    first = Optimiser(part, rate=0.01, muon_rate=muon_rate, weight_decay=0.1)
    learn(part, first, range(4))
    kept = {name: value.clone() for name, value in first.tensors().items()}
    second = Optimiser(part, rate=0.01, muon_rate=muon_rate, weight_decay=0.1)
    second.restore(kept, 4)
    learn(part, second, range(4, 9))
    for one, other in zip(part.parameters(), whole.parameters(), strict=True):
        assert torch.equal(one, other)


@pytest.mark.parametrize("name", ["momentum_buffer.lstm.0.weight_hh_l0", "exp_avg.head.bias"])
@pytest.mark.parametrize("fault", ["missing", "misshapen"])
def test_a_state_that_does_not_fit_is_refused_by_name(name: str, fault: str) -> None:
    net = network()
    optimiser = Optimiser(net, rate=0.01, muon_rate=0.01, weight_decay=0.0)
    learn(net, optimiser, range(1))
    kept = optimiser.tensors()
    kept[name] = kept[name][:-1]
    if fault == "missing":
        del kept[name]
    with pytest.raises(ValueError, match=name):
        optimiser.restore(kept, 1)

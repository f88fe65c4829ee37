"""A run on whole lines learns, is the same each time, has the network that was counted, and says so when it breaks."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from lab.engine import whole_line_run
from lab.engine.runs import mean_nats
from lab.engine.whole_line_run import HEAD_COLUMNS, optimiser_of, train
from lab.networks.budget import count_parameters
from tests.lab.rows import TINY, study_ink
from training.network import Config, Network
from training.precision import autocast, choose

LINES = replace(TINY, layers=2, batch=1, window=90, carry=False, feed="bucketed", steps=4)


def silent(step: int, nats: float) -> None: ...


def test_it_learns_and_the_same_seed_learns_the_same() -> None:
    setting = replace(LINES, steps=40)
    network, one = train(setting, study_ink(), 1, "small", silent)
    _, again = train(setting, study_ink(), 1, "small", silent)
    _, other = train(setting, study_ink(), 2, "small", silent)
    assert one.curve == again.curve and one.nats == again.nats and one.curve != other.curve
    assert sum(one.curve[-5:]) < sum(one.curve[:5]) and len(one.norms) == 40 and one.points_per_s > 0
    assert one.parameters == count_parameters(setting.shape(one.hidden)) == sum(p.numel() for p in network.parameters())
    with autocast("cpu", choose()):
        assert one.nats == pytest.approx(mean_nats(network, study_ink().dev))


def test_half_precision_costs_next_to_nothing() -> None:
    network, result = train(LINES, study_ink(), 1, "small", silent)
    assert mean_nats(network, study_ink().dev) == pytest.approx(result.nats, abs=0.02)


def test_less_data_is_the_first_lines() -> None:
    few = replace(study_ink(), train=study_ink().train[:3])
    assert (
        train(replace(LINES, lines=3), study_ink(), 1, "a", silent)[1].curve
        == train(LINES, few, 1, "a", silent)[1].curve
    )


def test_a_run_that_breaks_says_at_which_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_line_run, "mixture_nats", lambda head, target: head[..., 0] * math.nan)
    _, result = train(LINES, study_ink(), 1, "small", silent)
    assert result.diverged == 0 and result.nats == math.inf


def test_muon_has_what_hidden_states_are_multiplied_by_and_a_wide_head_a_smaller_rate() -> None:
    for hidden, share in ((20, 1.0), (HEAD_COLUMNS, 0.5)):
        network = Network(Config(2, hidden, 1))
        optimisers = optimiser_of(network, rate=0.1)
        before = {name: parameter.detach().clone() for name, parameter in network.named_parameters()}
        for parameter in network.parameters():
            parameter.grad = torch.ones_like(parameter)
        optimisers.step(0.5)
        moved = {name: float((p - before[name]).detach().abs().max()) for name, p in network.named_parameters()}
        assert moved["head.bias"] == pytest.approx(0.05, rel=1e-3)
        assert moved["lstm.0.bias_hh_l0"] == pytest.approx(0.05, rel=1e-3)
        assert moved["head.weight"] == pytest.approx(0.05 * share, rel=1e-3)
        assert moved["lstm.1.weight_hh_l0"] != pytest.approx(0.05, rel=1e-2)
        optimisers.zero_grad()
        assert all(parameter.grad is None for parameter in network.parameters())


@pytest.mark.parametrize(
    "wrong, why",
    [
        ({"cell": "gru"}, "plain LSTM"),
        ({"skips": False}, "plain LSTM"),
        ({"feed": "lanes"}, "whole"),
        ({"carry": True}, "zeros"),
    ],
)
def test_what_the_kernels_or_the_lines_cannot_be_is_refused(wrong: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=f"odd: .*{why}"):
        train(replace(LINES, **wrong), study_ink(), 1, "odd", silent)  # type: ignore[arg-type]

"""A run learns, is the same each time, and says so when it breaks."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from lab.engine.runs import clip_gradient, mean_nats, rate_at, train
from lab.networks.budget import Setting
from tests.lab.rows import TINY, study_ink
from training.network import mixture_nats
from training.recipe import Recipe
from training.recipe import rate_at as recipes_rate


def silent(step: int, nats: float) -> None: ...


def test_it_learns_and_the_same_seed_learns_the_same() -> None:
    setting = replace(TINY, steps=60, rate=1e-2)
    network, one = train(setting, study_ink(), 1, "LSTM", silent)
    _, again = train(setting, study_ink(), 1, "LSTM", silent)
    _, other = train(setting, study_ink(), 2, "LSTM", silent)
    assert one.curve == again.curve and one.nats == again.nats and one.curve != other.curve
    assert sum(one.curve[-5:]) < sum(one.curve[:5]) and len(one.norms) == 60 and one.points_per_s > 0
    assert one.nats == pytest.approx(mean_nats(network, study_ink().dev))


def test_the_price_is_that_of_every_line_alone() -> None:
    network, result = train(TINY, study_ink(), 1, "LSTM", silent)
    losses = []
    for rows in study_ink().dev:
        with torch.no_grad():
            head, _ = network(torch.from_numpy(rows[:-1, None]))
        losses.append(mixture_nats(head[:, 0], torch.from_numpy(rows[1:, :3])))
    assert result.nats == pytest.approx(float(torch.cat(losses).mean()), abs=1e-5)


def test_a_carried_state_changes_what_is_learnt() -> None:
    carried, cut = (train(replace(TINY, carry=carry), study_ink(), 1, "LSTM", silent)[1] for carry in (True, False))
    assert carried.curve[0] == cut.curve[0] and carried.curve[1] != cut.curve[1]


def test_a_run_that_breaks_says_at_which_step() -> None:
    setting = replace(TINY, cell="rnn-relu", steps=40, rate=1e6, clip=math.inf)
    _, result = train(setting, study_ink(), 1, "RNN", silent)
    assert result.diverged is not None and 0 < result.diverged < 40 and result.nats == math.inf


def test_the_rate_is_the_recipes() -> None:
    setting, recipe = replace(TINY, steps=90, warmup=0.1), Recipe("x", steps=90, warmup=0.1, rate=TINY.rate)
    assert [rate_at(step, setting) for step in range(90)] == [recipes_rate(step, recipe) for step in range(90)]


def test_a_gradient_is_clipped_by_norm_or_by_value() -> None:
    network = torch.nn.Linear(2, 1)

    def clipped(setting: Setting) -> tuple[float, list[float]]:
        network.weight.grad, network.bias.grad = torch.tensor([[3.0, -4.0]]), torch.tensor([12.0])
        norm = clip_gradient(network, setting)
        return norm, [*network.weight.grad.flatten().tolist(), *network.bias.grad.tolist()]

    norm, left = clipped(replace(TINY, clip=6.5))
    assert norm == pytest.approx(13.0) and left == pytest.approx([1.5, -2.0, 6.0], rel=1e-4)
    assert clipped(replace(TINY, clip=3.5, clip_by="value")) == (pytest.approx(13.0), [3.0, -3.5, 3.5])
    assert clipped(replace(TINY, clip=math.inf))[1] == [3.0, -4.0, 12.0]
    with pytest.raises(ValueError, match="length"):
        clipped(replace(TINY, clip_by="length"))  # type: ignore[arg-type]

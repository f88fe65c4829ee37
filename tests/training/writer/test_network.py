"""The network that writes text: what the live network says of primes, what padding may not change, and that it learns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from model.alphabet import to_ids
from model.checkpoint import LIVE, load
from model.input_rows import NEW_LINE
from model.sampler import Sampler
from tests.model import nets
from tests.training.writer.networks import CONFIG, WINDOW, learn_by_heart, lines, network
from training.network import Config, mixture_nats
from training.tensors import fill
from training.writer.batch import Sample, TextBatch, collate_texts
from training.writer.network import WriterNetwork
from training.writer.pairs import PairedLines
from training.writer.settings import Pairs, Window

SCALE = (0.75, 0.5)


def sample(begin: int, rows: int, text: str, seed: int = 1) -> Sample:
    ink = nets.ink(rows, 4, seed)
    ink[begin] = NEW_LINE
    return Sample(ink, begin, to_ids(text), np.ones(rows - 1, dtype=np.float32))


def heads(net: WriterNetwork, batch: TextBatch) -> torch.Tensor:
    with torch.no_grad():
        return net.predict(batch)


def test_it_begins_as_the_live_network_on_ink_without_text() -> None:
    tensors, config = load(LIVE)
    torch.manual_seed(1)
    net = WriterNetwork(Config(config["layers"], config["hidden"], config["components"], 4), Window()).eval()
    fill(net, tensors, "", LIVE, new="text.")
    live = Sampler(tensors, config)
    one = sample(200, 320, "and then a text")
    said = heads(net, collate_texts([one], live.input_scale))[:, 0].numpy()
    theirs = live.heads(one.rows[:-1])
    assert np.abs(said[:200] - theirs[:200]).max() < 1e-4
    # with its text in the new columns it is at first nearly the same
    assert 1e-3 < np.abs(said[200:] - theirs[200:]).mean() < 0.1


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_batch_is_its_lines_one_by_one(layers: int) -> None:
    net = network(config=Config(layers, 16, 3, 4))
    samples = [sample(9, 31, "first"), sample(0, 12, "a second one", 2), sample(20, 21, "", 3)]
    whole = heads(net, collate_texts(samples, SCALE))
    for b, one in enumerate(samples):
        alone = heads(net, collate_texts([one], SCALE))
        assert torch.allclose(whole[: len(alone), b], alone[:, 0], atol=1e-5)


def test_what_is_read_of_a_text_is_that_text_alone() -> None:
    net = network()
    one, other = (heads(net, collate_texts([sample(9, 31, text)], SCALE)) for text in ("one text", "two text"))
    assert torch.equal(one[:9], other[:9])  # hidden until row 9
    assert (one[9:] - other[9:]).abs().amax((1, 2)).min() > 1e-4


def test_half_precision_is_near() -> None:
    net, batch = network(louder=10.0), collate_texts([sample(9, 31, "first")], SCALE)
    exact = heads(net, batch)
    with torch.autocast("cpu", torch.bfloat16):
        near = heads(net, batch)
    assert near.dtype == torch.float32 and torch.allclose(exact, near, atol=0.05) and not torch.equal(exact, near)


def test_it_learns_by_heart_what_texts_say() -> None:
    net = network(louder=1.0).train()
    batch = collate_texts([PairedLines(lines(), Pairs()).plain(index) for index in range(4)], SCALE)
    assert learn_by_heart(net, batch) > 1.0
    assert all(part.grad is not None and part.grad.any() for part in net.parameters() if part.requires_grad)


def test_its_parameters_are_those_of_a_checkpoint() -> None:
    from model.alphabet import CHARACTERS
    from model.checkpoint import TEXT_WINDOW, expected_shapes

    config = {
        "architecture": TEXT_WINDOW,
        "inputs": ["dx", "dy", "lift", "height"],
        "alphabet": CHARACTERS,
        "window": WINDOW.to_json(),
        **{key: getattr(CONFIG, key) for key in ("layers", "hidden", "components")},
    }
    assert {name: tuple(value.shape) for name, value in network().state_dict().items()} == expected_shapes(config)


def test_a_lift_costs_as_well_whether_it_ends_the_text() -> None:
    """By hand: at rows that may read the text, and whose next one lifts the pen, and at no others."""
    net = network()
    with torch.no_grad():
        net.text.end.weight.normal_()
    ink = sample(9, 31, "first")
    for whole in (True, False):
        batch = collate_texts([replace(ink, whole=whole)], SCALE)
        with torch.no_grad():
            head, end, _, _ = net.read(batch)
            more = (net.nats(batch) - mixture_nats(head, batch.target))[:, 0].numpy()
        lifts = (ink.rows[1:, 2] > 0.5) & (np.arange(30) >= 9)
        last = (np.arange(30) == 29) & whole
        chance = 1 / (1 + np.exp(-end[:, 0].numpy().astype(float)))
        assert lifts.any() and more == pytest.approx(-np.log(np.where(last, chance, 1 - chance)) * lifts, abs=1e-5)


def test_the_end_of_a_text_is_learnt() -> None:
    net = network(louder=1.0).train()
    ink = [replace(sample(0, 31, "first", seed), whole=True) for seed in range(4)]
    for one in ink:
        one.rows[:, 2] = 0.0
        one.rows[[5, 14, 22, 30], 2] = 1.0
    batch = collate_texts(ink, SCALE)
    optimiser = torch.optim.Adam(net.parameters(), 0.03)
    for _ in range(100):
        optimiser.zero_grad()
        net.nats(batch).mean().backward()
        optimiser.step()
    with torch.no_grad():
        end = net.read(batch)[1]
    assert end[29].min() > 0 and end[[4, 13, 21]].max() < 0


def test_without_gradient_through_what_is_before_the_texts_the_costs_are_the_same() -> None:
    net = network()
    batch = collate_texts(
        [
            replace(sample(9, 31, "first"), hand=nets.ink(50, 4, 5)),
            sample(14, 40, "a second one", 2),
            sample(39, 40, "", 3),
        ],
        SCALE,
    )
    whole = net.nats(batch)
    net.through = False
    rest = net.nats(batch)
    assert not rest[:9].any() and torch.allclose(rest[9:], whole[9:], atol=1e-5)
    rest.sum().backward()
    assert all(part.grad is not None and part.grad.any() for part in net.parameters() if part.requires_grad)
    alone = collate_texts([sample(11, 12, "", 3)], SCALE)  # all hidden
    assert torch.allclose(net.nats(alone), mixture_nats(net.predict(alone), alone.target), atol=1e-5)

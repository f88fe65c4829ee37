"""Ways of choosing symbols: the likeliest, by chance as often as the softmax says, and what the widest beam finds."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
from torch import Tensor

from lab.captions.say import Caption, by_beam, by_chance
from tests.training.captioner.test_network import batch, network
from training.captioner.decoder import END
from training.captioner.network import CaptionerNetwork


def encoded(net: CaptionerNetwork, line: int = 0) -> Tensor:
    with torch.no_grad():
        return net(batch(line))[2][:, 0]


def nats_of(net: CaptionerNetwork, frames: Tensor, labels: tuple[int, ...], *, ended: bool) -> float:
    """−log of how likely the decoder, told it all, holds a caption."""
    told = torch.tensor([*labels, 1], dtype=torch.int64)[:, None]  # the last is not asked about
    with torch.no_grad():
        log_probs = net.decoder(frames[:, None], torch.tensor([len(frames)]), told, net.dropout)[:, 0].double()
    wanted = [*labels, END] if ended else labels
    return -float(sum(log_probs[k, label] for k, label in enumerate(wanted)))


@pytest.mark.parametrize("seed", range(3))
def test_at_zero_it_is_the_likeliest_each_time(seed: int) -> None:
    net = network(seed)
    frames = encoded(net)
    with torch.no_grad():
        cold, warm, again = by_chance(net.decoder, frames, (0.0, 2.0, 0.0), 100, np.random.default_rng(1))
        greedy = net.captions(frames[:, None], torch.tensor([len(frames)]))[0]
    assert list(cold.labels) == greedy == list(again.labels) and cold.ended == (len(greedy) < 100)
    for caption in (cold, warm):
        assert caption.nats == pytest.approx(nats_of(net, frames, caption.labels, ended=caption.ended), rel=1e-4)


def test_symbols_come_as_often_as_the_softmax_at_their_temperature_says() -> None:
    net = network(2)
    frames = encoded(net)
    with torch.no_grad():
        log_probs = net.decoder(
            frames[:, None], torch.tensor([len(frames)]), torch.ones(1, 1, dtype=torch.int64), net.dropout
        )
        for temperature in (0.5, 1.5):
            said = by_chance(net.decoder, frames, (temperature,) * 4000, 1, np.random.default_rng(1))
            first = [caption.labels[0] if caption.labels else END for caption in said]
            wanted = torch.softmax(log_probs[0, 0] / temperature, dim=0).numpy()
            found = np.bincount(first, minlength=len(wanted)) / len(first)
            assert np.abs(found - wanted).max() < 0.03
    assert all(caption.ended == (not caption.labels) for caption in said)


@pytest.mark.parametrize("seed", range(4))
def test_the_widest_beam_finds_the_likeliest_caption_of_all(seed: int) -> None:
    net = network(seed)
    with torch.no_grad():
        net.decoder.head.bias[END] += 1.0  # so that it ends soon
        frames = encoded(net, 1)
        classes = range(1, len(net.alphabet) + 1)
        every = [labels for length in range(3) for labels in product(classes, repeat=length)]
        nats = {labels: nats_of(net, frames, labels, ended=True) for labels in every}
        best = min(nats, key=lambda labels: nats[labels])
        wide = by_beam(net.decoder, frames, 40, 3)
        narrow = by_beam(net.decoder, frames, 1, 50)
        greedy = by_chance(net.decoder, frames, (0.0,), 50, np.random.default_rng(0))[0]
    if wide.ended:
        assert wide.labels == best and wide.nats == pytest.approx(nats[best], rel=1e-4)
    else:
        assert wide.nats < nats[best]
    assert narrow.nats <= greedy.nats + 1e-6 or not narrow.ended


def test_a_caption_without_end_says_so() -> None:
    net = network(1)
    with torch.no_grad():
        net.decoder.head.bias[END] = -1e4
        frames = encoded(net)
        found = [
            by_beam(net.decoder, frames, 3, 7),
            *by_chance(net.decoder, frames, (0.0, 1.0), 7, np.random.default_rng(0)),
        ]
    assert all(len(caption.labels) == 7 and not caption.ended for caption in found)
    assert isinstance(found[0], Caption)

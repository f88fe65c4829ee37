"""The network that captions pictures: padding, its two losses, what it says, and numpy's form of it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from model.caption_decoder import END
from model.captioner import Captioner
from model.captioner_form import captioner_shapes
from model.ctc import log_likelihood
from tests.model import nets
from training.captioner.batch import PictureBatch, collate_pictures
from training.captioner.network import CaptionerNetwork
from training.captioner.settings import Caption
from training.dropout import LineDropout
from training.network import Config
from training.optimise import is_hidden
from training.tensors import arrays

CONFIG = nets.captioner_parts()[1]
ALPHABET = CONFIG["alphabet"]
WIDTHS, TEXTS = (60, 24, 90, 12), ("abc", "a", "c da", "d")


def network(seed: int = 1) -> CaptionerNetwork:
    torch.manual_seed(seed)
    sizes = CONFIG["caption"]
    net = CaptionerNetwork(Config(2, CONFIG["hidden"]), Caption(**sizes, misled=0.0), ALPHABET)
    with torch.no_grad():
        for parameter in net.parameters():  # larger than at the start: gates open and close
            parameter.mul_(1.5)
    return net.eval()


def batch(*chosen: int) -> PictureBatch:
    pictures = [np.random.default_rng(k).random((6, 40, WIDTHS[k]), dtype=np.float32) for k in chosen]
    labels = [[ALPHABET.index(character) + 1 for character in TEXTS[k]] for k in chosen]
    return collate_pictures(pictures, labels, [TEXTS[k] for k in chosen])


def test_its_tensors_are_those_of_its_form() -> None:
    found = {name: tuple(value.shape) for name, value in network().state_dict().items()}
    assert found == captioner_shapes(CONFIG)


def test_a_batch_is_its_lines_one_by_one() -> None:
    net, whole = network(), batch(0, 1, 2, 3)
    with torch.no_grad():
        log_probs, frames_in, frames = net(whole)
        said = net.decoder(frames, frames_in, whole.labels, net.dropout)
        captions = net.captions(frames, frames_in)
        nats = 0.0
        for b in range(4):
            one = batch(b)
            alone, own, seen = net(one)
            assert own.tolist() == [frames_in[b]] == [WIDTHS[b] // 2]
            assert torch.allclose(log_probs[: own[0], b], alone[:, 0], atol=1e-5)
            told = net.decoder(seen, own, one.labels, net.dropout)
            assert torch.allclose(said[: len(told), b], told[:, 0], atol=1e-5)
            assert net.captions(seen, own)[0] == captions[b]
            nats += float(net.total(one)[0])
        total, count = net.total(whole)
    assert float(total) == pytest.approx(nats, rel=1e-5) and count == sum(map(len, TEXTS))


def test_the_loss_is_both_heads_in_full() -> None:
    net, one = network(), batch(0)
    with torch.no_grad():
        log_probs, frames_in, frames = net(one)
        said = net.decoder(frames, frames_in, one.labels, net.dropout)[:, 0]
        total, _ = net.total(one)
    labels = one.labels[:, 0].tolist()
    by_ctc = -log_likelihood(log_probs[:, 0].numpy(), labels)
    told = -sum(float(said[k, label]) for k, label in enumerate([*labels, END]))
    assert float(total) == pytest.approx(by_ctc + told, rel=1e-5)
    assert len(said) == len(labels) + 1 and torch.allclose(said.exp().sum(dim=1), torch.ones(len(said)))


def test_the_gradient_knows_no_padding_and_reaches_everything() -> None:
    alone, beside = network(), network()
    (alone.total(batch(2))[0] + alone.total(batch(3))[0]).backward()
    beside.total(batch(2, 3))[0].backward()
    for (name, one), other in zip(alone.named_parameters(), beside.parameters(), strict=True):
        assert one.grad is not None and other.grad is not None
        assert torch.allclose(one.grad, other.grad, rtol=1e-3, atol=1e-4), name
        assert one.grad.abs().max() > 0, name


def test_numpy_says_the_same() -> None:
    net = network()
    runtime = Captioner(arrays(net, ""), CONFIG)
    one = batch(2)
    with torch.no_grad():
        log_probs, frames_in, frames = net(one)
        told = net.decoder(frames, frames_in, one.labels, net.dropout)[:, 0].numpy()
    seen = runtime.encode(one.pictures[0].numpy())
    assert np.allclose(seen, frames[:, 0].numpy(), atol=1e-5)
    assert np.allclose(runtime.log_probs(seen), log_probs[:, 0].numpy(), atol=1e-4)
    look = runtime.decoder.begin(seen)
    own = [look.step(label) for label in (END, *one.labels[:, 0].tolist())]
    assert np.allclose(own, told, atol=1e-4)
    assert [said.label for said in runtime.decoder.caption(seen, 100)][: len(own)] == (
        [*net.captions(frames, frames_in)[0], END][: len(own)]
    )


def test_some_of_what_it_is_told_is_wrong_in_training_alone() -> None:
    net = network()
    net.decoder.caption = Caption(**CONFIG["caption"], misled=1.0)
    labels = batch(0, 2).labels
    torch.manual_seed(4)
    changed = net.decoder._misled(labels)
    assert bool((changed[labels == END] == END).all()) and bool((changed[labels != END] != END).all())
    assert not torch.equal(changed, labels) and int(changed.max()) <= len(ALPHABET)
    with torch.no_grad():
        _, frames_in, frames = net(batch(0))
        first = net.decoder(frames, frames_in, batch(0).labels, net.dropout)
        assert torch.equal(first, net.decoder(frames, frames_in, batch(0).labels, net.dropout))


def test_it_learns_a_few_pictures_by_heart_with_dropout_and_muon_has_the_lstm() -> None:
    net, every = network(), batch(0, 1, 2, 3)
    assert sum(is_hidden(name, own) for name, own in net.named_parameters()) == 2  # of matrices so small
    net.train()
    net.dropout = LineDropout(0.02)
    optimiser = torch.optim.Adam(net.parameters(), lr=0.02)
    for step in range(320):
        net.dropout.begin((1, step), range(4))
        optimiser.zero_grad()
        nats, _ = net.total(every)
        (nats / 8).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
    net.eval()
    with torch.no_grad():
        figures = net.judge(every)
    assert set(figures) >= {"nats_per_character", "ctc_nats_per_character", "word_error"}
    for name in ("character_error", "caption_error"):
        wrong, count = figures[name]
        assert count == sum(map(len, TEXTS)) and wrong == 0
    loss, characters = figures["nats_per_character"]
    assert math.isfinite(loss) and loss / characters < 1.0

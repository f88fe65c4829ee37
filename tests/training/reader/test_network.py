"""The network that reads ink: its loss against a sum over all paths, padding, and numpy's form of it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from model.checkpoint import CTC_READER, expected_shapes
from model.ctc import best_path, log_likelihood
from model.input_rows import COLUMNS
from model.reader import Reader
from model.reader_form import columns_read
from tests.model import nets
from tests.model.test_ctc import all_paths, summed
from training.dropout import LineDropout
from training.network import Config
from training.optimise import is_hidden
from training.reader.batch import ReadBatch, collate_read
from training.reader.edits import edits
from training.reader.network import ReaderNetwork
from training.reader.settings import Frames
from training.tensors import arrays

ALPHABET = "ab "
SCALE = (0.75, 0.5)
LENGTHS = (37, 5, 24, 1)


def network(layers: int = 2, stride: int = 4, seed: int = 1) -> ReaderNetwork:
    torch.manual_seed(seed)
    net = ReaderNetwork(Config(layers, 12), Frames(6, 8, stride), ALPHABET)
    with torch.no_grad():
        for parameter in net.parameters():  # larger than at the start: gates open and close
            parameter.mul_(2.0)
    return net.eval()


def batch(*lengths: int, texts: tuple[str, ...] | None = None) -> ReadBatch:
    rows = [columns_read(nets.ink(length, seed=length), SCALE) for length in lengths]
    told = texts or tuple("ab"[: -(-length // 20)] for length in lengths)
    return collate_read(rows, [[ALPHABET.index(c) + 1 for c in text] for text in told], told)


def test_its_tensors_are_those_of_its_form() -> None:
    config = {"architecture": CTC_READER, "layers": 2, "hidden": 12, "alphabet": ALPHABET, "inputs": COLUMNS}
    config["frames"] = Frames(6, 8, 4).to_json()
    assert {name: tuple(value.shape) for name, value in network().state_dict().items()} == expected_shapes(config)


@pytest.mark.parametrize("text", ["", "a", "ab", "aa", "b a"])
def test_the_loss_is_the_sum_over_all_paths(text: str) -> None:
    net, one = network(), batch(19, texts=(text,))
    with torch.no_grad():
        log_probs, frames = net(one.rows, one.lengths)
        nats, count = net.total(one)
    assert frames.tolist() == [5] and count == len(text)
    own = log_probs[:, 0].numpy()
    paths = all_paths(own)[tuple(ALPHABET.index(c) + 1 for c in text)]
    assert float(nats) == pytest.approx(-summed(paths), abs=1e-4)


@pytest.mark.parametrize(("layers", "stride"), [(1, 4), (2, 2), (3, 4)])
def test_a_batch_is_its_lines_one_by_one(layers: int, stride: int) -> None:
    net, whole = network(layers, stride), batch(*LENGTHS)
    with torch.no_grad():
        log_probs, frames = net(whole.rows, whole.lengths)
        nats = 0.0
        for b, length in enumerate(LENGTHS):
            one = batch(length)
            alone, own = net(one.rows, one.lengths)
            assert own.tolist() == [frames[b]] == [math.ceil(length / stride)]
            assert torch.allclose(log_probs[: own[0], b], alone[:, 0], atol=1e-5)
            nats += float(net.total(one)[0])
        assert float(net.total(whole)[0]) == pytest.approx(nats, rel=1e-5)


def test_the_gradient_knows_no_padding_either() -> None:
    def gradient(*batches: ReadBatch) -> torch.Tensor:
        net = network()
        for one in batches:
            net.total(one)[0].backward()
        return torch.cat([parameter.grad.flatten() for parameter in net.parameters()])

    whole, parts = gradient(batch(*LENGTHS)), gradient(*(batch(length) for length in LENGTHS))
    assert whole.abs().max() > 0.01 and torch.allclose(whole, parts, atol=1e-4)


def test_both_directions_reach_over_the_whole_line() -> None:
    net, one = network(), batch(37)
    with torch.no_grad():
        before = net(one.rows, one.lengths)[0]
        for row, frame in ((0, -1), (36, 0)):
            changed = one.rows.clone()
            changed[row] += 1.0
            assert (net(changed, one.lengths)[0] - before)[frame].abs().max() > 1e-6


def test_a_text_of_too_many_characters_costs_nothing_and_no_number_is_lost() -> None:
    net = network()
    nats, count = net.total(batch(5, 20, texts=("ababab", "ab")))
    nats.backward()
    alone = net.total(batch(20, texts=("ab",)))[0]
    assert nats.item() == pytest.approx(alone.item(), rel=1e-4) and count == 8
    assert all(bool(torch.isfinite(torch.as_tensor(parameter.grad)).all()) for parameter in net.parameters())


def test_numpys_form_says_the_same() -> None:
    for layers, stride in ((1, 2), (3, 4)):
        net = network(layers, stride)
        config = nets.reader_parts()[1] | {"layers": layers, "hidden": 12, "alphabet": ALPHABET}
        config |= {"frames": Frames(6, 8, stride).to_json(), "input_scale": list(SCALE)}
        reader = Reader(arrays(net, ""), config)
        for length in (*LENGTHS, 200):
            one = batch(length)
            with torch.no_grad():
                wanted = net(one.rows, one.lengths)[0][:, 0].numpy()
            said = reader.log_probs(nets.ink(length, seed=length))
            assert said.shape == wanted.shape and np.abs(said - wanted).max() < 1e-4


def test_judged_by_what_the_likeliest_paths_say() -> None:
    net, whole = network(), batch(37, 24, texts=("ab b", "aab"))
    with torch.no_grad():
        figures = net.judge(whole)
        log_probs, frames = net(whole.rows, whole.lengths)
    wrong, nats = 0, 0.0
    for b, written in enumerate(whole.written):
        own = log_probs[: frames[b], b].numpy()
        wrong += edits("".join(ALPHABET[label - 1] for label in best_path(own)), written)
        nats -= log_likelihood(own, [ALPHABET.index(c) + 1 for c in written])
    assert figures["character_error"] == (wrong, 7) and wrong
    assert figures[net.loss] == (pytest.approx(nats, rel=1e-4), 7)
    assert figures["word_error"][1] == 3


def test_the_runs_dropout_and_muon_know_its_parts() -> None:
    net, whole = network().train(), batch(*LENGTHS)
    net.dropout = dropout = LineDropout(0.5)
    said = []
    for lines in ((0, 1, 2, 3), (0, 1, 2, 3), (5, 1, 2, 3)):
        dropout.begin((1,), lines)
        said.append(net(whole.rows, whole.lengths)[0])
    assert torch.equal(said[0], said[1])
    assert not torch.allclose(said[0][:, 0], said[2][:, 0]) and torch.allclose(said[0][:1, 1], said[2][:1, 1])
    wide = ReaderNetwork(Config(2, 16), Frames(16, 16, 4), ALPHABET)
    hidden = {name for name, value in wide.named_parameters() if is_hidden(name, value)}
    assert hidden == {name for name, value in wide.named_parameters() if name.startswith("lstm.") and value.ndim == 2}
    assert len(hidden) == 8

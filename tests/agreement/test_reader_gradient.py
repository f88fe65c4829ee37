"""What an adapted reader learns by, in numpy, against torch: CTC's gradient, and that of bidirectional LSTM layers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from model.blstm import Blstm
from model.blstm_gradient import LayerRun
from model.ctc import log_likelihood
from model.ctc_gradient import ctc_gradient
from model.reader_form import blstm_shapes
from training.reader.blstm import Blstm as TorchBlstm

LENGTHS = np.array([9, 14, 1, 6])
LABELS = [[1, 2, 2, 3], [4, 1, 1, 1, 2], [2], []]


def test_ctc():
    random = np.random.default_rng(3)
    scores = torch.tensor(random.normal(0, 1.5, (14, 4, 5)), dtype=torch.float64, requires_grad=True)
    log_probs = functional.log_softmax(scores, dim=2)
    counts = torch.tensor([len(own) for own in LABELS])
    flat = torch.tensor([label for own in LABELS for label in own])
    nats = functional.ctc_loss(log_probs, flat, torch.tensor(LENGTHS), counts, reduction="none")
    nats.sum().backward()
    found, gradient = ctc_gradient(log_probs.detach().numpy().astype(np.float32), LENGTHS, LABELS)
    assert scores.grad is not None
    np.testing.assert_allclose(found, nats.detach().numpy(), rtol=1e-5)
    np.testing.assert_allclose(gradient, scores.grad.numpy(), atol=1e-5)
    for line, own in enumerate(LABELS):
        mine = log_probs[: LENGTHS[line], line].detach().numpy().astype(np.float32)
        assert found[line] == pytest.approx(-log_likelihood(mine, own), rel=1e-5)


def test_ctc_of_too_few_frames():
    log_probs = np.full((3, 2, 4), np.log(0.25), dtype=np.float32)
    nats, gradient = ctc_gradient(log_probs, np.array([3, 3]), [[1, 1], [1, 1, 1]])  # the second needs 5
    assert np.isfinite(nats[0]) and nats[1] == np.inf
    assert np.abs(gradient[:, 0]).max() > 0 and not gradient[:, 1].any()


def test_blstm():
    random = np.random.default_rng(5)
    hidden, inputs = 6, 5
    weights = {
        name: random.normal(0, 0.4, shape).astype(np.float32) for name, shape in blstm_shapes(2, hidden, inputs).items()
    }
    network = TorchBlstm([inputs, 2 * hidden], hidden)
    network.load_state_dict({name.removeprefix("lstm."): torch.from_numpy(w) for name, w in weights.items()})
    below = random.normal(0, 1, (14, 4, inputs)).astype(np.float32)
    above = random.normal(0, 1, (14, 4, 2 * hidden)).astype(np.float32)
    above[np.arange(14)[:, None] >= LENGTHS] = 0.0
    seen = torch.tensor(below, requires_grad=True)
    out = network.run(seen, torch.tensor(LENGTHS), nn.Dropout(0.0))
    (out * torch.from_numpy(above)).sum().backward()
    first = LayerRun(weights, 0, below, LENGTHS)
    second = LayerRun(weights, 1, first.out, LENGTHS)
    np.testing.assert_allclose(second.out, out.detach().numpy(), atol=1e-5)
    for line, frames in enumerate(LENGTHS):  # as the app runs it, a line alone
        np.testing.assert_allclose(second.out[:frames, line], Blstm(weights, 2).run(below[:frames, line]), atol=1e-5)
    between, found = second.gradient(above)
    bottom, lower = first.gradient(between)
    found |= lower
    assert seen.grad is not None
    np.testing.assert_allclose(bottom, seen.grad.numpy(), atol=1e-5)
    named = dict(network.named_parameters())
    assert {f"lstm.{name}" for name in named if "bias_hh" not in name} == set(found)
    for name, gradient in found.items():
        wanted = named[name.removeprefix("lstm.")].grad
        assert wanted is not None
        np.testing.assert_allclose(gradient, wanted.numpy(), atol=3e-5, err_msg=name)

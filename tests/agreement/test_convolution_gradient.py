"""A captioner's convolutions and their gradients in numpy, against torch."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from model.convolution_gradient import PictureRun
from model.convolutions import Convolutions
from model.ink_picture import CHANNELS, HEIGHT
from tests.model import nets


def test_convolutions():
    weights, _ = nets.captioner_parts(seed=6)
    named = {
        name: torch.tensor(part, requires_grad=True)
        for name, part in weights.items()
        if name.startswith(("see.", "frame."))
    }
    random = np.random.default_rng(2)
    seen = random.normal(0, 1, (len(CHANNELS), HEIGHT, 26)).astype(np.float32)
    above = random.normal(0, 1, (13, len(weights["frame.bias"]))).astype(np.float32)
    made = torch.from_numpy(seen)[None]
    for k, pooled in enumerate(((2, 2), (2, 1), (2, 1), (1, 1))):
        made = functional.relu(functional.conv2d(made, named[f"see.{k}.weight"], named[f"see.{k}.bias"], padding=1))
        made = functional.max_pool2d(made, pooled)
    columns = functional.relu(functional.conv2d(made, named["frame.weight"], named["frame.bias"]))[0, :, 0].T
    (columns * torch.from_numpy(above)).sum().backward()
    run = PictureRun(weights, seen)
    np.testing.assert_allclose(run.columns, columns.detach().numpy(), atol=1e-4)
    np.testing.assert_allclose(run.columns, Convolutions(weights).run(seen), atol=1e-5)
    assert 0.2 < (run.columns > 0).mean() < 0.9  # some are cut
    found = run.gradient(above)
    assert set(found) == set(named)
    for name, gradient in found.items():
        wanted = named[name].grad
        assert wanted is not None and float(wanted.abs().max()) > 0.1
        np.testing.assert_allclose(gradient, wanted.numpy(), rtol=1e-3, atol=1e-3, err_msg=name)

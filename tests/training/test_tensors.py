"""What a checkpoint's arrays hold: numbers exactly, and a fingerprint that any weight changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from model.checkpoint import CheckpointError
from training.network import Config, Network
from training.tensors import arrays, fill, fingerprint, from_singles, in_singles


def test_a_number_in_singles_is_exact() -> None:
    for value in (0.0, -1.7075064673578181, 1 / 3, 16_777_217.0, 1e-7):
        assert from_singles(in_singles(value)) == value


def test_weights_go_to_arrays_and_back_and_every_bit_shows() -> None:
    one, other = (Network(Config(1, 4, 2, 3)) for _ in range(2))
    assert fingerprint(one) != fingerprint(other)
    fill(other, arrays(one, "average."), "average.", Path("x"))
    assert fingerprint(one) == fingerprint(other)
    with torch.no_grad():
        other.head.bias[1] = float(np.nextafter(np.float32(other.head.bias[1]), np.float32(9)))
    assert fingerprint(one) != fingerprint(other)


def test_arrays_that_do_not_fit_are_one_line() -> None:
    network = Network(Config(1, 4, 2, 3))
    with pytest.raises(CheckpointError, match=r"x: of another shape than the recipe: lstm.0.weight_ih_l0 is missing"):
        fill(network, {}, "", Path("x"))

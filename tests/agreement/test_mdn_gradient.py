"""The mixture's gradient equals torch's in double precision, at the clamps as well."""

import numpy as np
import pytest
import torch

from model.mdn_gradient import log_density_gradient
from training.network import mixture_nats


def torchs(head: np.ndarray, x: float, y: float, lift: bool) -> np.ndarray:
    leaf = torch.tensor(head, dtype=torch.double, requires_grad=True)
    nats = mixture_nats(leaf, torch.tensor([x, y, float(lift)], dtype=torch.double))
    (found,) = torch.autograd.grad(-nats, leaf)
    return np.asarray(found.numpy())


@pytest.mark.parametrize("components", [1, 2, 20])
@pytest.mark.parametrize("lift", [False, True])
def test_the_gradient_is_torchs(components: int, lift: bool) -> None:
    random = np.random.default_rng(components)
    for _ in range(20):
        head = random.normal(0.0, 1.5, 6 * components + 1)
        x, y = random.normal(0.0, 1.5, 2)
        assert log_density_gradient(head, x, y, lift) == pytest.approx(torchs(head, x, y, lift), rel=1e-9, abs=1e-11)


def test_a_clamped_deviation_gets_nothing() -> None:
    head = np.random.default_rng(1).normal(0.0, 1.0, 19)
    head[10:16] = (-9.0, 5.5, -7.0, 0.3, 6.0, 5.0)  # log σx, log σy, three components each
    found = log_density_gradient(head, 0.4, -0.2, False)
    assert found == pytest.approx(torchs(head, 0.4, -0.2, False), rel=1e-9, abs=1e-11)
    assert (found[[10, 11, 14]] == 0.0).all()

"""The mixture's gradient against torch's, in double precision, with clamps and whatever else may happen."""

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
def test_it_is_torchs(components: int, lift: bool) -> None:
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


def test_far_off_points_and_great_numbers_stay_finite() -> None:
    head = np.random.default_rng(2).normal(0.0, 1.0, 13)
    head[[0, 1, 11]] = (-800.0, 700.0, 30.0)
    found = log_density_gradient(head, 40.0, -30.0, True)
    assert np.isfinite(found).all() and found[0] == pytest.approx(1.0)
    assert log_density_gradient(head.astype(np.float32), 40.0, -30.0, True) == pytest.approx(found, rel=1e-4, abs=1e-3)


def test_a_head_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"6 · components \+ 1"):
        log_density_gradient(np.zeros(12), 0.0, 0.0, False)

"""The mixture's gradient far from the data, and heads of a wrong length."""

import numpy as np
import pytest

from model.mdn_gradient import log_density_gradient


def test_far_off_points_and_great_numbers_stay_finite() -> None:
    head = np.random.default_rng(2).normal(0.0, 1.0, 13)
    head[[0, 1, 11]] = (-800.0, 700.0, 30.0)
    found = log_density_gradient(head, 40.0, -30.0, True)
    assert np.isfinite(found).all() and found[0] == pytest.approx(1.0)
    assert log_density_gradient(head.astype(np.float32), 40.0, -30.0, True) == pytest.approx(found, rel=1e-4, abs=1e-3)


def test_a_head_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"6 · components \+ 1"):
        log_density_gradient(np.zeros(12), 0.0, 0.0, False)

"""Runs in the made-up hand, each point with its letter."""

from __future__ import annotations

import numpy as np
import pytest

from tools.synthetic.written_runs import write_run


@pytest.mark.parametrize("slant", [-0.2, 0.12, 0.5])
def test_letters_stand_in_their_order_and_each_has_ink(slant: float):
    for seed in range(6):
        run = write_run("quickjumping", slant, seed)
        middles = [np.median(run.ink(k) @ (1.0, slant)) for k in range(12)]
        assert (np.diff(middles) > 0.2).all()
        assert run.bounds[1] < -1.8 and run.bounds[3] > 0.7

"""What is made of the shares left: when it is gone, and that the width decides of a normal start alone."""

from __future__ import annotations

from dataclasses import replace

from lab.networks.gradient_reach import by_width, gone
from tests.lab.rows import TINY, study_ink


def test_gone_is_from_where_on_less_than_a_hundredth_is_left() -> None:
    assert gone([1.0, 0.5, 0.005, 0.02, 0.001, 0.001]) == 4.0
    assert gone([1.0, 0.9, 0.8]) == 2.0  # never: as far as was looked
    assert gone([1.0, 0.001]) == 1.0


def test_the_width_decides_of_a_normal_start() -> None:
    shares = by_width(replace(TINY, cell="rnn-tanh", start="normal"), study_ink(), 1)
    assert shares == sorted(shares) and shares[0] < 1e-3 and shares[-1] > 0.3
    uniform = by_width(replace(TINY, cell="rnn-tanh", start="uniform"), study_ink(), 1)
    assert max(uniform) < 0.2

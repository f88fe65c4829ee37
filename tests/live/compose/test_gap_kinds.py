"""Gaps between words are told from those within by each hand's own, and a few gaps leave it to what is usual."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.live.compose.gap_kinds import GapKinds, gap_kinds


def kinds(near: float, far: float, count: int = 12) -> GapKinds:
    random = np.random.default_rng(3)
    made = [middle * np.exp(random.normal(0, spread, count)) for middle, spread in ((near, 0.5), (far, 0.15))]
    return gap_kinds(np.concatenate(made), 0.44, 2.4, 4.0, 1.0)


@pytest.mark.parametrize(("near", "far"), [(0.2, 1.2), (0.4, 2.4), (0.7, 4.0)])
def test_a_narrow_hand_and_a_wide_one(near: float, far: float) -> None:
    found = kinds(near, far)
    assert found.word_gap == pytest.approx(far, rel=0.2)
    assert len(found.near) == pytest.approx(12, abs=2) and np.median(found.near) == pytest.approx(near, rel=0.3)


def test_no_gap_or_one_says_what_is_usual() -> None:
    assert gap_kinds([], 0.44, 2.4, 4.0, 1.0).word_gap == pytest.approx(2.4)
    assert len(gap_kinds([], 0.44, 2.4, 4.0, 1.0).near) == 0
    assert gap_kinds([0.0, 0.3], 0.44, 2.4, 4.0, 1.0).word_gap == pytest.approx(2.4, rel=0.1)


def test_without_trust_in_the_usual_the_gaps_alone_tell() -> None:
    assert gap_kinds([3.0, 3.0, 0.3, 0.3], 0.44, 2.4, 0.0, 0.0).word_gap == pytest.approx(3.0, rel=0.05)
    assert gap_kinds([], 0.44, 2.4, 0.0, 0.0).word_gap == pytest.approx(2.4)

"""Which of a line's gaps part words: told by each hand's own, for one hand's words stand nearer than another's letters do.

Gaps of either kind are lognormal, of one width each, about a hand's own medians; these, and how many gaps part words, are
estimated with priors (EM, Dempster et al. 1977).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.arrays import Float64Array

LEAST = 0.02  # x-heights: less than a pen's width, where the logarithm says nothing any more
# Deviations of the logarithm, chosen by ``lab.typed.word_spaces`` on the forms of the validation list
NEAR, FAR = 0.75, 0.25
SHARE, SHARE_WEIGHT = 0.35, 10.0  # of all gaps, those that part words, and how many observations that weighs as much as
ROUNDS = 12


@dataclass(frozen=True, eq=False, slots=True)
class GapKinds:
    """A line's gaps, parted. ``word_gap``: how wide one between words is, x-heights. ``near``: those that are within words."""

    word_gap: float
    near: Float64Array


def gap_kinds(
    gaps: npt.ArrayLike, near: float, far: float, near_weight: float, far_weight: float, rounds: int = ROUNDS
) -> GapKinds:
    """Parts gaps (n,), x-heights. ``near``, ``far``: the usual ones of either kind, which count as so many that were seen."""
    seen = np.asarray(gaps, dtype=np.float64)
    logs = np.log(np.maximum(seen, LEAST))
    usual, weights = np.log([near, far]), np.array([near_weight, far_weight])
    means, share, parts = usual, SHARE, np.zeros(len(logs))
    for _ in range(rounds):
        apart = [
            np.exp(-0.5 * ((logs - mean) / width) ** 2) / width for mean, width in zip(means, (NEAR, FAR), strict=True)
        ]
        parts = share * apart[1] / np.maximum(share * apart[1] + (1 - share) * apart[0], 1e-300)
        sums = np.array([(1 - parts) @ logs, parts @ logs]) + weights * usual
        counts = np.array([(1 - parts).sum(), parts.sum()]) + weights
        means = np.where(counts > 0, sums / np.maximum(counts, 1e-9), usual)
        share = (SHARE_WEIGHT * SHARE + parts.sum()) / (SHARE_WEIGHT + len(logs))
    return GapKinds(float(np.exp(means[1])), seen[parts < 0.5])

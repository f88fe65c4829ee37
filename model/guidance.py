"""Writes more in a hand than the network would: away from what it says to whom nobody has shown the hand.

Classifier-free guidance (Ho and Salimans 2022, eq. 6) of a mixture: both heads are one network's, so a component stands for the
same in both, and each of its numbers goes on by a share of their difference.
"""

from __future__ import annotations

import numpy as np

from model.arrays import Float32Array
from model.mdn import LOG_STD_MAX, LOG_STD_MIN, component_count

GUIDANCE = 1.0  # of typed text; docs/decisions.md tells how it was chosen
# What is taken of a difference at most: nats of a component's weight, standard deviations of its mean, nats of the pen
WEIGHT, MEAN, PEN = 3.0, 1.0, 2.0


def guided(heads: Float32Array, others: Float32Array, strength: float) -> Float32Array:
    """Heads (6M + 1, n), as ``mdn`` has them, led away from ``others``, the same of whom nobody has shown the hand.

    Weights, means and the pen's logit are; deviations and correlations stay. ``strength``: 0 for none.
    """
    m = component_count(len(heads))
    weights, means = slice(1, m + 1), slice(m + 1, 3 * m + 1)
    deviations = np.exp(np.clip(heads[3 * m + 1 : 5 * m + 1], LOG_STD_MIN, LOG_STD_MAX))
    share = np.float32(strength)
    made = heads.copy()
    made[0] += share * np.clip(heads[0] - others[0], -PEN, PEN)
    logs = _normalised(heads[weights])
    made[weights] = logs + share * np.clip(logs - _normalised(others[weights]), -WEIGHT, WEIGHT)
    apart = heads[means] - others[means]
    made[means] += share * np.clip(apart, -MEAN * deviations, MEAN * deviations)
    return made


def _normalised(logits: Float32Array) -> Float32Array:
    """The logarithms of the weights that logits (M, n) stand for."""
    below = logits - logits.max(axis=0)
    return np.asarray(below - np.log(np.exp(below).sum(axis=0)), dtype=np.float32)

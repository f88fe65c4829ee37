"""Writes more in a hand, and more plainly what it is to, than the network would by itself.

Classifier-free guidance (Ho and Salimans 2022, eq. 6) of a mixture: away from what the network says where nobody has shown it
the hand, and where nobody has told it the text. All are one network's heads, so a component stands for the same in each of
them, and its numbers go on by a share of their difference.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.arrays import Float32Array
from model.mdn import LOG_STD_MAX, LOG_STD_MIN, component_count

# What is taken of a difference at most: nats of a component's weight, standard deviations of its mean, nats of the pen
WEIGHT, MEAN, PEN = 3.0, 1.0, 2.0


@dataclass(frozen=True, slots=True)
class Guidance:
    """How strongly writing is led to the ``hand`` and to the ``text``; 0: not at all. Raises ValueError below 0."""

    hand: float = 0.0
    text: float = 0.0

    def __post_init__(self) -> None:
        if not (0.0 <= self.hand < math.inf and 0.0 <= self.text < math.inf):
            raise ValueError(f"guidance is 0 or more, not {self.hand} and {self.text}")


GUIDANCE = Guidance(hand=0.5, text=0.5)  # of typed text; docs/decisions.md tells how it was chosen


def guided(heads: Float32Array, away: Sequence[tuple[Float32Array, float]]) -> Float32Array:
    """Heads (6M + 1, n), as ``mdn`` has them, led ``away`` from others of that shape, each by a strength.

    Weights, means and the pen's logit are; deviations and correlations stay.
    """
    m = component_count(len(heads))
    weights, means = slice(1, m + 1), slice(m + 1, 3 * m + 1)
    deviations = np.exp(np.clip(heads[3 * m + 1 : 5 * m + 1], LOG_STD_MIN, LOG_STD_MAX))
    logs = _normalised(heads[weights])
    made = heads.copy()
    made[weights] = logs
    for others, strength in away:
        share = np.float32(strength)
        made[0] += share * np.clip(heads[0] - others[0], -PEN, PEN)
        made[weights] += share * np.clip(logs - _normalised(others[weights]), -WEIGHT, WEIGHT)
        apart = heads[means] - others[means]
        made[means] += share * np.clip(apart, -MEAN * deviations, MEAN * deviations)
    return made


def _normalised(logits: Float32Array) -> Float32Array:
    """The logarithms of the weights that logits (M, n) stand for."""
    below = logits - logits.max(axis=0)
    return np.asarray(below - np.log(np.exp(below).sum(axis=0)), dtype=np.float32)

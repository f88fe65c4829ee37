"""Detects that a training has exploded: its loss is a finite number still, but stays far above the usual.

A single burst is no explosion: one odd line costs a batch many nats a point, and clipped gradients bring the weights back.
"""

from __future__ import annotations

import math
from collections import deque
from statistics import median

RECENT = 50  # steps: no burst moves the median of so many
# Steps without which the losses say nothing: weights by chance cost +3.5 nats a point, and may rise at first
FEWEST = 20
FAR = 5.0  # nats a point: what a whole training gains, from +3.5 to −1.8; among the shipped ones' steps none rose by 4
ROW = 5  # consecutive steps so far above: a burst is over sooner


def far_above(nats: float, usual: float) -> bool:
    """Whether ``nats`` (a point) are no finite number, or more than ``FAR`` above what is usual (infinite: unknown)."""
    return not math.isfinite(nats) or nats > usual + FAR


class Watch:
    """Watches the losses of one training, step by step. It has no part in the training's sums."""

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=RECENT)
        self._lowest = math.inf  # of the medians so far: what rises slowly is not to become usual
        self._row = 0  # steps far above, up to now

    def add(self, nats: float, best: float) -> float:
        """Notes a step's loss, finite; what is usual: all in nats a point, infinite while unknown.

        ``best``: the lowest loss on the held-out forms, infinite while unknown: a run that goes on knows no loss yet, but
        this. Raises FloatingPointError, whose words are for the middle of a line, at the last of ``ROW`` steps far above.
        """
        self._recent.append(nats)
        self._lowest = min(self._lowest, median(self._recent))
        usual = min(best, self._lowest if len(self._recent) >= FEWEST else math.inf)
        self._row = self._row + 1 if far_above(nats, usual) else 0
        if self._row >= ROW:
            raise FloatingPointError(
                f"the loss has exploded to {nats:,.4g} nats a point, where {usual:.4g} was usual: {ROW} steps in a row"
                f" more than {FAR:g} above"
            )
        return usual

"""Unusual steps of a run: bursts of the gradient and jumps of the loss, measured against the median of the steps before."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import median

from lab.findings.results import Result

PAST = 25  # steps whose median says what is usual
LEAST = 5  # of them, before which nothing is usual yet
BURST = 5.0  # times the usual norm
JUMP = 1.0  # nats per point above the usual loss


def bursts(result: Result) -> float:
    """Steps whose gradient's norm is more than ``BURST`` times the median of up to ``PAST`` norms before."""
    return float(_unusual(result.norms, lambda value, usual: value > BURST * usual))


def jumps(result: Result) -> float:
    """Steps whose loss lies more than ``JUMP`` nats above the median of up to ``PAST`` losses before."""
    return float(_unusual(result.curve, lambda value, usual: value > usual + JUMP))


def _unusual(series: Sequence[float], unusual: Callable[[float, float], bool]) -> int:
    return sum(
        not math.isfinite(series[k]) or unusual(series[k], median(series[max(0, k - PAST) : k]))
        for k in range(LEAST, len(series))
    )

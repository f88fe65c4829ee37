"""The runs of the study ``clipping``: its thirty variants, and what of a run counts as clipped, lost or unchanged."""

from __future__ import annotations

import math

from lab.findings.results import Result, Results
from lab.networks.budget import Bound, Setting
from lab.networks.stack import Kind

CELLS: dict[str, Kind] = {"LSTM": "lstm", "RNN, tanh": "rnn-tanh"}
RATES = (2e-2, 5e-2, 1e-1)  # the usual one, and two that are higher, of which one may be borne and one not
FREE = "none"
CLIPS: dict[str, tuple[Bound, float]] = {
    FREE: ("norm", math.inf),
    "value ±10": ("value", 10.0),
    "value ±1": ("value", 1.0),
    "norm 5": ("norm", 5.0),
    "norm 1": ("norm", 1.0),
}
GROUPS = [(cell, rate) for cell in CELLS for rate in RATES]
BUDGET = Setting(parameters=12_000, steps=100)


def named(cell: str, rate: float, clip: str) -> str:
    """A variant, as table and results call it."""
    return f"{cell}, {rate:g}, {clip}"


VARIANTS = {
    named(name, rate, clip): Setting(
        cell=cell, rate=rate, clip=bound, clip_by=by, parameters=BUDGET.parameters, steps=BUDGET.steps
    )
    for name, cell in CELLS.items()
    for rate in RATES
    for clip, (by, bound) in CLIPS.items()
}


def quantile(result: Result, share: float) -> float:
    """The norm that so many of a run's steps do not exceed, before clipping."""
    norms = sorted(norm for norm in result.norms if math.isfinite(norm))
    return norms[min(int(share * len(norms)), len(norms) - 1)] if norms else math.nan


def above(result: Result) -> float:
    """Per cent of the steps whose norm is above the variant's bound; NaN without one.

    By norm, these are the steps that are clipped. By value no other step can be, for no number of a gradient exceeds its norm.
    """
    bound = VARIANTS[result.variant].clip
    return 100 * sum(norm > bound for norm in result.norms) / len(result.norms) if math.isfinite(bound) else math.nan


def group(results: Results, cell: str, rate: float) -> Results:
    """The five clips of one cell at one rate, by the clip's name."""
    return {clip: results[named(cell, rate, clip)] for clip in CLIPS}


def broken(result: Result) -> bool:
    """Whether a run is lost: it diverged, or its loss is higher at the end than in the first batch, untrained."""
    return result.diverged is not None or result.nats > result.curve[0]


def idle(results: Results) -> list[str]:
    """The variants whose every run is, number for number, the one without a clip: their bound has changed nothing."""
    found = []
    for cell in CELLS:
        for rate in RATES:
            runs = group(results, cell, rate)
            free = [(result.seed, result.curve) for result in runs[FREE]]
            found += [
                named(cell, rate, clip)
                for clip, of in runs.items()
                if clip != FREE and [(result.seed, result.curve) for result in of] == free
            ]
    return found

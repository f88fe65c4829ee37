"""The runs of the study ``cell-types``: four cells at four rates, the best rate of each, and what is measured of a network."""

from __future__ import annotations

import math
from typing import Any

from lab.engine.study_ink import StudyInk
from lab.findings.results import Results
from lab.findings.spread import Spread
from lab.networks import memory
from lab.networks.budget import Setting
from lab.networks.stack import Kind, Stack

CONTEXTS = (1, 2, 4, 8, 16, 32, 64, 128)
LAGS = 128
NEAR = 0.01  # nats per point

CELLS: dict[str, Kind] = {"RNN, tanh": "rnn-tanh", "RNN, ReLU": "rnn-relu", "LSTM": "lstm", "GRU": "gru"}
# A rate that suits one cell breaks another, so each gets all and is judged at its best
RATES = (3e-3, 1e-2, 3e-2, 1e-1)


def named(name: str, rate: float) -> str:
    """A cell at a rate, as table and results call it."""
    return f"{name}, {rate:g}"


VARIANTS = {named(name, rate): Setting(cell=cell, rate=rate) for name, cell in CELLS.items() for rate in RATES}


def best_rate(results: Results, name: str) -> float:
    """The rate at which the fewest of a cell's runs diverged and, of those rates, its mean loss is the lowest."""

    def order(rate: float) -> tuple[int, float]:
        runs = results[named(name, rate)]
        mean = Spread.of(run.nats for run in runs).mean
        return sum(run.diverged is not None for run in runs), mean if math.isfinite(mean) else math.inf

    return min(RATES, key=order)


def at_best(results: Results) -> Results:
    """Of each cell, the runs at its best rate."""
    return {name: results[named(name, best_rate(results, name))] for name in CELLS}


def measure(network: Stack, ink: StudyInk, setting: Setting) -> dict[str, Any]:
    """How far back the network remembers: nats by what it was given, the gradient by how long ago, and a figure of each."""
    lags = min(LAGS, max(map(len, ink.dev)) // 2)  # the lines of a trial are shorter
    contexts = [k for k in CONTEXTS if k <= lags]
    nats = memory.nats_by_context(network, ink.dev, contexts)
    slopes = memory.gradient_by_lag(network, ink.dev, lags)
    return {
        "contexts": contexts,
        "nats_by_context": nats,
        "gradient_by_lag": slopes,
        "reach": memory.reach(nats, contexts, NEAR),
        "half": _fall(slopes, 0.5),
        "hundredth": _fall(slopes, 0.01),
    }


def _fall(slopes: list[float], share: float) -> float:
    """The first lag from which on the gradient stays below a share of its greatest; the number of lags if none does."""
    least = share * max(slopes)
    return float(max(k for k, slope in enumerate(slopes) if slope >= least) + 1)

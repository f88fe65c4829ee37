"""``study_ink``, ``result`` and ``study``: eleven lines of rows, a run's figures, and a study of LSTM and GRU on them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from lab.engine.study import Column, Study
from lab.engine.study_ink import StudyInk, scaled
from lab.findings import figure
from lab.findings.results import Result, Results, spreads
from lab.findings.spread import compare
from lab.networks.budget import Setting
from tests.model import nets

TINY = Setting(parameters=3000, components=2, lines=0, steps=3, batch=2, window=8)


def study_ink(seed: int = 0) -> StudyInk:
    """Eight lines to learn from, three held out."""
    lines = [nets.ink(40 + 5 * k, seed=seed + k) for k in range(11)]
    return scaled("rows by chance", lines[:8], lines[8:])


def result(variant: str = "LSTM", seed: int = 1, nats: float = 0.5, **others: object) -> Result:
    """A result as a run leaves it."""
    given = Result(variant, seed, 7, 600, nats, (1.0, 0.75, 0.5), (2.0, 1.0, 0.5), 1000.0, 1.5)
    return replace(given, **others)  # type: ignore[arg-type]


def study(**others: object) -> Study:
    """LSTM beside GRU on next to nothing."""

    def draw(results: Results) -> Figure:
        drawn, (axes,) = figure.panels(1)
        figure.bars(axes, list(results), list(spreads(results, "nats").values()))
        figure.label(axes, "Loss", "nats per point")
        return drawn

    def conclude(results: Results) -> list[str]:
        nats = spreads(results, "nats")
        return [compare("LSTM", nats["LSTM"], "GRU", nats["GRU"], "nats per point")]

    made = Study(
        title="A trial",
        question="Which?",
        variants={"LSTM": TINY, "GRU": replace(TINY, cell="gru")},
        columns=(Column("nats per point", "nats"), Column("deepest", each=lambda r: min(r.curve))),
        draw=draw,
        caption="Each seed a ring.",
        conclude=conclude,
        measure=lambda network, study_ink, setting: {"sum": float(np.sum([len(rows) for rows in study_ink.dev]))},
        notes=("A note.",),
    )
    return replace(made, **others)  # type: ignore[arg-type]

"""The study ``gradients``: how much of a loss's gradient comes back through time, before training and after it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.engine import runs
from lab.engine.study import Column, Study
from lab.engine.study_ink import StudyInk
from lab.engine.training_loop import Tell
from lab.findings import figure
from lab.findings.results import Result, Results, lists, spreads
from lab.findings.spread import Spread, compare, distinguishable
from lab.networks.budget import Setting, fit_width
from lab.networks.gradient_reach import ASKED, DISTANCE, LITTLE, PLACES, WIDTHS, by_width, measure_flow
from lab.networks.initial_weights import NORMAL
from lab.networks.stack import Kind, Stack

BUDGET = Setting(parameters=20_000, steps=300, rate=3e-3, start="normal")

TANH, RELU, RESIDUAL, LSTM, GRU = "tanh, normal", "ReLU, normal", "tanh, residual", "LSTM, normal", "GRU, normal"
UNIFORM, ORTHOGONAL, IDENTITY, IRNN = "tanh, uniform", "tanh, orthogonal", "tanh, identity", "ReLU, identity"
VARIANTS = {
    TANH: replace(BUDGET, cell="rnn-tanh"),
    RELU: replace(BUDGET, cell="rnn-relu"),
    RESIDUAL: replace(BUDGET, cell="rnn-tanh", residual=0.1),
    LSTM: replace(BUDGET, cell="lstm"),
    GRU: replace(BUDGET, cell="gru"),
    UNIFORM: replace(BUDGET, cell="rnn-tanh", start="uniform"),
    ORTHOGONAL: replace(BUDGET, cell="rnn-tanh", start="orthogonal"),
    IDENTITY: replace(BUDGET, cell="rnn-tanh", start="identity"),
    IRNN: replace(BUDGET, cell="rnn-relu", start="identity"),
}
SHOWN = (TANH, RESIDUAL, LSTM, GRU)  # in the figure; nine variants in one panel nobody reads
STARTS = (TANH, UNIFORM, ORTHOGONAL, IDENTITY)
WITHIN = (1e-5, 10.0)  # beyond the panels, and not far
SWEPT: dict[Kind, str] = {"rnn-tanh": TANH, "rnn-relu": RELU, "lstm": LSTM, "gru": GRU}
STAGES = ("before", "after")  # the first step of training, the last


def train(setting: Setting, ink: StudyInk, seed: int, variant: str, tell: Tell) -> tuple[Stack, Result]:
    """``runs.train``, and what is measured of the same network before its first step."""
    torch.manual_seed(seed)
    measures = measure_flow(Stack(setting.shape(fit_width(setting))), ink, STAGES[0])
    if SWEPT.get(setting.cell) == variant:
        measures["by width"] = by_width(setting, ink, seed)
    network, result = runs.train(setting, ink, seed, variant, tell)
    return network, replace(result, measures=measures)


def measure(network: Stack, ink: StudyInk, setting: Setting) -> dict[str, Any]:
    """What is measured of the trained network."""
    return measure_flow(network, ink, STAGES[1])


def draw(results: Results) -> Figure:
    """Four panels: three cells untrained and trained, a cell's four starts untrained, and the share by width."""
    drawn, (untrained, trained, starts, widths) = figure.panels(4)
    for panel, stage, names, title in (
        (untrained, STAGES[0], SHOWN, "Cells, untrained"),
        (trained, STAGES[1], SHOWN, "Cells, trained"),
        (starts, STAGES[0], STARTS, "Starts of the tanh network, untrained"),
    ):
        _shares(panel, results, names, stage)
        panel.set_ylim(1e-4, 4.0)  # below a hundredth of a hundredth nothing is to be read
        figure.label(panel, title, "distance, steps back", "share of |∂ nats / ∂h| left", legend=panel is not trained)
    _widths(widths, results)
    return drawn


def _shares(axes: Axes, results: Results, names: Sequence[str], stage: str) -> None:
    axes.set_yscale("log")
    shares = lists(_with(results, f"h {stage}"), f"h {stage}")
    for look, name in enumerate(names):
        if name in shares:
            figure.curve(axes, range(len(shares[name])), shares[name], name, look, WITHIN)
    if LSTM in names:
        through = lists(_with(results, f"c {stage}"), f"c {stage}").get(LSTM, [])
        figure.curve(axes, range(len(through)), through, "LSTM, normal, through c", len(names), WITHIN)
    axes.axhline(LITTLE, color="#000000", linewidth=0.8, linestyle=":")
    axes.axvline(ASKED, color="#000000", linewidth=0.8, linestyle=":")


def _widths(axes: Axes, results: Results) -> None:
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    kept = lists(_with(results, "by width"), "by width")
    for look, name in enumerate((TANH, LSTM)):
        if name in kept:
            figure.curve(axes, WIDTHS, kept[name], name, look)
    predicted = [(NORMAL * math.sqrt(width)) ** ASKED for width in WIDTHS]
    axes.plot(WIDTHS, predicted, color="#888888", linewidth=3.0, alpha=0.5, label="(0.1·√width)⁸", zorder=1)
    axes.axhline(LITTLE, color="#000000", linewidth=0.8, linestyle=":")
    axes.set_xticks(WIDTHS, [str(width) if width != 128 else "" for width in WIDTHS])  # no room beside 100
    title = f"Untrained, N(0, {NORMAL:g}): after {ASKED} steps, by width"
    figure.label(axes, title, "width, units", "share of |∂ nats / ∂h| left", legend=True)


def _with(results: Results, measure: str) -> Results:
    """The runs that have a measure: what diverged has none of the trained network, and only some cells have a c."""
    kept = {name: [result for result in runs if measure in result.measures] for name, runs in results.items()}
    return {name: runs for name, runs in kept.items() if runs}


def conclude(results: Results) -> list[str]:
    """Whether the gradient is gone, what training does to it, and whether keeping it is enough."""
    eight, before, after = (spreads(results, what) for what in ("eight h before", "gone before", "gone after"))
    moved = [name for name in results if after[name].values and distinguishable(before[name], after[name])]
    shorter = [name for name in moved if after[name].mean < before[name].mean]
    kept = {name: spread for name, spread in spreads(results, "step h after").items() if spread.values}
    nats = {name: spread for name, spread in spreads(results, "nats").items() if spread.values}
    most, best = max(kept, key=lambda name: kept[name].mean), min(nats, key=lambda name: nats[name].mean)
    gone = "gone" if eight[TANH].mean < LITTLE else "not gone"
    trained = sum(bool(spread.values) for spread in after.values())
    losses = f"{nats[most].mean:.3f} nats per point, {best} {nats[best].mean:.3f}"
    return [
        f"Untrained, at {_width(results, TANH)} units and N(0, {NORMAL:g}), the gradient of the vanilla network is {gone} after"
        f" {ASKED} steps: {_share(eight[TANH])} is left; of torch's uniform start {_share(eight[UNIFORM])}. Width decides:"
        f" with N(0, {NORMAL:g}) it is {_gone_by_width(results)}.",
        f"Training brought the distance at which a hundredth is left nearer in {len(shorter)} of {trained} variants and farther"
        f" in {len(moved) - len(shorter) or 'none'}; for the other {trained - len(moved)} the change is within the seeds'"
        " spread.",
        f"A gradient that comes back is not enough: {most} keeps most of it and has {losses}."
        if distinguishable(nats[most], nats[best])
        else f"What keeps most of the gradient, {most}, has the lowest loss or is not distinguishable from it: {losses}.",
    ]


def details(results: Results) -> list[str]:
    """The share by width with its rule, and the LSTM's way through c beside the residual connection."""
    radius = spreads(results, "radius before")
    lost = [name for name, runs in results.items() if any(run.diverged is not None for run in runs)]
    width = _width(results, TANH)
    return [
        _by_width(results),
        f"U of N(0, {NORMAL:g}) has a spectral radius near {NORMAL:g}·√width: here {radius[TANH].text('.2f')}, by that rule"
        f" {NORMAL * math.sqrt(width):.2f}, under 1 below {1 / NORMAL**2:.0f} units. The radius alone would leave"
        f" {(NORMAL * math.sqrt(width)) ** ASKED:.2f} after {ASKED} steps; the slopes of tanh, at most 1, take the rest."
        f" torch's uniform start has 1/√3 = 0.58 at every width: here {radius[UNIFORM].text('.2f')}.",
        *_highways(results),
        *([f"Diverged: {'; '.join(lost)}."] if lost else []),
    ]


def _width(results: Results, name: str) -> int:
    return results[name][0].hidden


def _share(spread: Spread) -> str:
    """A share as one in so many (to two digits) where it is small, so that nobody counts zeros."""
    share = spread.mean
    return f"1/{float(f'{1 / share:.2g}'):,.0f}" if 0 < share < 0.095 else f"{share:.2f}"


def _factor(spread: Spread) -> str:
    return f"a factor of {spread.mean:.2f}"


def _by_width(results: Results) -> str:
    kept = lists(_with(results, "by width"), "by width")[TANH]
    shares = ", ".join(f"{_share(spread)} at {width}" for width, spread in zip(WIDTHS, kept, strict=True))
    return f"The same by width: {shares} units."


def _gone_by_width(results: Results) -> str:
    kept = lists(_with(results, "by width"), "by width")[TANH]
    little = [width for width, spread in zip(WIDTHS, kept, strict=True) if spread.mean < LITTLE]
    return (
        f"gone up to {max(little)} units and no longer from the next on" if little else "gone at none of these widths"
    )


def _highways(results: Results) -> list[str]:
    """The LSTM's way through c beside its way through h, and beside the residual connection."""
    sentences = []
    for stage, word in zip(STAGES, ("Untrained", "Trained"), strict=True):
        h, c, alone = (spreads(results, f"step {part} {stage}") for part in ("h", "c", "direct"))
        if not (c[LSTM].values and h[RESIDUAL].values):
            continue
        sentences.append(
            f"{word}, after {ASKED} steps the LSTM keeps {_share(spreads(results, f'eight c {stage}')[LSTM])} through c, by its"
            f" forget gates alone {_share(spreads(results, f'eight direct {stage}')[LSTM])} ({_factor(alone[LSTM])} a step);"
            f" the GRU by z alone {_share(spreads(results, f'eight direct {stage}')[GRU])}; the residual connection"
            f" {_share(spreads(results, f'eight h {stage}')[RESIDUAL])}. Per step,"
            f" {compare('the LSTM through c', c[LSTM], 'the residual', h[RESIDUAL], 'of a factor')}"
        )
    return sentences


STUDY = Study(
    title="Is the gradient gone after eight steps?",
    question=(
        "A network learns from what lies k steps back only as far as the loss's gradient comes back to h of k steps ago. Is it"
        f" gone after {ASKED} steps when weights begin at N(0, {NORMAL:g})? What do width, cell, start and training change? And"
        " does an LSTM's c carry it as far as a residual connection along time,"
        f" h = h₋₁ + {VARIANTS[RESIDUAL].residual:g}·tanh(…)? After Hochreiter (1991), Bengio et al. (1994), Pascanu et al."
        " (2013); starts of Saxe et al. (2014, orthogonal) and Le et al. (2015, identity with ReLU); equations in"
        " `lab/networks/gradient_by_step.py`."
    ),
    variants=VARIANTS,
    train=train,
    measure=measure,
    columns=(
        Column("a hundredth left at step, untrained", "gone before", ".0f"),
        Column("trained", "gone after", ".0f"),
        Column("nats per point", "nats"),
    ),
    draw=draw,
    caption=(
        "The share of the gradient's length that is left k steps back, the median over"
        f" {PLACES} points in held-out lines. Above: cells, before training and after. Below, left: starts; right: by width,"
        f" beside what the spectral radius alone would leave. Dotted: a hundredth, and {ASKED} steps. In the table a"
        f" hundredth is left of the LSTM's c, else of h; {DISTANCE}: farther than was measured."
    ),
    conclude=conclude,
    details=details,
    notes=(
        f"One rate for all, {BUDGET.rate:g}, far below the LSTM's best (0.633 nats per point there and 0.114 at 0.1 in"
        " [cell-types](cell-types.md)). So the trained LSTM here is an undertrained one, and its short gradient does not"
        " contradict the curves there.",
        "∂loss/∂h of an LSTM moves h and holds c; ∂loss/∂c moves c and all that follows. What goes on through c is not lost"
        " where the curve of h is low.",
        "The loss is of one point alone, not its sum over all distances, which is what the parameters receive.",
        "At equal parameters gated cells are narrower, so N(0, 0.1) is a smaller start for them.",
    ),
)

"""The study ``gradients``: how much of a loss's gradient comes back through time, before the first step and after the last.

Knows: its question, its nine variants, and that each is measured (by ``shares``) before its training and after it.
Refuses to know: how a gradient goes back (``backflow`` does), how runs are kept, and how a report is written.
"""

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
from lab.findings.spread import Spread, compare, distinguishable, rank
from lab.networks.budget import Setting, fit_width
from lab.networks.stack import Kind, Stack
from lab.networks.starts import NORMAL
from lab.studies.gradient_flow import ASKED, DISTANCE, LITTLE, PLACES, WIDTHS, by_width, measure_flow

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
LOOK = {name: look for look, name in enumerate(VARIANTS)}
THROUGH_C = 9  # the look of the LSTM's other way
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
    """Six panels: cells, and starts, each before training and after; the share after eight steps by width; the price."""
    drawn, axes = figure.panels(6)
    rows = (("cells", (TANH, RELU, RESIDUAL, LSTM, GRU)), ("starts", (TANH, UNIFORM, ORTHOGONAL, IDENTITY, IRNN)))
    for row, (what, names) in enumerate(rows):
        pair = axes[2 * row : 2 * row + 2]
        for panel, stage in zip(pair, STAGES, strict=True):
            _shares(panel, results, names, stage)
            title = f"{what.capitalize()}, {'untrained' if stage == STAGES[0] else 'trained'}"
            figure.label(panel, title, "distance, steps back", "share of |∂ nats / ∂h| left", legend=panel is pair[0])
        if RESIDUAL in names:  # the two columns lie above every curve
            pair[0].legend(frameon=False, fontsize=8, handlelength=3.4, ncols=2, loc="upper right", columnspacing=1.0)
        low, high = zip(*(panel.get_ylim() for panel in pair), strict=True)
        for panel in pair:
            panel.set_ylim(max(min(low), 1e-6), min(max(high), 10.0) if RESIDUAL not in names else 2e3)
    _widths(axes[4], results)
    nats = spreads(results, "nats")
    figure.bars(axes[5], list(VARIANTS), [nats[name] for name in VARIANTS], list(LOOK.values()))
    figure.label(axes[5], "Kept-back lines", "nats a point (lower is better)")
    return drawn


def _shares(axes: Axes, results: Results, names: Sequence[str], stage: str) -> None:
    axes.set_yscale("log")
    shares = lists(_with(results, f"h {stage}"), f"h {stage}")
    for name in names:
        if name in shares:
            figure.curve(axes, range(len(shares[name])), shares[name], name, LOOK[name])
    if LSTM in names:
        through = lists(_with(results, f"c {stage}"), f"c {stage}").get(LSTM, [])
        figure.curve(axes, range(len(through)), through, "LSTM, normal, through c", THROUGH_C)
    axes.axhline(LITTLE, color="#000000", linewidth=0.8, linestyle=":")
    axes.axvline(ASKED, color="#000000", linewidth=0.8, linestyle=":")


def _widths(axes: Axes, results: Results) -> None:
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    kept = lists(_with(results, "by width"), "by width")
    for name in SWEPT.values():
        if name in kept:
            figure.curve(axes, WIDTHS, kept[name], name, LOOK[name])
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


def plain(results: Results) -> list[str]:
    """Whether the gradient is gone, what training does to it, and whether keeping it is enough."""
    eight, before, after = (spreads(results, what) for what in ("eight h before", "gone before", "gone after"))
    moved = [name for name in results if after[name].values and distinguishable(before[name], after[name])]
    shorter = [name for name in moved if after[name].mean < before[name].mean]
    kept = {name: spread for name, spread in spreads(results, "step h after").items() if spread.values}
    nats = {name: spread for name, spread in spreads(results, "nats").items() if spread.values}
    most, best = max(kept, key=lambda name: kept[name].mean), min(nats, key=lambda name: nats[name].mean)
    gone = "gone" if eight[TANH].mean < LITTLE else "not gone"
    known = sum(bool(spread.values) for spread in after.values())
    prices = f"{nats[most].mean:.3f} nats a point, {best} {nats[best].mean:.3f}"
    return [
        f"Untrained, at {_width(results, TANH)} units and N(0, {NORMAL:g}), the gradient of the vanilla network is {gone} after"
        f" {ASKED} steps: {_share(eight[TANH])} is left, and of torch's uniform start {_share(eight[UNIFORM])}. Width decides:"
        f" with N(0, {NORMAL:g}) it is {_gone_by_width(results)}.",
        f"Training shortened the way back in {len(shorter)} of {known} variants and lengthened it in"
        f" {len(moved) - len(shorter) or 'none'}; for the other {known - len(moved)} the change is within the seeds' spread.",
        f"A gradient that comes back is not enough: {most} keeps most of it and costs {prices}."
        if distinguishable(nats[most], nats[best])
        else f"Who keeps most of the gradient, {most}, is the cheapest or not told apart from it: {prices}.",
    ]


def conclude(results: Results) -> list[str]:
    """What the figures allow to be said; the student's question first."""
    eight, root = spreads(results, "eight h before"), spreads(results, "step h before")
    after = {name: spread for name, spread in spreads(results, "step h after").items() if spread.values}
    radius = spreads(results, "radius before")
    nats = {name: spread for name, spread in spreads(results, "nats").items() if spread.values}
    lost = [name for name, runs in results.items() if any(run.diverged is not None for run in runs)]
    return [
        f"Untrained vanilla network (tanh), {_width(results, TANH)} units, weights from N(0, {NORMAL:g}): after {ASKED} steps"
        f" {_share(eight[TANH])} of the gradient is left, {_factor(root[TANH])} a step: its norm falls"
        f" {float(f'{1 / eight[TANH].mean:.2g}'):,g}-fold. It is"
        f" {'gone' if eight[TANH].mean < LITTLE else 'not gone'} by the measure of a hundredth.",
        _by_width(results),
        f"The width decides since U of N(0, {NORMAL:g}) has a spectral radius near {NORMAL:g}·√width: here"
        f" {radius[TANH].text('.2f')}, by that rule {NORMAL * math.sqrt(_width(results, TANH)):.2f}. It stays under 1 below"
        f" {1 / NORMAL**2:.0f} units. The radius alone would leave"
        f" {(NORMAL * math.sqrt(_width(results, TANH))) ** ASKED:.2f} after {ASKED} steps; the slopes of tanh, at most 1, take"
        " the rest. torch's uniform start has 1/√3 = 0.58 at every width: here"
        f" {radius[UNIFORM].text('.2f')}, and {_share(eight[UNIFORM])} left after {ASKED} steps.",
        f"Factor a step over the first {ASKED}, untrained, from the least: {rank(root)} (≈: neighbours not told apart)."
        f" Trained: {rank(after)}.",
        _trained(results),
        *_highways(results),
        f"Nats a point, from the lowest: {rank(nats)} (≈: neighbours not told apart).{_merit(nats, after)}",
        f"Diverged: {'; '.join(lost)}." if lost else "No run diverged.",
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
    told = ", ".join(f"{_share(spread)} at {width}" for width, spread in zip(WIDTHS, kept, strict=True))
    return f"The same by width: {told} units. So it is {_gone_by_width(results)}."


def _gone_by_width(results: Results) -> str:
    kept = lists(_with(results, "by width"), "by width")[TANH]
    little = [width for width, spread in zip(WIDTHS, kept, strict=True) if spread.mean < LITTLE]
    return (
        f"gone up to {max(little)} units and no longer from the next on" if little else "gone at none of these widths"
    )


def _trained(results: Results) -> str:
    """Whether training opened or closed each cell's way back, in steps until a hundredth is left."""
    before, after = spreads(results, "gone before"), spreads(results, "gone after")
    known = [name for name in results if after[name].values]
    moved = [name for name in known if distinguishable(before[name], after[name])]
    same = [name for name in known if name not in moved]
    words = {name: f"{name} ({before[name].mean:.0f} to {after[name].mean:.0f})" for name in known}
    longer = [words[name] for name in moved if after[name].mean > before[name].mean]
    shorter = [words[name] for name in moved if after[name].mean < before[name].mean]
    return (
        f"The distance at which a hundredth is left (of the LSTM through c; {DISTANCE}: farther than was looked): training"
        f" lengthened {'; '.join(longer) or 'none'}. It shortened {'; '.join(shorter) or 'none'}. Not told apart before and"
        f" after: {'; '.join(words[name] for name in same) or 'none'}."
    )


def _merit(nats: dict[str, Spread], kept: dict[str, Spread]) -> str:
    """Whether who keeps most of the gradient predicts best; said only of what can be told."""
    most, best = max(kept, key=lambda name: kept[name].mean), min(nats, key=lambda name: nats[name].mean)
    if most == best or not distinguishable(nats[most], nats[best]):
        return ""
    return (
        f" {most} keeps most of the gradient and costs {nats[most].mean - nats[best].mean:.3f} nats more than {best}: a"
        " gradient that comes back lets a network learn from far back, but does not make it do so."
    )


def _highways(results: Results) -> list[str]:
    """The LSTM's way through c beside its way through h, and beside the residual connection."""
    sentences = []
    for stage, word in zip(STAGES, ("Untrained", "Trained"), strict=True):
        h, c, alone = (spreads(results, f"step {part} {stage}") for part in ("h", "c", "direct"))
        if not (c[LSTM].values and h[RESIDUAL].values):
            continue
        sentences += [
            f"{word}, the LSTM keeps {_share(spreads(results, f'eight c {stage}')[LSTM])} through c over {ASKED} steps, by its"
            f" forget gates alone {_share(spreads(results, f'eight direct {stage}')[LSTM])} ({_factor(alone[LSTM])} a"
            f" step); the GRU by z alone {_share(spreads(results, f'eight direct {stage}')[GRU])}; the residual connection"
            f" {_share(spreads(results, f'eight h {stage}')[RESIDUAL])}.",
            compare("the LSTM through c", c[LSTM], "the residual", h[RESIDUAL], "of a factor a step"),
        ]
    return [sentence[0].upper() + sentence[1:] for sentence in sentences]


STUDY = Study(
    title="Is the gradient gone after eight steps?",
    question=(
        "A network learns from what lies k steps back only as far as the loss's gradient comes back to h of k steps ago. Is it"
        f" gone after {ASKED} steps when weights begin at N(0, {NORMAL:g})? What has the width to do with it, the cell, the"
        " start, and training itself? And is the way through an LSTM's c as good a road as a residual connection along time,"
        f" h = h₋₁ + {VARIANTS[RESIDUAL].residual:g}·tanh(…)?\n\n"
        "The question is that of Hochreiter (1991), Bengio et al. (1994) and Pascanu et al. (2013). The starts are those of"
        " Saxe et al. (2014, orthogonal) and Le et al. (2015, identity with ReLU). The gradient is computed by equations"
        " written out in `lab/networks/backflow.py`, which the tests hold against torch's own and against differences."
    ),
    variants=VARIANTS,
    train=train,
    measure=measure,
    columns=(
        Column("radius of U, untrained", "radius before", ".2f"),
        Column("radius, trained", "radius after", ".2f"),
        Column("factor a step, untrained", "step h before", ".2f"),
        Column("factor, trained", "step h after", ".2f"),
        Column("through c, untrained", "step c before", ".2f"),
        Column("through c, trained", "step c after", ".2f"),
        Column("a hundredth left at, untrained", "gone before", ".0f"),
        Column("left at, trained", "gone after", ".0f"),
        Column("nats a point", "nats"),
    ),
    draw=draw,
    caption=(
        "Above and in the middle: the share of the gradient's length at the last state that is left k steps back, the median"
        f" over {PLACES} places in kept-back lines; left before the first step of training, right after the last. Dotted: a"
        f" hundredth, and {ASKED} steps. Below, left: the share left after {ASKED} steps in untrained networks of several"
        " widths, beside what the spectral radius alone would leave. Right: what training came to. In the table a factor a"
        f" step is the {ASKED}th root of what {ASKED} steps leave. Bands and bars are one spread of the seeds."
    ),
    plain=plain,
    conclude=conclude,
    notes=(
        "∂loss/∂h of an LSTM moves h and holds c; ∂loss/∂c moves c and all that follows from it. torch's graph has the same"
        " two. What goes on through c is not lost when the curve of h is low.",
        f"The nats are of the point after the last row alone; {PLACES} such points. The parameters are not in it: what they"
        " receive is the sum over all distances.",
        "One rate for all. Equal parameters make the gated cells narrower, so N(0, 0.1) is a smaller start for them; the"
        " panel by width shows all at the same widths.",
    ),
)

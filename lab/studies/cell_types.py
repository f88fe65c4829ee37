"""The study ``cell-types``: the vanilla network with tanh and with ReLU, the LSTM and the GRU, at equal parameters.

Knows: its question, its four cells at four rates each, and how far back each remembers, measured in two ways (``memory``).
Refuses to know: how runs are carried out and kept, and how a report is written.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from matplotlib.figure import Figure

from lab.engine.study import Column, Study
from lab.engine.study_ink import StudyInk
from lab.findings import figure
from lab.findings.bursts import JUMP, PAST, jumps
from lab.findings.results import Result, Results, lists, spreads
from lab.findings.spread import Spread, compare, distinguishable, listed, rank
from lab.networks import memory
from lab.networks.budget import Setting
from lab.networks.stack import Kind, Stack

CONTEXTS = (1, 2, 4, 8, 16, 32, 64, 128)
LAGS = 128
NEAR = 0.01  # nats a point

CELLS: dict[str, Kind] = {"RNN, tanh": "rnn-tanh", "RNN, ReLU": "rnn-relu", "LSTM": "lstm", "GRU": "gru"}
# A rate that suits one cell breaks another, so each gets all and is judged at its best
RATES = (3e-3, 1e-2, 3e-2, 1e-1)


def named(name: str, rate: float) -> str:
    """A cell at a rate, as table and results call it."""
    return f"{name}, {rate:g}"


VARIANTS = {named(name, rate): Setting(cell=cell, rate=rate) for name, cell in CELLS.items() for rate in RATES}


def best_rate(results: Results, name: str) -> float:
    """The rate at which the fewest of a cell's runs diverged and, of those rates, its mean price is the lowest."""

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


def draw(results: Results) -> Figure:
    """Four panels: the price of a point by rate; at each cell's best rate learning, memory by context and by gradient."""
    drawn, (prices, learning, context, gradient) = figure.panels(4)
    nats, best = spreads(results, "nats"), at_best(results)
    given = next(r for runs in best.values() for r in runs if r.diverged is None).measures["contexts"]
    prices.set_xscale("log")
    context.set_xscale("log", base=2)
    gradient.set_yscale("log")
    by_context, by_lag = lists(best, "nats_by_context"), lists(best, "gradient_by_lag")
    low, high = min(s.mean for s in nats.values() if s.values), max(nats[named(name, RATES[0])].mean for name in CELLS)
    figure.learning(learning, best)
    for look, name in enumerate(CELLS):
        by_rate = [nats[named(name, rate)] for rate in RATES]
        figure.curve(prices, RATES, by_rate, name, look, (low - 1.0, high + 1.0))
        figure.curve(context, given[: len(by_context[name])], by_context[name], name, look)
        figure.curve(gradient, range(len(by_lag[name])), by_lag[name], name, look)
    prices.set_xticks(RATES, [f"{rate:g}" for rate in RATES], minor=False)
    prices.set_xticks([], minor=True)
    context.set_xticks(given, [str(k) for k in given])
    prices.set_ylim(low - 0.1, high + 0.1)  # a cell that a high rate ruins would flatten all others
    figure.label(prices, "Kept-back lines, by rate", "peak rate of Adam", "nats a point (lower is better)", legend=True)
    figure.label(learning, "Learning, at each one's best rate", "steps", "nats a point, training batches", legend=True)
    figure.label(context, "Memory by what is given", "points given before the point", "nats a point", legend=True)
    figure.label(gradient, "Memory by gradient", "steps back", "|∂ nats / ∂ row|, median", legend=True)
    return drawn


def plain(results: Results) -> list[str]:
    """Who predicts best, who might have but broke, and who remembers farthest."""
    best = at_best(results)
    nats = {name: spread for name, spread in spreads(best, "nats").items() if spread.values}
    order = sorted(nats, key=lambda name: nats[name].mean)
    first = [name for name in order if name == order[0] or not distinguishable(nats[name], nats[order[0]])]
    priced = {name: f"{name} ({spread.text()})" for name, spread in nats.items()}
    rest = [priced[name] for name in order if name not in first]
    leaders = listed([priced[name] for name in first])
    said = (
        f"Each at its best rate, {leaders} predicts best, in nats a point"
        if len(first) == 1
        else f"Each at its best rate, {leaders} nats a point lead, and the seeds' spread hides which of these is the best"
    )
    wild = [name for name in order if _cheapest(results, name) != best_rate(results, name)]
    held = {name: Spread.of(run.nats for run in results[named(name, _cheapest(results, name))]) for name in wild}
    lower = [f"{name} ({held[name].mean:.3f})" for name in wild if _below(held[name], nats[order[0]])]
    lost = any(run.diverged is not None for runs in results.values() for run in runs)
    far = {name: spread for name, spread in spreads(best, "reach").items() if name in nats}
    most, least = _most(far), _least(far)
    points = f"{most} needs {far[most].mean:.0f} points before it and {least} {far[least].mean:.0f}"
    edges = _edges(results)
    return [
        said
        + (f"; behind {'it' if len(first) == 1 else 'them'}: {listed(rest)}." if rest else ".")
        + "".join(f" {e}" for e in edges),
        f"At a rate that broke others of its runs, {listed(lower)} came lower than all of these: what is best while it holds"
        " need not be what can be relied on."
        if lower
        else "At a rate that broke some of its runs no cell came lower than the best of these by more than the seeds' spread."
        if lost
        else "No run diverged, at any rate.",
        f"Memory differs: to come within {NEAR} nats of what {CONTEXTS[-1]} points give, {points}."
        if distinguishable(far[most], far[least])
        else f"That they remember differently far is not shown: to come within {NEAR} nats of what {CONTEXTS[-1]} points"
        f" give, {points}, a difference within the seeds' spread.",
    ]


def _below(one: Spread, other: Spread) -> bool:
    return one.mean < other.mean and distinguishable(one, other)


def conclude(results: Results) -> list[str]:
    """What the figures allow to be said."""
    best = at_best(results)
    nats, reach, far, speed = (spreads(best, name) for name in ("nats", "reach", "hundredth", "points_per_s"))
    known = {name: spread for name, spread in nats.items() if spread.values}
    order = sorted(known, key=lambda name: known[name].mean)
    lost = [
        f"{variant} ({sum(run.diverged is not None for run in runs)} of {len(runs)})"
        for variant, runs in results.items()
        if any(run.diverged is not None for run in runs)
    ]
    return [
        f"Nats a point at each cell's best rate, from the lowest: {rank(known)} (≈: not told apart). The best rates:"
        f" {', '.join(f'{name} {best_rate(results, name):g}' for name in CELLS)}.",
        *_brittle(results),
        *(compare(one, known[one], other, known[other], "nats a point") for one, other in pairwise(order)),
        f"Diverged, cell and rate: {', '.join(lost)}." if lost else "No run diverged.",
        _leapt(results),
        _memory(
            f"To come within {NEAR} nats of what {CONTEXTS[-1]} points give", "points", {n: reach[n] for n in known}
        ),
        _memory("Until the gradient has fallen to a hundredth", "steps back", {name: far[name] for name in known}),
        f"{_most(speed)} trains at {max(s.mean for s in speed.values()) / min(s.mean for s in speed.values()):.1f} times"
        f" the pace of {_least(speed)}, all written as a loop over time in torch.",
    ]


def _leapt(results: Results) -> str:
    """Says of whom runs that came to their end had leapt on the way: what held may have held by luck."""
    leapt = {variant: sum(jumps(r) > 0 for r in runs if r.diverged is None) for variant, runs in results.items()}
    told = ", ".join(f"{variant} ({count} of {len(results[variant])})" for variant, count in leapt.items() if count)
    return (
        f"Came to their end, but with steps whose loss leapt by more than {JUMP:g} nat a point above the {PAST} before: {told}."
        if told
        else "No run that came to its end had a step whose loss leapt."
    )


def _edges(results: Results) -> list[str]:
    """Says of whom the price is the lowest at the last rate that was tried, so that another might suit it better still."""
    sentences = []
    for rate, where in ((RATES[0], "lower"), (RATES[-1], "higher")):
        names = [name for name in CELLS if best_rate(results, name) == rate == _cheapest(results, name)]
        if names:
            sentences.append(f"Might do better still at a {where} rate than was tried: {', '.join(names)}.")
    return sentences


def _brittle(results: Results) -> list[str]:
    """Says of whom the runs that held did better at a rate at which others diverged: it was passed over for that alone."""
    sentences = []
    for name in CELLS:
        chosen, rate = best_rate(results, name), _cheapest(results, name)
        runs = results[named(name, rate)]
        held = [run.nats for run in runs if run.diverged is None]
        if rate != chosen:
            sentences.append(
                f"{name} at {rate:g} came to {Spread.of(held).text()} nats a point in the {len(held)} of {len(runs)} runs"
                f" that held; the others diverged, and so {chosen:g} is called its best."
            )
    return sentences


def _cheapest(results: Results, name: str) -> float:
    """The rate at which the runs of a cell that held have the lowest mean price, however many did not."""
    means = {rate: Spread.of(run.nats for run in results[named(name, rate)]).mean for rate in RATES}
    return min(RATES, key=lambda rate: means[rate] if math.isfinite(means[rate]) else math.inf)


def _memory(what: str, unit: str, figures: dict[str, Spread]) -> str:
    """Who needs the most and who the least, and whether that is a difference."""
    most, least = _most(figures), _least(figures)
    doubt = "" if distinguishable(figures[most], figures[least]) else ": not told apart"
    return f"{what}, {most} takes {figures[most].mean:.0f} {unit} and {least} {figures[least].mean:.0f}{doubt}."


def _most(figures: dict[str, Spread]) -> str:
    return max(figures, key=lambda name: figures[name].mean)


def _least(figures: dict[str, Spread]) -> str:
    return min(figures, key=lambda name: figures[name].mean)


def _thousands(result: Result) -> float:
    return result.points_per_s / 1000


STUDY = Study(
    title="Cell types",
    question=(
        "At equal parameters, equal data, equal steps and the best of four rates: which recurrent cell predicts"
        " handwriting best, which learns fastest, and how far back does each remember? Memory is measured twice: by what"
        " a point costs when only the last k points are given and the state before them is zero, and by the gradient of a"
        " point's cost with respect to the row k steps back."
    ),
    variants=VARIANTS,
    measure=measure,
    columns=(
        Column("nats a point", "nats"),
        Column("steps that leapt", form=".0f", each=jumps),
        Column("thousand points/s, training", form=".1f", each=_thousands),
        Column("points needed, within 0.01 nats", "reach", ".0f"),
        Column("gradient below a half from, steps back", "half", ".0f"),
        Column("below a hundredth from", "hundredth", ".0f"),
    ),
    draw=draw,
    caption=(
        "Above, left: the price of kept-back lines at each rate; what leaves the panel is in the table. Right: the training"
        " batches at each cell's best rate, means of ten steps. Below, left: what a point costs when only the last k are"
        " given; the same places for all. Right: how much a point's cost depends on the row k steps back. Bands are one"
        " spread of the seeds; a run that diverged is in none of them. Points needed are one of"
        " 1, 2, 4 … 128, and have no spread where all seeds fall on the same."
    ),
    plain=plain,
    conclude=conclude,
    notes=(
        "Each cell is judged at the best of four rates, chosen by the same kept-back lines: equally kind to all. Best is the"
        " rate at which the fewest runs diverged and, of those, the mean price is the lowest.",
        "The budget is short. What remembers far may need longer to show what it is good for; these figures say who is"
        " ahead after so many steps, not who would be in the end.",
        "A pace is that of one machine, of cells written out in Python: there the number of operations decides, and a fused"
        " kernel would change it.",
    ),
)

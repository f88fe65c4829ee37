"""The study ``cell-types``: the vanilla network with tanh and with ReLU, the LSTM and the GRU, at equal parameters."""

from __future__ import annotations

import math

from matplotlib.figure import Figure

from lab.engine.study import Column, Study
from lab.findings import figure
from lab.findings.bursts import JUMP, PAST, jumps
from lab.findings.results import Result, Results, lists, spreads
from lab.findings.spread import Spread, distinguishable, listed, rank
from lab.studies.cell_type_runs import CELLS, CONTEXTS, NEAR, RATES, VARIANTS, at_best, best_rate, measure, named


def draw(results: Results) -> Figure:
    """Four panels: loss by rate; at each cell's best rate learning, memory by context and by gradient."""
    drawn, (losses, learning, context, gradient) = figure.panels(4)
    nats, best = spreads(results, "nats"), at_best(results)
    given = next(r for runs in best.values() for r in runs if r.diverged is None).measures["contexts"]
    losses.set_xscale("log")
    context.set_xscale("log", base=2)
    gradient.set_yscale("log")
    by_context, by_lag = lists(best, "nats_by_context"), lists(best, "gradient_by_lag")
    low, high = min(s.mean for s in nats.values() if s.values), max(nats[named(name, RATES[0])].mean for name in CELLS)
    figure.learning(learning, best)
    for look, name in enumerate(CELLS):
        by_rate = [nats[named(name, rate)] for rate in RATES]
        figure.curve(losses, RATES, by_rate, name, look, (low - 1.0, high + 1.0))
        figure.curve(context, given[: len(by_context[name])], by_context[name], name, look)
        figure.curve(gradient, range(len(by_lag[name])), by_lag[name], name, look)
    losses.set_xticks(RATES, [f"{rate:g}" for rate in RATES], minor=False)
    losses.set_xticks([], minor=True)
    context.set_xticks(given, [str(k) for k in given])
    losses.set_ylim(low - 0.1, high + 0.1)  # a cell that a high rate ruins would flatten all others
    figure.label(
        losses, "Held-out lines, by rate", "peak rate of Adam", "nats per point (lower is better)", legend=True
    )
    figure.label(
        learning, "Learning, at each one's best rate", "steps", "nats per point, training batches", legend=True
    )
    figure.label(context, "Memory by what is given", "points given before the point", "nats per point", legend=True)
    figure.label(gradient, "Memory by gradient", "steps back", "|∂ nats / ∂ row|, median", legend=True)
    return drawn


def conclude(results: Results) -> list[str]:
    """Which cell predicts best, which might have but broke, and which remembers farthest."""
    best = at_best(results)
    nats = {name: spread for name, spread in spreads(best, "nats").items() if spread.values}
    order = sorted(nats, key=lambda name: nats[name].mean)
    first = [name for name in order if name == order[0] or not distinguishable(nats[name], nats[order[0]])]
    losses = {name: f"{name} ({spread.text()})" for name, spread in nats.items()}
    rest = [losses[name] for name in order if name not in first]
    leaders = listed([losses[name] for name in first])
    lead = (
        f"At its best rate, {leaders} predicts best, in nats per point"
        if len(first) == 1
        else f"Each at its best rate, {leaders} nats per point lead and are not distinguishable"
    )
    wild = [name for name in order if _lowest(results, name) != best_rate(results, name)]
    held = {name: Spread.of(run.nats for run in results[named(name, _lowest(results, name))]) for name in wild}
    lower = [f"{name} ({held[name].mean:.3f})" for name in wild if _below(held[name], nats[order[0]])]
    lost = any(run.diverged is not None for runs in results.values() for run in runs)
    far = {name: spread for name, spread in spreads(best, "reach").items() if name in nats}
    most, least = _most(far), _least(far)
    points = f"{most} needs {far[most].mean:.0f} points before it and {least} {far[least].mean:.0f}"
    edges = _edges(results)
    return [
        lead + (f"; behind: {listed(rest)}." if rest else ".") + "".join(f" {e}" for e in edges),
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


def details(results: Results) -> list[str]:
    """The best rates and what they were chosen against, runs that held by luck, and the gradient's reach."""
    best = at_best(results)
    nats, far, speed = (spreads(best, name) for name in ("nats", "hundredth", "points_per_s"))
    ended = {name: spread for name, spread in nats.items() if spread.values}
    reached = {name: far[name] for name in ended}
    most, least = _most(reached), _least(reached)
    doubt = "" if distinguishable(reached[most], reached[least]) else ": not distinguishable"
    return [
        f"From the lowest loss: {rank(ended)} (≈: neighbours not distinguishable). The best rates:"
        f" {', '.join(f'{name} {best_rate(results, name):g}' for name in CELLS)}.",
        *_brittle(results),
        _leapt(results),
        f"Until the gradient has fallen to a hundredth, {most} takes {reached[most].mean:.0f} steps back and {least}"
        f" {reached[least].mean:.0f}{doubt}.",
        f"{_most(speed)} trains at {max(s.mean for s in speed.values()) / min(s.mean for s in speed.values()):.1f} times the"
        f" speed of {_least(speed)}, both as a loop over time in torch.",
    ]


def table(results: Results) -> str:
    """Loss of each cell by rate; at its best rate how far back it remembers."""
    lines = [
        f"| nats per point | width | {' | '.join(f'{rate:g}' for rate in RATES)} | points needed |"
        " gradient under 1 % from step |",
        "| --- |" + " ---: |" * (len(RATES) + 3),
    ]
    best = at_best(results)
    memory = [spreads(best, name) for name in ("reach", "hundredth")]
    for name, runs in best.items():
        by_rate = [_cell(results[named(name, rate)]) for rate in RATES]
        figures = [*by_rate, *(found[name].text(".0f") for found in memory)]
        lines.append(f"| {name} | {runs[0].hidden} | {' | '.join(figures)} |")
    return "\n".join(lines)


def _cell(runs: list[Result]) -> str:
    """The loss over the seeds, and how many of the runs diverged."""
    lost = sum(run.diverged is not None for run in runs)
    text = Spread.of(run.nats for run in runs).text()
    return f"{text} ({lost} of {len(runs)} diverged)" if lost else text


def _leapt(results: Results) -> str:
    """Says of whom runs that came to their end had leapt on the way: what held may have held by luck."""
    leapt = {variant: sum(jumps(r) > 0 for r in runs if r.diverged is None) for variant, runs in results.items()}
    some = ", ".join(f"{variant} ({count} of {len(results[variant])})" for variant, count in leapt.items() if count)
    return (
        f"Finished, but with steps whose loss leapt by over {JUMP:g} nat per point above the {PAST} before: {some}."
        if some
        else "No run that came to its end had a step whose loss leapt."
    )


def _edges(results: Results) -> list[str]:
    """Says whose loss is the lowest at the last rate that was tried, so that another might suit it better still."""
    sentences = []
    for rate, where in ((RATES[0], "lower"), (RATES[-1], "higher")):
        names = [name for name in CELLS if best_rate(results, name) == rate == _lowest(results, name)]
        if names:
            sentences.append(f"Might do better still at a {where} rate than was tried: {', '.join(names)}.")
    return sentences


def _brittle(results: Results) -> list[str]:
    """Says of whom the runs that held did better at a rate at which others diverged: it was passed over for that alone."""
    sentences = []
    for name in CELLS:
        chosen, rate = best_rate(results, name), _lowest(results, name)
        runs = results[named(name, rate)]
        held = [run.nats for run in runs if run.diverged is None]
        if rate != chosen:
            sentences.append(
                f"{name} at {rate:g} came to {Spread.of(held).text()} nats per point in the {len(held)} of {len(runs)} runs"
                f" that held; the others diverged, and so {chosen:g} is called its best."
            )
    return sentences


def _lowest(results: Results, name: str) -> float:
    """The rate at which the runs of a cell that held have the lowest mean loss, however many did not."""
    means = {rate: Spread.of(run.nats for run in results[named(name, rate)]).mean for rate in RATES}
    return min(RATES, key=lambda rate: means[rate] if math.isfinite(means[rate]) else math.inf)


def _most(figures: dict[str, Spread]) -> str:
    return max(figures, key=lambda name: figures[name].mean)


def _least(figures: dict[str, Spread]) -> str:
    return min(figures, key=lambda name: figures[name].mean)


STUDY = Study(
    title="Cell types",
    question=(
        "At the best of four rates, which recurrent cell predicts handwriting best, and how far back does each remember? Memory"
        " is measured by the loss when only the last k points are given, and by the gradient of a point's loss with respect to"
        " the row k steps back."
    ),
    variants=VARIANTS,
    measure=measure,
    columns=(Column("nats per point", "nats"),),
    table=table,
    draw=draw,
    caption=(
        "Above, left: loss by rate. Right: means of ten training batches at each cell's best rate. Below, left: loss when only"
        " the last k points are given. Right: how much a point's loss depends on the row k steps back. Without runs that"
        f" diverged. In the table memory is at the best rate; *points needed* (to come within {NEAR} nats of what"
        f" {CONTEXTS[-1]} give) are one of 1, 2, 4 … {CONTEXTS[-1]}."
    ),
    conclude=conclude,
    details=details,
    notes=(
        "The best rate is that at which the fewest runs diverged and, of those, the mean loss is lowest; it was chosen by the"
        " same held-out lines.",
    ),
)

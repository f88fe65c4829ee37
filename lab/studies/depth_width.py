"""The study ``depth-width``: one to four layers of an LSTM at equal parameters, with skips and without."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from matplotlib.figure import Figure

from lab.engine.study import Column, Study
from lab.engine.study_ink import StudyInk
from lab.findings import figure
from lab.findings.results import Results, lists, spreads, thousand_points_per_s
from lab.findings.spread import Spread, distinguishable, judge, listed, rank
from lab.networks import memory
from lab.networks.budget import Setting
from lab.networks.stack import Stack

CONTEXTS = (1, 2, 4, 8, 16, 32, 64)
NEAR = 0.01  # nats per point
LAYERS = (1, 2, 3, 4)
# Widths are whole numbers: at 59,000 parameters all seven come within 1.1 % of it. Twice the usual windows a step and fewer
# steps, for a loop over narrow layers is paid by the operation, not by the point.
BUDGET = Setting(parameters=59_000, steps=250, batch=40, rate=2e-2)


def variant(layers: int, skips: bool) -> str:
    """What a variant is called. One layer sees the input and is seen by the head either way, so there is but one of it."""
    return "1 layer" if layers == 1 else f"{layers} layers, {'skips' if skips else 'no skips'}"


VARIANTS = {
    variant(layers, skips): replace(BUDGET, layers=layers, skips=skips)
    for layers in LAYERS
    for skips in (True, False)
    if skips or layers > 1
}


def measure(network: Stack, ink: StudyInk, setting: Setting) -> dict[str, Any]:
    """What a point costs when only the last k are given, and the k from which on more of them gain next to nothing."""
    contexts = [k for k in CONTEXTS if k <= max(map(len, ink.dev)) // 2]  # the lines of a trial are shorter
    nats = memory.nats_by_context(network, ink.dev, contexts)
    return {"contexts": contexts, "nats_by_context": nats, "reach": memory.reach(nats, contexts, NEAR)}


def _by_depth(figures: dict[str, Spread], skips: bool) -> list[Spread]:
    """A figure of one layer and of more, from the shallowest on."""
    return [figures[variant(layers, skips)] for layers in LAYERS]


def draw(results: Results) -> Figure:
    """Four panels: loss and speed by depth, with skips and without; learning and memory of a few."""
    drawn, (losses, learning, rates, context) = figure.panels(4)
    nats, speed = spreads(results, "nats"), _thousands(results)
    for look, skips in enumerate((True, False)):
        name = "with skips" if skips else "without"
        figure.curve(losses, LAYERS, _by_depth(nats, skips), name, look)
        figure.curve(rates, LAYERS, _by_depth(speed, skips), name, look)
    for axes in (losses, rates):
        axes.set_xticks(LAYERS)
    rates.set_ylim(bottom=0)
    figure.label(losses, "Held-out lines", "layers", "nats per point (lower is better)", legend=True)
    figure.label(rates, "Speed of training", "layers", "thousand points per second", legend=True)
    by_context = lists(results, "nats_by_context")
    given = next(r for runs in results.values() for r in runs if r.diverged is None).measures["contexts"]
    context.set_xscale("log", base=2)
    few = (variant(1, True), variant(2, True), variant(4, True), variant(4, False))
    figure.learning(learning, {name: results[name] for name in few}, over=20)
    for look, name in enumerate(few):
        figure.curve(context, given[: len(by_context[name])], by_context[name], name, look)
    context.set_xticks(given, [str(k) for k in given])
    figure.label(learning, "Learning", "steps", "nats per point, training batches", legend=True)
    figure.label(context, "Memory by what is given (looks as above)", "points given before the point", "nats per point")
    return drawn


def _thousands(results: Results) -> dict[str, Spread]:
    """Training speed in thousand points per second."""
    return {name: Spread.of(thousand_points_per_s(result) for result in runs) for name, runs in results.items()}


def conclude(results: Results) -> list[str]:
    """What depth gains, what skips do for it, and what it costs in speed."""
    nats, speed = spreads(results, "nats"), _thousands(results)
    one, deepest = variant(1, True), variant(LAYERS[-1], True)
    deep = [name for name in nats if name != one and nats[name].values]
    best = min(deep, key=lambda name: nats[name].mean, default=deepest)
    pairs = {layers: (nats[variant(layers, True)], nats[variant(layers, False)]) for layers in LAYERS[1:]}
    differ = {layers: pair for layers, pair in pairs.items() if distinguishable(*pair)}
    helped = [
        f"{layers} layers have {skipping.mean:.3f} with them and {bare.mean:.3f} without"
        for layers, (skipping, bare) in differ.items()
    ]
    deciding = "Skips decide" if all(s.mean < b.mean for s, b in differ.values()) else "Skips do not always help"
    alike = [str(layers) for layers in pairs if layers not in differ]
    hidden = f"at {listed(alike)} layers skips make no distinguishable difference"
    share = f"{speed[deepest].mean / speed[one].mean:.2f} of the speed of one"
    return [
        judge(f"the best of several layers ({best})", nats[best], "one wide layer", nats[one]),
        (f"{deciding}: {'; '.join(helped)}" + (f"; {hidden}." if alike else "."))
        if helped
        else f"{hidden[0].upper()}{hidden[1:]}.",
        f"{LAYERS[-1]} layers of as many parameters train at {share}: each layer is one more loop over time."
        if distinguishable(speed[deepest], speed[one])
        else f"That depth costs speed is not shown: {LAYERS[-1]} layers train at {share}, within the seeds' spread.",
    ]


def details(results: Results) -> list[str]:
    """Two layers beside one seed by seed, and how far back each variant remembers."""
    nats, reach = spreads(results, "nats"), spreads(results, "reach")
    one = variant(1, True)
    deep = [name for name in nats if name != one and nats[name].values]
    said = [f"From the lowest loss: {rank(nats)} (≈: neighbours not distinguishable)."]
    if deep:
        best = min(deep, key=lambda name: nats[name].mean)
        pairs = list(zip(results[best], results[one], strict=True))
        wins = sum(deeper.nats < wide.nats for deeper, wide in pairs)
        said.append(f"Seed by seed {best} is lower than {one} in {wins} of {len(pairs)}.")
    measured = [name for name in reach if reach[name].values]
    if measured:
        near, far = min(measured, key=lambda n: reach[n].mean), max(measured, key=lambda n: reach[n].mean)
        doubt = "" if distinguishable(reach[near], reach[far]) else ", a difference within the seeds' spread"
        said.append(
            f"To come within {NEAR} nats of what {CONTEXTS[-1]} points give, {far} needs {reach[far].mean:.0f} of them and"
            f" {near} {reach[near].mean:.0f}{doubt}."
        )
    return said


STUDY = Study(
    title="Depth and width",
    question=(
        "One wide layer or several narrow ones? What does depth gain in nats and cost in speed, and what do skips do, by which"
        " every layer sees the input and is seen by the head (Graves 2013, fig. 1)?"
    ),
    variants=VARIANTS,
    measure=measure,
    columns=(Column("nats per point", "nats"),),
    draw=draw,
    caption=(
        "Above, left: loss by depth. Right: means of 20 training batches of four variants. Below, left: speed by depth. Right:"
        " the loss of the same four when only the last k points are given."
    ),
    conclude=conclude,
    details=details,
    notes=(
        "One rate for all: deeper networks might do better at a smaller one.",
        "With skips a layer and the head see more, so a network with skips is narrower than one without.",
    ),
)

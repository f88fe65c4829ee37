"""The study ``depth-width``: one to four layers of an LSTM, as narrow as equal parameters make them, with skips and without.

Knows: its question, its seven variants, and how the reach of each is measured.
Refuses to know: how runs are carried out and kept, and how a report is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from matplotlib.figure import Figure

from lab.engine.study import Column, Study
from lab.engine.study_ink import StudyInk
from lab.findings import figure
from lab.findings.results import Result, Results, lists, spreads
from lab.findings.spread import Spread, compare, distinguishable, judge, listed, rank
from lab.networks import memory
from lab.networks.budget import Setting
from lab.networks.stack import Stack

CONTEXTS = (1, 2, 4, 8, 16, 32, 64)
NEAR = 0.01  # nats a point
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
    """Four panels: price and pace by depth, with skips and without; learning and memory of a few."""
    drawn, (prices, learning, pace, context) = figure.panels(4)
    nats, speed = spreads(results, "nats"), _thousands(results)
    for look, skips in enumerate((True, False)):
        name = "with skips" if skips else "without"
        figure.curve(prices, LAYERS, _by_depth(nats, skips), name, look)
        figure.curve(pace, LAYERS, _by_depth(speed, skips), name, look)
    for axes in (prices, pace):
        axes.set_xticks(LAYERS)
    pace.set_ylim(bottom=0)
    figure.label(prices, "Kept-back lines", "layers", "nats a point (lower is better)", legend=True)
    figure.label(pace, "Pace of training", "layers", "thousand points a second", legend=True)
    by_context = lists(results, "nats_by_context")
    given = next(r for runs in results.values() for r in runs if r.diverged is None).measures["contexts"]
    context.set_xscale("log", base=2)
    few = (variant(1, True), variant(2, True), variant(4, True), variant(4, False))
    figure.learning(learning, {name: results[name] for name in few}, over=20)
    for look, name in enumerate(few):
        figure.curve(context, given[: len(by_context[name])], by_context[name], name, look)
    context.set_xticks(given, [str(k) for k in given])
    figure.label(learning, "Learning", "steps", "nats a point, training batches", legend=True)
    figure.label(context, "Memory by what is given (looks as above)", "points given before the point", "nats a point")
    return drawn


def _thousands(results: Results) -> dict[str, Spread]:
    """The pace in thousand points a second."""
    return {name: Spread.of(_pace(result) for result in runs) for name, runs in results.items()}


def _pace(result: Result) -> float:
    return result.points_per_s / 1000


def plain(results: Results) -> list[str]:
    """What depth gains, what skips do for it, and what it costs."""
    nats, speed = spreads(results, "nats"), _thousands(results)
    one, deepest = variant(1, True), variant(LAYERS[-1], True)
    deep = [name for name in nats if name != one and nats[name].values]
    best = min(deep, key=lambda name: nats[name].mean, default=deepest)
    pairs = {layers: (nats[variant(layers, True)], nats[variant(layers, False)]) for layers in LAYERS[1:]}
    told = {layers: pair for layers, pair in pairs.items() if distinguishable(*pair)}
    helped = [
        f"{layers} layers cost {skipping.mean:.3f} with them and {bare.mean:.3f} without"
        for layers, (skipping, bare) in told.items()
    ]
    deciding = "Skips decide" if all(s.mean < b.mean for s, b in told.values()) else "Skips do not always help"
    alike = [str(layers) for layers in pairs if layers not in told]
    hidden = f"at {listed(alike)} layers skips make no difference that can be told from the seeds'"
    share = f"{speed[deepest].mean / speed[one].mean:.2f} of the pace of one"
    return [
        judge(f"the best of several layers ({best})", nats[best], "one wide layer", nats[one]),
        (f"{deciding}: {'; '.join(helped)}" + (f"; {hidden}." if alike else "."))
        if helped
        else f"{hidden[0].upper()}{hidden[1:]}.",
        f"{LAYERS[-1]} layers of as many parameters train at {share}."
        if distinguishable(speed[deepest], speed[one])
        else f"That depth costs pace is not shown: {LAYERS[-1]} layers train at {share}, within the seeds' spread.",
    ]


def conclude(results: Results) -> list[str]:
    """What the figures allow to be said."""
    nats, speed, reach = spreads(results, "nats"), _thousands(results), spreads(results, "reach")
    one, deepest = variant(1, True), variant(LAYERS[-1], True)
    deep = [name for name in nats if name != one and nats[name].values]
    said = [f"Nats a point, from the lowest: {rank(nats)} (≈: neighbours not told apart)."]
    if deep:
        best = min(deep, key=lambda name: nats[name].mean)
        said.append(
            "Depth for width: of several layers the best beside one: "
            + compare(best, nats[best], one, nats[one], "nats a point")
        )
        pairs = list(zip(results[best], results[one], strict=True))
        wins = sum(deeper.nats < wide.nats for deeper, wide in pairs)
        said.append(
            f"Seed by seed, where both see the same lines in one order, {best} is the lower in {wins} of {len(pairs)}."
        )
    for layers in LAYERS[1:]:
        skipping, plain = variant(layers, True), variant(layers, False)
        said.append(compare(skipping, nats[skipping], plain, nats[plain], "nats a point"))
    said.append(
        f"Depth costs pace, though the parameters are the same: {LAYERS[-1]} layers with skips train at"
        f" {speed[deepest].mean / speed[one].mean:.2f} of the pace of one, for each layer is one more loop over time."
    )
    known = [name for name in reach if reach[name].values]
    if known:
        near, far = min(known, key=lambda n: reach[n].mean), max(known, key=lambda n: reach[n].mean)
        doubt = "" if distinguishable(reach[near], reach[far]) else ", a difference within the seeds' spread"
        said.append(
            f"To come within {NEAR} nats of what {CONTEXTS[-1]} points give, {far} needs {reach[far].mean:.0f} of them and"
            f" {near} {reach[near].mean:.0f}{doubt}."
        )
    return said


STUDY = Study(
    title="Depth and width",
    question=(
        "A network may spend its parameters on one wide layer or on several narrow ones. At equal parameters, equal data and"
        " equal steps: what does depth gain in nats, what does it cost in pace, and what do skips do, by which every layer"
        " sees the input and is seen by the head (Graves 2013, fig. 1)?"
    ),
    variants=VARIANTS,
    measure=measure,
    columns=(
        Column("nats a point", "nats"),
        Column("thousand points/s, training", form=".1f", each=_pace),
        Column("points needed, within 0.01 nats", "reach", ".0f"),
    ),
    draw=draw,
    caption=(
        "Above, left: the price by depth at equal parameters. Right: the training batches of four variants, each curve the mean"
        " of 20 steps. Below, left: what depth costs in pace. Right: what a point costs when only the last k are given and the"
        " state before them is zero, at the same 1,000 places for all; variants look as above. Bands are one spread of the"
        " seeds."
    ),
    plain=plain,
    conclude=conclude,
    notes=(
        "One rate for all: deeper networks might do better at a smaller one, and none has learnt to its end.",
        "With skips a layer and the head see more, so that a network with skips is narrower than one without.",
        "The pace is that of loops over time written in torch, where each layer costs operations whatever its width.",
    ),
)

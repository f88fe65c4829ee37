"""The study ``gates``: the LSTM without each of its parts, with two more, and with three initial biases of the forget gate."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from matplotlib.figure import Figure

from lab.engine.study import Column, Study
from lab.engine.study_ink import StudyInk
from lab.findings import figure
from lab.findings.results import Result, Results, lists, spreads
from lab.findings.spread import Spread, by_chance, distinguishable, judge, listed
from lab.networks import memory
from lab.networks.budget import SEEDS_OF_BRIEF, Setting
from lab.networks.cells import LSTMParts
from lab.networks.stack import Stack

CONTEXTS = (1, 2, 4, 8, 16, 32, 64)
NEAR = 0.01  # nats per point
BUDGET = Setting(parameters=20_000, steps=300, rate=2e-2)

STANDARD = "standard"
FORGET, SHOWN = "no forget gate", "no tanh of c"  # the two that Greff et al. found to matter most
PARTS = {
    STANDARD: LSTMParts(),
    "no input gate": LSTMParts(input=False),
    FORGET: LSTMParts(forget=False),
    "no output gate": LSTMParts(output=False),
    "no tanh of the candidate": LSTMParts(squash_in=False),
    SHOWN: LSTMParts(squash_out=False),
    "i and f coupled": LSTMParts(coupled=True),
    "peepholes": LSTMParts(peepholes=True),
}
HARMLESS = ("i and f coupled", "peepholes")  # the two of which Greff et al. say that they make no great difference
BIASES = {
    "forget bias 0": LSTMParts(forget_bias=0.0),
    STANDARD: LSTMParts(),
    "forget bias 2": LSTMParts(forget_bias=2.0),
}
VARIANTS = {name: replace(BUDGET, gates=gates) for name, gates in {**PARTS, **BIASES}.items()}
LOOK = {name: look for look, name in enumerate(VARIANTS)}


def measure(network: Stack, ink: StudyInk, setting: Setting) -> dict[str, Any]:
    """The loss when only the last k points are given, and the k from which on more gain next to nothing."""
    contexts = [k for k in CONTEXTS if k <= max(map(len, ink.dev)) // 2]  # the lines of a trial are shorter
    nats = memory.nats_by_context(network, ink.dev, contexts)
    return {"contexts": contexts, "nats_by_context": nats, "reach": memory.reach(nats, contexts, NEAR)}


def astray(result: Result) -> bool:
    """Whether a run's loss is higher at its end than in its first batch: clipped, it stayed finite, but learnt nothing."""
    return result.diverged is None and result.nats > result.curve[0]


def settled(results: Results) -> Results:
    """The runs that did not go astray; one such would be all that a mean or an axis shows."""
    return {name: [result for result in runs if not astray(result)] for name, runs in results.items()}


def farthest(nats: dict[str, Spread], count: int = 3) -> list[str]:
    """The standard LSTM and the ``count`` variants whose means lie farthest from its, in the study's order.

    Ten curves in one panel nobody reads; these are the ones of which there is something to see.
    """
    measured = [name for name in PARTS if name != STANDARD and nats[name].values]
    measured.sort(key=lambda name: -abs(nats[name].mean - nats[STANDARD].mean))
    return [name for name in PARTS if name == STANDARD or name in measured[:count]]


def draw(results: Results) -> Figure:
    """Four panels: the loss without each part and by forget bias; learning and memory of the few that differ most."""
    drawn, (parts, biases, learning, context) = figure.panels(4)
    results = settled(results)
    nats, by_context = spreads(results, "nats"), lists(results, "nats_by_context")
    for axes, names in ((parts, list(PARTS)), (biases, list(BIASES))):
        figure.bars(axes, names, [nats[name] for name in names], [LOOK[name] for name in names])
        if nats[STANDARD].values:
            axes.axvline(nats[STANDARD].mean, color="#000000", linewidth=0.8, linestyle=":")
    low, high = zip(parts.get_xlim(), biases.get_xlim(), strict=True)
    for axes in (parts, biases):
        axes.set_xlim(min(low), max(high))
    biases.set_yticks(range(len(BIASES)), ["0", "1 (standard)", "2"])
    figure.label(parts, "Held-out lines, by what is left out or added", "nats per point (lower is better)")
    figure.label(biases, "By the initial forget bias, same axis", "nats per point (lower is better)", "forget bias")
    few = [name for name in farthest(nats) if results[name]]
    figure.learning(learning, {name: results[name] for name in few}, over=20, looks=[LOOK[name] for name in few])
    given = next(r for runs in results.values() for r in runs if r.diverged is None).measures["contexts"]
    context.set_xscale("log", base=2)
    for name in few:
        figure.curve(context, given[: len(by_context[name])], by_context[name], name, LOOK[name])
    context.set_xticks(given, [str(k) for k in given])
    figure.label(learning, "Learning", "steps", "nats per point, training batches", legend=True)
    figure.label(context, "Memory by what is given", "points given before the point", "nats per point", legend=True)
    return drawn


def conclude(results: Results) -> list[str]:
    """Which parts are missed, which are not, and which initial forget bias does best."""
    lost = {name: sum(astray(r) or r.diverged is not None for r in results[name]) for name in PARTS}
    broken = [f"{name} ({count} of {len(results[name])} runs)" for name, count in lost.items() if count]
    nats = spreads(settled(results), "nats")
    others = [name for name in PARTS if name != STANDARD and not lost[name]]
    different = [name for name in others if distinguishable(nats[name], nats[STANDARD])]
    worse, better = ([name for name in different if (_gap(nats, name) > 0) is higher] for higher in (True, False))
    alike = [name for name in others if name not in different]
    standard = f"the standard LSTM's {nats[STANDARD].text()} nats per point"
    return [
        (
            f"Higher loss than {standard}: {_gaps(nats, worse)}."
            if worse
            else f"No part's loss is higher than {standard}."
        )
        + (f" Runs that learnt nothing: {listed(broken)}." if broken else ""),
        (f"Lower: {_gaps(nats, better)}. " if better else "None is lower. ")
        + (f"Not distinguishable from it: {listed(alike)}. " if alike else "")
        + by_chance(len(VARIANTS) - 1, max(map(len, results.values()))),
        " ".join(
            judge(f"forget bias {bias}", nats[f"forget bias {bias}"], "forget bias 1", nats[STANDARD])
            for bias in (0, 2)
        ),
    ]


def details(results: Results) -> list[str]:
    """What was left out, and whether the result is what was found before."""
    strays = {name: sum(map(astray, runs)) for name, runs in results.items() if any(map(astray, runs))}
    lost = [name for name, runs in results.items() if any(run.diverged is not None for run in runs)]
    wild = ", ".join(f"{name} ({count} of {len(results[name])})" for name, count in strays.items())
    results = settled(results)
    nats, reach = spreads(results, "nats"), spreads(results, "reach")
    measured = {name: nats[name] for name in PARTS if nats[name].values}
    biases = {name: nats[name] for name in BIASES if nats[name].values}
    worse = [
        name
        for name in measured
        if name != STANDARD and distinguishable(measured[name], nats[STANDARD]) and _gap(nats, name) > 0
    ]
    return [
        f"Astray, with a higher loss at the end than in the first batch, counted in the table alone: {wild}."
        if wild
        else "No run went astray.",
        *([f"Diverged: {', '.join(lost)}."] if lost else []),
        _beside_greff(nats, worse, list(strays) + lost),
        f"In their study coupling i and f, and peepholes, made no great difference. Here:"
        f" {'; '.join(_change(nats, name) for name in HARMLESS)}.",
        "Jozefowicz et al. (2015) found that a forget bias of 1 helps an LSTM."
        f" {_beside_jozefowicz(biases)} after {BUDGET.steps} steps.",
        _memory({name: reach[name] for name in measured}),
    ]


def _gap(nats: dict[str, Spread], name: str) -> float:
    return nats[name].mean - nats[STANDARD].mean


def _gaps(nats: dict[str, Spread], names: list[str]) -> str:
    """Names and how far each lies from the standard, the farthest first."""
    order = sorted(names, key=lambda name: -abs(_gap(nats, name)))
    return ", ".join(f"{name} ({abs(_gap(nats, name)):.3f})" for name in order) or "none"


def _change(nats: dict[str, Spread], name: str) -> str:
    if not nats[name].values:
        return f"{name}: no figure"
    if not distinguishable(nats[name], nats[STANDARD]):
        return f"{name}: not distinguishable"
    return f"{name}: {abs(_gap(nats, name)):.3f} nats {'higher' if _gap(nats, name) > 0 else 'lower'}"


def _beside_greff(nats: dict[str, Spread], worse: list[str], broken: list[str]) -> str:
    """Their finding beside ours: the two worst that are distinguishable, and what did not learn every time."""
    worst = sorted(worse, key=lambda name: -_gap(nats, name))[:2]
    theirs = "Greff et al. (2017) found the forget gate and the output activation, tanh of c, to matter most."
    agree = [name for name in (FORGET, SHOWN) if name in worst or name in broken]
    ours = f"Here the worst: {', '.join(worst) or 'none'}"
    also = f"; not learning every time: {', '.join(broken)}" if broken else ""
    outcomes = ("Neither of theirs is", f"Of theirs {''.join(agree[:1])} alone is", "Both of theirs are")
    return f"{theirs} {ours}{also}. {outcomes[len(agree)]} among these."


def _beside_jozefowicz(biases: dict[str, Spread]) -> str:
    zero, one = biases.get("forget bias 0"), biases.get(STANDARD)
    if zero is None or one is None:
        return "Here there is no figure to compare"
    if not distinguishable(zero, one):
        return "Here 0 and 1 are not distinguishable"
    return f"Here {'it does' if one.mean < zero.mean else '0 is better'}"


def _memory(reach: dict[str, Spread]) -> str:
    """Who needs the most points and who the fewest, and whether that is a difference."""
    most, least = max(reach, key=lambda name: reach[name].mean), min(reach, key=lambda name: reach[name].mean)
    doubt = "" if distinguishable(reach[most], reach[least]) else ": not distinguishable"
    usual = reach[STANDARD].mean if STANDARD in reach else math.inf
    few = f" Where {usual:.0f} points say nearly all, a longer memory has little to gain." if usual <= 16 else ""
    return (
        f"To come within {NEAR} nats of what {CONTEXTS[-1]} points give, {most} needs {reach[most].mean:.0f} points and"
        f" {least} {reach[least].mean:.0f}{doubt}.{few}"
    )


STUDY = Study(
    title="Which parts of an LSTM matter",
    question=(
        "What is an LSTM's loss without each of its three gates and two tanhs, with input and forget gate coupled (f = 1 − i),"
        " and with peepholes? And does the forget gate's initial bias matter: σ(0) = 0.50, σ(1) = 0.73, σ(2) = 0.88? After"
        " Greff et al. (2017) and Jozefowicz et al. (2015). A network that lacks a part is wider instead."
    ),
    variants=VARIANTS,
    measure=measure,
    columns=(Column("nats per point", "nats"),),
    draw=draw,
    caption=(
        "Above: rings are seeds, the dotted line is the standard LSTM; without runs that went astray. Below: the standard LSTM"
        " and the three variants farthest from it; left means of twenty training batches, cut off at the first batch's loss;"
        " right the loss when only the last k points are given."
    ),
    conclude=conclude,
    details=details,
    seeds=SEEDS_OF_BRIEF,
    notes=(
        "One rate for all; Greff et al. searched the best for each variant. A part without which another rate is needed seems"
        " worth more here than it is; c without its tanh is unbounded and suffers first from a high rate.",
        "Theirs was recognition, ours predicts the next point: what one needs the other may not.",
    ),
)

"""The study ``sequence-length``: how far a gradient goes back, what a line begins with, and how lines of any length are fed."""

from __future__ import annotations

from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.engine.study import Column, Study
from lab.findings import figure
from lab.findings.results import Results, number, spreads, thousand_points_per_s
from lab.findings.spread import Spread, compare, distinguishable, exceeds_spread, judge, listed, paired, rank
from lab.studies.sequence_length_runs import (
    BEGINNING,
    BUCKETED,
    FEEDS,
    LEARNT,
    LINE,
    OTHER,
    PACKED,
    PADDED,
    STARTS,
    VARIANTS,
    WINDOWS,
    cut,
    measure,
    quick,
)


def draw(results: Results) -> Figure:
    """Four panels: loss and speed by window, beside whole lines; initial states; the feeds' speeds."""
    drawn, (losses, rates, starts, feeds) = figure.panels(4)
    speed = _speeds(results)
    for axes, found in ((losses, spreads(results, "nats")), (rates, speed)):
        axes.set_xscale("log", base=2)
        for look, carried in enumerate((True, False)):
            name = "state carried" if carried else "state zeroed"
            figure.curve(axes, list(WINDOWS), [found[cut(window, carried)] for window in WINDOWS], name, look)
        _level(axes, found[PACKED], "whole lines, packed")
        axes.set_xticks(list(WINDOWS), [str(window) for window in WINDOWS])
    rates.set_ylim(bottom=0)
    _starts(starts, results)
    figure.bars(feeds, [name.removeprefix(f"{LINE}, ") for name in FEEDS], [speed[name] for name in FEEDS])
    feeds.set_xlim(0, 1.15 * max(max(speed[name].values, default=1.0) for name in FEEDS))
    low, high = losses.get_ylim()
    losses.set_ylim(low, high + 0.3 * (high - low))  # room for the legend above the level
    figure.label(
        losses, "Held-out lines, by window", "points a window", "nats per point (lower is better)", legend=True
    )
    figure.label(rates, "Speed of training", "points a window", "thousand real points per second", legend=True)
    figure.label(feeds, "Speed of training on whole lines", "thousand real points per second")
    return drawn


def _level(axes: Axes, spread: Spread, name: str) -> None:
    """A level across a panel, with a band of one spread."""
    if spread.values:
        style = figure.LOOKS[3]
        axes.axhline(spread.mean, label=name, color=style["color"], linestyle=style["linestyle"], linewidth=1.4)
        width = spread.deviation if len(spread.values) > 1 else 0.0
        axes.axhspan(spread.mean - width, spread.mean + width, color=style["color"], alpha=0.15, linewidth=0)


def _starts(axes: Axes, results: Results) -> None:
    """The loss of a line's beginning by what training began with."""
    found = spreads({name: results[name] for name in STARTS}, "beginning")
    figure.bars(axes, ["zero", "learnt", "another line's"], list(found.values()))
    figure.label(axes, "Whole lines, by initial state", f"nats per point, first {BEGINNING} points of held-out lines")


def conclude(results: Results) -> list[str]:
    """What a window's length, the state it begins with and the way lines are fed come to."""
    nats, speed = spreads(results, "nats"), _speeds(results)
    ended = [name for name in (cut(window, True) for window in WINDOWS) if nats[name].values]
    best = min(ended, key=lambda name: nats[name].mean, default=cut(max(WINDOWS), True))
    behind = [name for name in ended if distinguishable(nats[name], nats[best])]
    lengths = (
        f"Of windows with the state carried, {best} has a lower loss than {listed(behind)}."
        if behind
        else "No length of a window with the state carried is distinguishable from the best."
    )
    carrying = {w: _paired(results, cut(w, True), cut(w, False), "nats") for w in WINDOWS}
    starting = {name: _paired(results, name, PACKED, "beginning") for name in (LEARNT, OTHER)}
    carried = [f"{w} ({_way(found)})" for w, found in carrying.items() if exceeds_spread(found)]
    begun = [f"{_start(name)} ({_way(found)})" for name, found in starting.items() if exceeds_spread(found)]
    first = cut(min(WINDOWS), True)
    return [
        f"{lengths} {judge(f'the best of them ({best})', nats[best], 'training on whole lines', nats[PACKED])}",
        (
            f"Seed by seed, carrying the state beside beginning at zero, nats per point by window: {listed(carried)}"
            + ("." if len(carried) == len(WINDOWS) else "; elsewhere within twice the spread.")
            if carried
            else "Seed by seed, carrying the state and beginning at zero do not differ beyond the spread, at any window."
        )
        + (
            f" Over a line's first {BEGINNING} points, beside training from zero: {listed(begun)}."
            if begun
            else f" Over a line's first {BEGINNING} points no other initial state differs beyond the spread."
        ),
        f"Speed, in points per second: windows of {min(WINDOWS)} train at"
        f" {_times(speed[first], speed[PACKED])} times that of whole lines, and lines bucketed by length at"
        f" {_times(speed[BUCKETED], speed[PADDED])} times that of lines padded as they come.",
    ]


def details(results: Results) -> list[str]:
    """The windows in order, and each pair that shares seeds."""
    nats, other, speed = spreads(results, "nats"), spreads(results, "other"), _speeds(results)
    carried = {str(window): nats[cut(window, True)] for window in WINDOWS}
    zeroed = {str(window): nats[cut(window, False)] for window in WINDOWS}
    pairs = [f"{w}: {_paired(results, cut(w, True), cut(w, False), 'nats').text()}" for w in WINDOWS]
    starts = [f"{_start(name)}: {_paired(results, name, PACKED, 'beginning').text()}" for name in (LEARNT, OTHER)]
    return [
        f"From the lowest loss: state carried, {rank(carried)}; zeroed, {rank(zeroed)} (≈: neighbours not distinguishable;"
        " those farther apart may be).",
        f"Seed by seed, nats per point, carried less zeroed, by window: {'; '.join(pairs)}.",
        f"Seed by seed, over a line's first {BEGINNING} points, less {PACKED}: {'; '.join(starts)}.",
        f"Begun with another line's state instead of zeros, a held-out line has {_more(other[PACKED], nats[PACKED])} if trained"
        f" from zero states, and {_more(other[OTHER], nats[OTHER])} if trained from other lines'.",
        *(compare(one, nats[one], two, nats[two], "nats per point") for one, two in pairwise(FEEDS)),
        f"Padding fills {_mean(results, PADDED):.0f} % of a batch, in buckets {_mean(results, BUCKETED):.0f} %. Packing"
        f" trains at {_times(speed[PACKED], speed[PADDED])} times the speed of padding.",
    ]


def _mean(results: Results, name: str) -> float:
    """The mean share of padding over the seeds, per cent."""
    return spreads({name: results[name]}, "padding")[name].mean


def _speeds(results: Results) -> dict[str, Spread]:
    """Training speed in thousand points per second."""
    return {name: Spread.of(map(thousand_points_per_s, runs)) for name, runs in results.items()}


def _times(one: Spread, other: Spread) -> str:
    """A ratio of means, marked where they are not distinguishable."""
    return f"{one.mean / other.mean:.2f}" + ("" if distinguishable(one, other) else " (not distinguishable)")


def _paired(results: Results, name: str, other: str, figure_of: str) -> Spread:
    """The differences of two variants' figures where seed, initial weights and lines are the same."""
    ones, others = ([number(run, figure_of) for run in results[which]] for which in (name, other))
    return paired(ones, others)


def _way(differences: Spread) -> str:
    """How much lower or higher."""
    return f"{abs(differences.mean):.3f} ± {differences.deviation:.3f} {'lower' if differences.mean < 0 else 'higher'}"


def _start(name: str) -> str:
    return name.removeprefix(f"{LINE}, packed, ")


def _more(one: Spread, other: Spread) -> str:
    """A difference of means."""
    return f"{abs(one.mean - other.mean):.3f} nats per point {'more' if one.mean > other.mean else 'less'}"


STUDY = Study(
    title="Sequence length",
    question=(
        "What is lost by windows of 25 to 200 points (truncated backpropagation: Williams and Peng 1990) beside whole lines,"
        " with the state carried from window to window and with a zero state in each? What should a line begin with: zeros, a"
        " learnt state, or what another line has left? And are lines of unequal length best padded to the longest with a mask,"
        " packed so that each ends by itself, or bucketed by length and then padded?"
    ),
    variants=VARIANTS,
    measure=measure,
    columns=(
        Column("nats per point", "nats"),
        Column(f"of a line's first {BEGINNING}", "beginning"),
    ),
    draw=draw,
    caption=(
        "Above: loss and speed by window; the level is whole lines, packed, from zero. Below, left: loss of a line's beginning"
        " by the state with which lines began in training; evaluated, they begin with the learnt state if there is one, else"
        " with zeros. Right: speed by feed."
    ),
    conclude=conclude,
    details=details,
    quick=quick,
    notes=(
        "Every variant sees 3,200 real points per step, so shorter windows stand side by side in greater numbers: the speed is"
        " that of a step, not of a line.",
        "Carried windows are cut from consecutive lines; the state is zeroed where a line begins.",
        "Padded and packed learn from the same lines by the same sums; only roundings and speed differ. Packing saves products,"
        " not steps of the loop over time, which decide in so narrow a network.",
        "Networks trained from other lines' states are evaluated from zeros, which they have seldom seen: a part of the loss of"
        " their beginnings is that.",
        "Training saw some 2,200 lines.",
    ),
)

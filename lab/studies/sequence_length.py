"""The study ``sequence-length``: how far a gradient goes back, what a line begins with, and how lines of any length are fed.

Knows: its question, its thirteen variants, and what is measured of a line's first points and of another line's state.
Refuses to know: how windows and lines are fed (``batching`` does), how runs are carried out, and how a report is written.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.engine.feeds import WholeLines, pack, run_packed
from lab.engine.study import Column, Study
from lab.engine.study_ink import StudyInk
from lab.findings import figure
from lab.findings.results import Result, Results, number, spreads
from lab.findings.spread import Spread, compare, distinguishable, judge, listed, paired, rank, tells
from lab.networks.budget import Setting, quicken
from lab.networks.learnt import first_state
from lab.networks.stack import Stack
from training.network import mixture_nats

WINDOWS = {25: 128, 50: 64, 100: 32, 200: 16}  # points a window: windows a step; 3,200 points a step in all
BEGINNING = 25  # points of a line whose price is measured apart
JUDGES = 128  # of the kept-back lines, the first so many, for what is measured beside the price of them all
LINE = "whole lines"
PADDED, PACKED, BUCKETED = f"{LINE}, padded", f"{LINE}, packed", f"{LINE}, bucketed"
LEARNT, OTHER = f"{LINE}, packed, learnt start", f"{LINE}, packed, another line's state"
FEEDS, STARTS = (PADDED, PACKED, BUCKETED), (PACKED, LEARNT, OTHER)

BASE = Setting(parameters=12_000, steps=200, batch=32, window=100)


def cut(window: int, carried: bool) -> str:
    """What windows of a length are called."""
    return f"{window}, {'carried' if carried else 'zeroed'}"


VARIANTS = {
    **{
        cut(window, carried): replace(BASE, batch=batch, window=window, carry=carried)
        for carried in (True, False)
        for window, batch in WINDOWS.items()
    },
    PADDED: replace(BASE, carry=False, feed="padded"),
    PACKED: replace(BASE, carry=False, feed="packed"),
    BUCKETED: replace(BASE, carry=False, feed="bucketed"),
    LEARNT: replace(BASE, carry=False, feed="packed", learnt=True),
    OTHER: replace(BASE, feed="packed"),
}


def quick(setting: Setting) -> Setting:
    """A trial whose steps still hold a line or two, and as many points in every variant."""
    return replace(quicken(setting), steps=8, batch=setting.batch // 4, window=setting.window // 2)


def measure(network: Stack, ink: StudyInk, setting: Setting) -> dict[str, Any]:
    """Prices of kept-back lines, nats a point: of their first points, and of whole lines begun with another line's state.

    That state is what the network has at the end of the line that is the next longer one. With them the share of padding.
    """
    lines = sorted([rows for rows in ink.dev if len(rows) > 1][:JUDGES], key=len, reverse=True)
    short = [rows[: BEGINNING + 1] for rows in lines]
    with torch.no_grad():
        rows, target = pack(lines)
        begun, _ = run_packed(network, pack(short)[0], first_state(network, len(lines)))
        _, after = run_packed(network, rows, first_state(network, len(lines)))
        other = [tuple(part.roll(1, dims=0) for part in layer) for layer in after]
        head, _ = run_packed(network, rows, other)
        return {
            "beginning": float(mixture_nats(begun, pack(short)[1]).double().mean()),
            "other": float(mixture_nats(head, target).double().mean()),
            "padding": padding(ink, setting),
        }


def padding(ink: StudyInk, setting: Setting) -> float:
    """Per cent of the places that hold no point where the lines of every step are padded to the longest; 0 for windows."""
    if setting.feed not in ("padded", "bucketed"):
        return 0.0
    lines = WholeLines(
        ink.train[: setting.lines or None],
        setting.batch * setting.window,
        seed=1,
        buckets=setting.feed == "bucketed",
    )
    points = places = 0
    for _ in range(setting.steps):
        lengths = [len(rows) - 1 for rows in lines.next()]
        points += sum(lengths)
        places += len(lengths) * max(lengths)
    return 100 * (1 - points / places)


def thousands(result: Result) -> float:
    """The pace in thousand points a second."""
    return result.points_per_s / 1000


def draw(results: Results) -> Figure:
    """Four panels: price and pace by window, whole lines at their end; the starts; the feeds' paces."""
    drawn, (prices, pace, starts, feeds) = figure.panels(4)
    speed = {name: Spread.of(map(thousands, runs)) for name, runs in results.items()}
    for axes, found in ((prices, spreads(results, "nats")), (pace, speed)):
        axes.set_xscale("log", base=2)
        for look, carried in enumerate((True, False)):
            name = "state carried" if carried else "state zeroed"
            figure.curve(axes, list(WINDOWS), [found[cut(window, carried)] for window in WINDOWS], name, look)
        _level(axes, found[PACKED], "whole lines, packed")
        axes.set_xticks(list(WINDOWS), [str(window) for window in WINDOWS])
    pace.set_ylim(bottom=0)
    _starts(starts, results)
    figure.bars(feeds, [name.removeprefix(f"{LINE}, ") for name in FEEDS], [speed[name] for name in FEEDS])
    feeds.set_xlim(0, 1.15 * max(max(speed[name].values, default=1.0) for name in FEEDS))
    low, high = prices.get_ylim()
    prices.set_ylim(low, high + 0.3 * (high - low))  # room for the legend above the level
    figure.label(prices, "Kept-back lines, by window", "points a window", "nats a point (lower is better)", legend=True)
    figure.label(pace, "Pace of training", "points a window", "thousand real points a second", legend=True)
    figure.label(feeds, "Pace of training on whole lines", "thousand real points a second")
    return drawn


def _level(axes: Axes, spread: Spread, name: str) -> None:
    """A level across a panel, with a band of one spread."""
    if spread.values:
        style = figure.LOOKS[3]
        axes.axhline(spread.mean, label=name, color=style["color"], linestyle=style["linestyle"], linewidth=1.4)
        width = spread.deviation if len(spread.values) > 1 else 0.0
        axes.axhspan(spread.mean - width, spread.mean + width, color=style["color"], alpha=0.15, linewidth=0)


def _starts(axes: Axes, results: Results) -> None:
    """The price of a line's beginning by what training began with."""
    found = spreads({name: results[name] for name in STARTS}, "beginning")
    figure.bars(axes, ["zero", "learnt", "another line's"], list(found.values()))
    figure.label(axes, "Whole lines, by first state", f"nats a point, first {BEGINNING} points of kept-back lines")


def plain(results: Results) -> list[str]:
    """What a window's length, the state it begins with and the way lines are fed come to."""
    nats = spreads(results, "nats")
    speed = {name: Spread.of(map(thousands, runs)) for name, runs in results.items()}
    known = [name for name in (cut(window, True) for window in WINDOWS) if nats[name].values]
    best = min(known, key=lambda name: nats[name].mean, default=cut(max(WINDOWS), True))
    behind = [name for name in known if distinguishable(nats[name], nats[best])]
    lengths = (
        f"Of windows with the state carried, {best} costs less than {listed(behind)}."
        if behind
        else "No length of a window with the state carried is told apart from the cheapest."
    )
    carrying = {w: _paired(results, cut(w, True), cut(w, False), "nats") for w in WINDOWS}
    starting = {name: _paired(results, name, PACKED, "beginning") for name in (LEARNT, OTHER)}
    carried = [f"{w} ({_way(found)})" for w, found in carrying.items() if tells(found)]
    begun = [f"{_start(name)} ({_way(found)})" for name, found in starting.items() if tells(found)]
    first = cut(min(WINDOWS), True)
    return [
        f"{lengths} {judge(f'the best of them ({best})', nats[best], 'training on whole lines', nats[PACKED])}",
        (
            f"Seed by seed, carrying the state beside beginning at zero, nats a point by window: {listed(carried)}"
            + ("." if len(carried) == len(WINDOWS) else "; elsewhere within twice the spread.")
            if carried
            else "Seed by seed, carrying the state and beginning at zero do not differ beyond the spread, at any window."
        )
        + (
            f" Over a line's first {BEGINNING} points, beside who began at zero: {listed(begun)}."
            if begun
            else f" Over a line's first {BEGINNING} points no other first state differs beyond the spread."
        ),
        f"Pace, in points a second: windows of {min(WINDOWS)} train at"
        f" {_times(speed[first], speed[PACKED])} times that of whole lines, and lines put with others of their length at"
        f" {_times(speed[BUCKETED], speed[PADDED])} times that of lines padded as they come.",
    ]


def conclude(results: Results) -> list[str]:
    """What the figures allow to be said."""
    nats, beginning, other = (spreads(results, name) for name in ("nats", "beginning", "other"))
    speed = {name: Spread.of(map(thousands, runs)) for name, runs in results.items()}
    carried = {str(window): nats[cut(window, True)] for window in WINDOWS}
    zeroed = {str(window): nats[cut(window, False)] for window in WINDOWS}
    first, last = cut(min(WINDOWS), True), cut(max(WINDOWS), True)
    return [
        f"Nats a point by window, from the lowest: state carried, {rank(carried)}; zeroed, {rank(zeroed)} (≈: not told"
        " apart).",
        *(_carrying(window, results, nats) for window in WINDOWS),
        *(compare(name, nats[name], PACKED, nats[PACKED], "nats a point") for name in (last, cut(max(WINDOWS), False))),
        f"At 3,200 points a step, windows of {min(WINDOWS)} train at {_times(speed[first], speed[last])} times the pace of"
        f" windows of {max(WINDOWS)}, and at {_times(speed[first], speed[PACKED])} times that of whole lines, packed.",
        f"First state: {rank({name.removeprefix(f'{LINE}, '): nats[name] for name in STARTS})} over whole lines.",
        *(
            compare(name, beginning[name], PACKED, beginning[PACKED], f"nats a point over a line's first {BEGINNING}")
            for name in (LEARNT, OTHER)
        ),
        *(
            f"Seed by seed, over a line's first {BEGINNING} points, {name} less {PACKED}:"
            f" {_told(_paired(results, name, PACKED, 'beginning'))}."
            for name in (LEARNT, OTHER)
        ),
        f"Begun with another line's state in place of its own, a kept-back line costs"
        f" {_more(other[PACKED], nats[PACKED])} for who learnt from zero states, and {_more(other[OTHER], nats[OTHER])} for who"
        " learnt from other lines'.",
        *(compare(one, nats[one], two, nats[two], "nats a point") for one, two in pairwise(FEEDS)),
        f"Padding fills {_mean(results, PADDED, 'padding'):.0f} % of the places, in buckets"
        f" {_mean(results, BUCKETED, 'padding'):.0f} %. Packing trains at {_times(speed[PACKED], speed[PADDED])} times the"
        f" pace of padding, bucketing at {_times(speed[BUCKETED], speed[PADDED])} times.",
    ]


def _carrying(window: int, results: Results, nats: dict[str, Spread]) -> str:
    one, other = cut(window, True), cut(window, False)
    return (
        f"Windows of {window}: {compare('carried', nats[one], 'zeroed', nats[other], 'nats a point')} Seed by seed, carried"
        f" less zeroed: {_told(_paired(results, one, other, 'nats'))}."
    )


def _times(one: Spread, other: Spread) -> str:
    """A ratio of means, with a word of doubt where they are not told apart."""
    return f"{one.mean / other.mean:.2f}" + ("" if distinguishable(one, other) else " (not told apart)")


def _mean(results: Results, name: str, figure_of: str) -> float:
    """The mean of a variant's figure over the seeds."""
    return spreads({name: results[name]}, figure_of)[name].mean


def _paired(results: Results, name: str, other: str, figure_of: str) -> Spread:
    """The differences of two variants' figures where seed, first weights and lines are the same."""
    ones, others = ([number(run, figure_of) for run in results[which]] for which in (name, other))
    return paired(ones, others)


def _told(differences: Spread) -> str:
    """Paired differences, and whether they are more than their spread."""
    size = "more than twice its spread" if tells(differences) else "within twice its spread"
    return f"{differences.text()} nats a point, {size}"


def _way(differences: Spread) -> str:
    """How much cheaper or dearer."""
    return (
        f"{abs(differences.mean):.3f} ± {differences.deviation:.3f} {'cheaper' if differences.mean < 0 else 'dearer'}"
    )


def _start(name: str) -> str:
    return name.removeprefix(f"{LINE}, packed, ")


def _more(one: Spread, other: Spread) -> str:
    """A difference of means."""
    return f"{abs(one.mean - other.mean):.3f} nats a point {'more' if one.mean > other.mean else 'less'}"


STUDY = Study(
    title="Sequence length",
    question=(
        "A gradient that goes back through a whole line sees all that led to a point; one that is cut off after so many"
        " points sees less and costs less memory (truncation: Williams and Peng 1990). What is lost by windows of 25, 50,"
        " 100 and 200 points beside whole lines, with the state carried from window to window and with a zero state in each?"
        "\n\n"
        "What should a line begin with: zeros, a state that is learnt, or what another line has left? And lines differ in"
        " length: are they best padded to the longest with a mask, packed so that each ends by itself, or put together with"
        " others of their length and then padded?"
    ),
    variants=VARIANTS,
    measure=measure,
    columns=(
        Column("nats a point", "nats"),
        Column(f"of a line's first {BEGINNING}", "beginning"),
        Column("begun with another line's state", "other"),
        Column("thousand points/s, training", form=".1f", each=thousands),
        Column("padding, %", "padding", ".0f"),
    ),
    draw=draw,
    caption=(
        "Above: price and pace by window; whole lines (packed, from zero) are the level, for they have no one length. Below,"
        " left: the price of a line's beginning, by the state with which lines began in training; judged, they begin with"
        " the learnt state where there is one, else with zeros. Right: the pace by feed. Bands and bars are one spread of"
        " the seeds."
    ),
    plain=plain,
    conclude=conclude,
    quick=quick,
    notes=(
        "Every variant sees 3,200 real points a step, whole lines as nearly as they come. So shorter windows stand side by"
        " side in greater numbers, which the processor likes: the pace says what a step costs, not what a line costs.",
        "Carried windows are cut from lines in a row; the state is made zero where a new line begins.",
        "Padded and packed learn from the same lines in the same order by the same sums; what differs are roundings and pace.",
        "Packing saves products, not steps of the loop over time, which is written out in Python; in so narrow a network the"
        " products are the lesser part. Where they decide, packing should save the padding's share.",
        "Who learnt from other lines' states is judged from zeros, too, which it has seldom seen: a part of what its beginnings"
        " cost is that.",
        "A learnt first state begins at zero and adds two numbers a hidden unit, less than 1 % of all.",
        "The budget is short: some 2,200 lines are seen. What only pays after many more is not seen here.",
    ),
)

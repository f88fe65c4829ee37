"""The study ``clipping``: gradients as they are, cut by value, or shortened to a norm, for two cells at three rates."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import median

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.engine.study import Column, Study
from lab.findings import figure
from lab.findings.bursts import BURST, JUMP, LEAST, PAST, bursts, jumps
from lab.findings.results import Result, Results
from lab.findings.spread import Spread, by_chance, distinguishable, listed
from lab.networks.budget import SEEDS_OF_BRIEF
from lab.studies.clipping_runs import (
    CELLS,
    CLIPS,
    FREE,
    GROUPS,
    RATES,
    VARIANTS,
    above,
    broken,
    group,
    idle,
    named,
    quantile,
)


def draw(results: Results) -> Figure:
    """Four panels: the tail of the norms of each cell; loss and greatest norm by bound."""
    drawn, (left, right, losses, greatest) = figure.panels(4)
    for axes, cell in ((left, "LSTM"), (right, "RNN, tanh")):
        _tails(axes, results, cell)
    greatest.set_yscale("log")
    look = 0
    for cell in CELLS:
        for rate in RATES:
            runs = group(results, cell, rate)
            name, style = f"{cell}, {rate:g}", figure.LOOKS[look]
            whole = [Spread.of(r.nats for r in of if not broken(r)) for of in runs.values()]
            if any(spread.values for spread in whole):
                _dots(losses, whole, name, look)
            highest = [[quantile(result, 1.0) for result in of] for of in runs.values()]
            places = [_beside(k, look) for k in range(len(CLIPS))]
            greatest.plot(places, list(map(median, highest)), label=name, markersize=5, linewidth=1.0, **style)
            for place, norms in zip(places, highest, strict=True):
                greatest.plot([place] * len(norms), norms, "_", color=style["color"], markersize=7)
            look += 1
    for axes in (losses, greatest):
        axes.set_xticks(range(len(CLIPS)), list(CLIPS))
    figure.label(losses, "Held-out lines", "clipped by", "nats per point (lower is better)", legend=True)
    figure.label(greatest, "The greatest norm of a run", "clipped by", "|g| before clipping", legend=True)
    low, high = greatest.get_ylim()
    greatest.set_ylim(low, high * (high / low) ** 0.4)  # room for the legend above the marks
    return drawn


def _tails(axes: Axes, results: Results, cell: str) -> None:
    """The share of steps whose norm is greater, all seeds together: without clipping, and by norm 1."""
    shown = [(rate, clip) for clip in (FREE, "norm 1") for rate in RATES]
    for look, (rate, clip) in enumerate(shown):
        norms = sorted(n for r in results[named(cell, rate, clip)] for n in r.norms if math.isfinite(n) and n > 0)
        shares = [1 - k / len(norms) for k in range(len(norms))]
        style = figure.LOOKS[look]
        axes.plot(norms, shares, label=f"{rate:g}, {clip}", markersize=4, markevery=max(1, len(norms) // 8), **style)
    axes.set_xscale("log")
    axes.set_yscale("log")
    for bound in sorted({bound for _, bound in CLIPS.values() if math.isfinite(bound)}):
        axes.axvline(bound, color="#999999", linewidth=0.8)
    figure.label(
        axes,
        f"Norms before clipping: {cell}",
        "|g|, nats per point for a weight's unit",
        "share of steps above",
        legend=True,
    )


def _beside(clip: int, look: int) -> float:
    """Where a line's mark stands at a clip: the lines' marks a little apart, together in the middle."""
    return clip + 0.08 * (look - (len(CELLS) * len(RATES) - 1) / 2)


def _dots(axes: Axes, found: Sequence[Spread], name: str, look: int) -> None:
    """A mark at each clip's mean with a bar of one spread, a little beside the other lines' marks."""
    places = [_beside(k, look) for k, spread in enumerate(found) if spread.values]
    means = [spread.mean for spread in found if spread.values]
    widths = [spread.deviation if len(spread.values) > 1 else 0.0 for spread in found if spread.values]
    axes.errorbar(places, means, yerr=widths, label=name, capsize=2, markersize=5, linewidth=1.0, **figure.LOOKS[look])


def conclude(results: Results) -> list[str]:
    """Whether a bound changes the loss, whether it saves a run, and how often it has anything to do."""
    differ, count, seeds = [], 0, max(map(len, results.values()))
    for cell, rate in GROUPS:
        runs = group(results, cell, rate)
        nats = {clip: Spread.of(r.nats for r in of if not broken(r)) for clip, of in runs.items()}
        for clip in CLIPS:
            if clip != FREE and len(nats[clip].values) > 1 < len(nats[FREE].values):
                count += 1
                gap = nats[clip].mean - nats[FREE].mean
                if distinguishable(nats[clip], nats[FREE]):
                    way = "lower" if gap < 0 else "higher"
                    differ.append(f"{clip} for the {cell} at {rate:g} ({abs(gap):.3f} nats per point {way})")
    lost = {name: sum(map(broken, runs)) for name, runs in results.items()}
    free = [named(cell, rate, FREE) for cell, rate in GROUPS if lost[named(cell, rate, FREE)]]
    bounded = [(name, named(cell, rate, FREE)) for cell, rate in GROUPS for name in _bounded(cell, rate)]
    saved = [name for name, none in bounded if lost[name] < lost[none]]
    harmed = [name for name, none in bounded if lost[name] > lost[none]]
    fate = f"Without a bound runs were lost: {_of({name: lost[name] for name in free}, results)}; " if free else ""
    fewer = f"fewer with {_of({name: lost[name] for name in saved}, results)}." if saved else "no bound saved one."
    return [
        f"Of {count} bounds that can be compared with none, {len(differ)} changed the loss by more than twice the seeds' spread"
        + (f": {listed(differ)}. " if differ else ". ")
        + by_chance(count, seeds),
        fate + fewer
        if fate
        else "Without a bound no run was lost, so there was nothing to save."
        + (f" With one, some were: {_of({name: lost[name] for name in harmed}, results)}." if harmed else ""),
        f"{len(idle(results))} of {len(bounded)} bounds never acted: their runs equal, number for number, those without one. A"
        " bound means something only beside the norms it is to cut.",
    ]


def details(results: Results) -> list[str]:
    """Which bounds never acted, and the unusual steps of those that trained badly."""
    unchanged = idle(results)
    return [
        *([f"Never acted: {'; '.join(unchanged)}."] if unchanged else []),
        _counted(results, bursts, "Bursts"),
        _counted(results, jumps, "Jumps of the loss"),
        *(
            f"Norms of the {cell} without clipping, median and greatest, means of the seeds:"
            f" {'; '.join(f'{_norms(group(results, cell, rate)[FREE])} at {rate:g}' for rate in RATES)}."
            for cell in CELLS
        ),
    ]


def table(results: Results) -> str:
    """Loss by cell, rate and bound, with the runs that were lost, and the steps above the bound."""
    lines = [f"| nats per point | {' | '.join(CLIPS)} |", "| --- |" + " ---: |" * len(CLIPS)]
    for cell, rate in GROUPS:
        runs = group(results, cell, rate)
        cells = [_cell(of) for of in runs.values()]
        lines.append(f"| {cell}, {rate:g} | {' | '.join(cells)} |")
    lines += [f"| *steps above the bound, %* |{' |' * len(CLIPS)}"]
    for cell, rate in GROUPS:
        shares = [Spread.of(map(above, of)).text(".0f") for of in group(results, cell, rate).values()]
        lines.append(f"| {cell}, {rate:g} | {' | '.join(shares)} |")
    return "\n".join(lines)


def _cell(runs: Sequence[Result]) -> str:
    """The loss of all finished runs, and how many of all were lost."""
    lost = sum(map(broken, runs))
    text = Spread.of(result.nats for result in runs).text()
    return f"{text} ({lost} of {len(runs)} lost)" if lost else text


def _bounded(cell: str, rate: float) -> list[str]:
    return [named(cell, rate, clip) for clip in CLIPS if clip != FREE]


def _counted(results: Results, count: Callable[[Result], float], what: str) -> str:
    """The number of unusual steps of each cell and rate that has any, in the order of the bounds."""
    some = []
    for cell, rate in GROUPS:
        numbers = [sum(map(count, runs)) for runs in group(results, cell, rate).values()]
        if any(numbers):
            some.append(f"{cell} at {rate:g}: {', '.join(f'{number:.0f}' for number in numbers)}")
    order = ", ".join(CLIPS)
    return f"{what}, all seeds together ({order}): {'; '.join(some)}; else none." if some else f"{what}: none."


def _of(numbers: dict[str, int], results: Results) -> str:
    return "; ".join(f"{name} ({number} of {len(results[name])})" for name, number in numbers.items())


def _norms(runs: Sequence[Result]) -> str:
    middle, far = (Spread.of(quantile(result, share) for result in runs).mean for share in (0.5, 1.0))
    return f"{middle:.2g} and {far:.3g}"


STUDY = Study(
    title="Clipping gradients",
    question=(
        "Pascanu et al. 2013 (algorithm 1) shorten a gradient whose norm is above a bound; Graves 2013 (sec. 2.1) bounds single"
        " derivatives. What do bounds of ±1 and ±10 by value, and of 1 and 5 by norm, change for an LSTM and a vanilla network,"
        " at the usual rate and at two higher ones?\n\n"
        f"A *burst* is a step whose norm, before clipping, is over {BURST:g} times the median of the {PAST} steps before (at"
        f" the start of fewer, but of {LEAST}); a *jump* is one whose loss lies over {JUMP:g} nat per point above theirs. A run"
        " is *lost* where loss or norm is not finite, or the loss is higher at the end than in the first batch, untrained."
    ),
    variants=VARIANTS,
    columns=(Column("nats per point", "nats"),),
    table=table,
    draw=draw,
    caption=(
        "Above: the share of steps with a greater norm, before clipping, all seeds together; grey lines are the bounds. Below,"
        " left: loss without lost runs. Right: the greatest norm of each run a dash, their median a mark."
    ),
    conclude=conclude,
    details=details,
    seeds=SEEDS_OF_BRIEF,
    notes=(
        "The norm is that of the mean loss per point; that of the sum over a line of 300 points would be 300 times as large,"
        " and the same bounds would mean something else.",
        "By value, each number of the parameters' gradient is cut, as torch does; Graves cuts the derivatives with respect to"
        " an LSTM's inputs, within the backward pass.",
        "Steps above the bound: by norm all of them are clipped; by value no others can be.",
        "Adam divides by the root of recent squares, so no weight moves much farther in a step than the rate (Kingma and Ba"
        " 2015, sec. 2.1): a burst is bounded before any clip. Plain gradient descent has no such guard.",
    ),
)

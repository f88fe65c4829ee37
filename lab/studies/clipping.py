"""The study ``clipping``: gradients as they are, cut by value, or shortened to a norm, for two cells at two rates.

Knows: its question, its twenty variants, and what it calls a burst and a jump.
Refuses to know: how a gradient is clipped (``runs`` does), how runs are carried out and kept, and how a report is written.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import median

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.engine.study import Column, Study
from lab.findings import figure
from lab.findings.bursts import BURST, JUMP, LEAST, PAST, bursts, jumps
from lab.findings.results import Result, Results, spreads
from lab.findings.spread import Spread, by_chance, compare, distinguishable, listed, rank
from lab.networks.budget import SEEDS_OF_BRIEF, Bound, Setting
from lab.networks.stack import Kind

CELLS: dict[str, Kind] = {"LSTM": "lstm", "RNN, tanh": "rnn-tanh"}
RATES = (2e-2, 5e-2, 1e-1)  # the usual one, and two that are higher, of which one may be borne and one not
CLIPS: dict[str, tuple[Bound, float]] = {
    "none": ("norm", math.inf),
    "value ±10": ("value", 10.0),
    "value ±1": ("value", 1.0),
    "norm 5": ("norm", 5.0),
    "norm 1": ("norm", 1.0),
}
BUDGET = Setting(parameters=12_000, steps=100)


def named(cell: str, rate: float, clip: str) -> str:
    """A variant, as table and results call it."""
    return f"{cell}, {rate:g}, {clip}"


VARIANTS = {
    named(name, rate, clip): Setting(
        cell=cell, rate=rate, clip=bound, clip_by=by, parameters=BUDGET.parameters, steps=BUDGET.steps
    )
    for name, cell in CELLS.items()
    for rate in RATES
    for clip, (by, bound) in CLIPS.items()
}


def quantile(result: Result, share: float) -> float:
    """The norm that so many of a run's steps do not exceed, before clipping."""
    norms = sorted(norm for norm in result.norms if math.isfinite(norm))
    return norms[min(int(share * len(norms)), len(norms) - 1)] if norms else math.nan


def above(result: Result) -> float:
    """Per cent of the steps whose norm is above the variant's bound; NaN without one.

    By norm, these are the steps that are clipped. By value no other step can be, for no number of a gradient exceeds its norm.
    """
    bound = VARIANTS[result.variant].clip
    return 100 * sum(norm > bound for norm in result.norms) / len(result.norms) if math.isfinite(bound) else math.nan


def group(results: Results, cell: str, rate: float) -> Results:
    """The five clips of one cell at one rate, by the clip's name."""
    return {clip: results[named(cell, rate, clip)] for clip in CLIPS}


def broken(result: Result) -> bool:
    """Whether a run diverged, or is lost: at its end kept-back lines cost more than its first batch did, untrained."""
    return result.diverged is not None or result.nats > result.curve[0]


def idle(results: Results) -> list[str]:
    """The variants whose every run is, number for number, the one without a clip: their bound has changed nothing."""
    found = []
    for cell in CELLS:
        for rate in RATES:
            runs = group(results, cell, rate)
            free = [(result.seed, result.curve) for result in runs["none"]]
            found += [
                named(cell, rate, clip)
                for clip, of in runs.items()
                if clip != "none" and [(result.seed, result.curve) for result in of] == free
            ]
    return found


def draw(results: Results) -> Figure:
    """Four panels: the tail of the norms of each cell; price and greatest norm by clip."""
    drawn, (left, right, prices, greatest) = figure.panels(4)
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
                _dots(prices, whole, name, look)
            highest = [[quantile(result, 1.0) for result in of] for of in runs.values()]
            places = [_beside(k, look) for k in range(len(CLIPS))]
            greatest.plot(places, list(map(median, highest)), label=name, markersize=5, linewidth=1.0, **style)
            for place, norms in zip(places, highest, strict=True):
                greatest.plot([place] * len(norms), norms, "_", color=style["color"], markersize=7)
            look += 1
    for axes in (prices, greatest):
        axes.set_xticks(range(len(CLIPS)), list(CLIPS))
    figure.label(prices, "Kept-back lines", "clipped by", "nats a point (lower is better)", legend=True)
    figure.label(greatest, "The greatest norm of a run", "clipped by", "|g| before clipping", legend=True)
    low, high = greatest.get_ylim()
    greatest.set_ylim(low, high * (high / low) ** 0.4)  # room for the legend above the marks
    return drawn


def _tails(axes: Axes, results: Results, cell: str) -> None:
    """The share of steps whose norm is greater, all seeds together: without clipping, and by norm 1."""
    shown = [(rate, clip) for clip in ("none", "norm 1") for rate in RATES]
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
        "|g|, nats a point for a weight's unit",
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


def plain(results: Results) -> list[str]:
    """Whether a bound changes the price, whether it saves a run, and how often it has anything to do."""
    told, count, seeds = [], 0, max(map(len, results.values()))
    for cell in CELLS:
        for rate in RATES:
            runs = group(results, cell, rate)
            nats = {clip: Spread.of(r.nats for r in of if not broken(r)) for clip, of in runs.items()}
            for clip in CLIPS:
                if clip != "none" and len(nats[clip].values) > 1 < len(nats["none"].values):
                    count += 1
                    gap = nats[clip].mean - nats["none"].mean
                    if distinguishable(nats[clip], nats["none"]):
                        way = "cheaper" if gap < 0 else "dearer"
                        told.append(f"{clip} for the {cell} at {rate:g} ({abs(gap):.3f} nats a point {way})")
    lost = {name: sum(map(broken, runs)) for name, runs in results.items()}
    free = [named(cell, rate, "none") for cell in CELLS for rate in RATES if lost[named(cell, rate, "none")]]
    saved = [
        name
        for cell in CELLS
        for rate in RATES
        for name in (named(cell, rate, clip) for clip in CLIPS)
        if lost[name] < lost[named(cell, rate, "none")]
    ]
    harmed = [name for name in lost if lost[name] and lost[name] > lost[name.rsplit(", ", 1)[0] + ", none"]]
    bounded = len(CELLS) * len(RATES) * (len(CLIPS) - 1)
    fate = f"Without a bound runs were lost: {_of({name: lost[name] for name in free}, results)}; " if free else ""
    return [
        f"Of {count} bounds that can be compared with none, {len(told)} changed the price by more than twice the seeds' spread"
        + (f": {listed(told)}. " if told else ". ")
        + by_chance(count, seeds),
        (fate + (f"fewer were with {listed(saved)}." if saved else "no bound saved one."))
        if fate
        else "Without a bound no run was lost, so that there was nothing to save."
        + (f" With one, some were: {_of({name: lost[name] for name in harmed}, results)}." if harmed else ""),
        f"{len(idle(results))} of {bounded} bounds never acted: their runs are, number for number, those without one."
        " A bound means something only beside the norms it is to cut.",
    ]


def conclude(results: Results) -> list[str]:
    """What the figures allow to be said."""
    sentences = []
    for cell in CELLS:
        for rate in RATES:
            runs = group(results, cell, rate)
            nats = {clip: spread for clip, spread in spreads(runs, "nats").items() if spread.values}
            sentences.append(f"{cell} at {rate:g}, nats a point from the lowest: {rank(nats)} (≈: not told apart).")
            sentences.append(_against_none(nats, f"{cell} at {rate:g}"))
    unchanged = idle(results)
    if unchanged:
        sentences.append(f"Number for number the runs without a clip: {'; '.join(unchanged)}.")
    sentences.append(_counted(results, bursts, "Bursts, all seeds together"))
    sentences.append(_counted(results, jumps, "Jumps of the loss, all seeds together"))
    over = {name: sum(map(broken, runs)) for name, runs in results.items() if any(map(broken, runs))}
    what = "Diverged, or ended dearer than the first batch, untrained"
    sentences.append(f"{what}: {_of(over, results)}." if over else f"{what}: no run.")
    for cell in CELLS:
        norms = [f"{_spread_of_norms(results[named(cell, rate, 'none')])} at {rate:g}" for rate in RATES]
        sentences.append(f"Norms of the {cell} without clipping, means of the seeds: {'; '.join(norms)}.")
    return sentences


def _against_none(nats: dict[str, Spread], where: str) -> str:
    """Says which clips differ from none, and by how much."""
    if "none" not in nats:
        return f"{where}: without clipping no run came to its end."
    other = {clip: spread for clip, spread in nats.items() if clip != "none"}
    told = [clip for clip in other if distinguishable(other[clip], nats["none"])]
    if not told:
        return f"{where}: no clip is told apart from none."
    return " ".join(f"{where}: {compare(clip, other[clip], 'none', nats['none'], 'nats a point')}" for clip in told)


def _counted(results: Results, count: Callable[[Result], float], what: str) -> str:
    """The number of unusual steps of each variant that has any."""
    numbers = {name: sum(map(count, runs)) for name, runs in results.items()}
    some = [f"{name}: {number:.0f}" for name, number in numbers.items() if number]
    return f"{what}: {'; '.join(some)}; else none." if some else f"{what}: none."


def _of(numbers: dict[str, int], results: Results) -> str:
    return "; ".join(f"{name} ({number} of {len(results[name])})" for name, number in numbers.items())


def _spread_of_norms(runs: Sequence[Result]) -> str:
    middle, far = (Spread.of(quantile(result, share) for result in runs).mean for share in (0.5, 1.0))
    return f"half of a run's steps up to {middle:.2g}, the greatest {far:.3g}"


STUDY = Study(
    title="Clipping gradients",
    question=(
        "Where a loss has a cliff, one step along its gradient leads far away. Pascanu et al. 2013 (algorithm 1) shorten a"
        " gradient whose norm is above a bound; Graves 2013 (sec. 2.1) bounds single derivatives. What do bounds of ±1 and"
        " ±10 by value, and of 1 and 5 by norm, do for the price, for bursts of the gradient and for jumps of the loss: for"
        " an LSTM and a vanilla network, at the usual rate and at two higher ones?\n\n"
        f"A burst is a step whose norm, before clipping, is more than {BURST:g} times the median of the {PAST} steps before"
        f" (at the start of fewer, but of {LEAST}); a jump is one whose loss lies more than {JUMP:g} nat a point above theirs."
        " A run diverges where loss or norm is no finite number; one that ends dearer than its first batch was, untrained,"
        " is lost as well."
    ),
    variants=VARIANTS,
    columns=(
        Column("nats a point", "nats"),
        Column("bursts", form=".1f", each=bursts),
        Column("jumps", form=".1f", each=jumps),
        Column("norm, median", form=".2f", each=lambda result: quantile(result, 0.5)),
        Column("norm, 90 %", form=".2f", each=lambda result: quantile(result, 0.9)),
        Column("greatest", form=".1f", each=lambda result: quantile(result, 1.0)),
        Column("steps above the bound, %", form=".0f", each=above),
    ),
    draw=draw,
    caption=(
        "Above: how many steps have a greater norm, before clipping, all seeds together; the grey lines are the bounds 1, 5"
        " and 10. Below, left: the price of kept-back lines, without runs that are lost; bars are one spread of the seeds."
        " Right: the greatest norm of each run a dash, their median a mark."
    ),
    plain=plain,
    conclude=conclude,
    seeds=SEEDS_OF_BRIEF,
    notes=(
        "The norm is that of the mean loss a point. Of the sum over a line of 300 points it would be 300 times as large, and"
        " the same bounds would mean something else: bounds are only to be compared with the norms beside them.",
        "By value, each number of the parameters' gradient is cut, as torch does. Graves cuts the derivatives with respect to"
        " an LSTM's inputs, within the pass back through time: a burst then ends before it has grown.",
        "Steps above the bound: by norm, all of them are clipped; by value, no others can be, and not all of these are.",
        "Adam divides by the root of the squares of late, so that no weight moves much farther in a step than the rate (Kingma"
        " and Ba 2015, sec. 2.1): a burst is bounded before any clip, and a rate that is too high stays so under each. Plain"
        " gradient descent, as Pascanu et al. used it, has no such guard.",
    ),
)

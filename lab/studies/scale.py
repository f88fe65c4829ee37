"""The study ``scale``: networks of 0.1 to 8 million parameters, and 5 to 100 % of all lines; what a law of them foretells.

Knows: its question, two rows of variants, what is drawn and said of them.
Refuses to know: how a law is fitted (``law``) and judged (``row``), how runs are carried out, and how a report is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.engine import whole_line_run
from lab.engine.study import Column, Study
from lab.engine.study_ink import StudyInk
from lab.findings import figure, law
from lab.findings.results import Result, Results, number, spreads
from lab.findings.row import Row, is_law, say_law, say_test, told
from lab.findings.spread import Spread, judge, rank
from lab.networks.budget import Setting
from lab.networks.stack import Stack

LINES = 10_204  # to learn from, in the whole archive less the kept-back forms; shares are of these
QUICK_LINES = 72  # of synthetic ink
SHIPPED = 3.3e6  # parameters of two layers of 512 under twenty components
NO_LAW = "Of {}, no law that fits lies within what was searched, so that nothing is foretold beyond what was measured."
LAST = 0.1  # the share of the training that says how well the lines learnt from are known

BUDGET = Setting(  # 240,000 points seen by every network of the row of sizes
    layers=2,
    lines=0,
    steps=200,
    batch=1,
    window=1200,
    carry=False,
    feed="bucketed",
    parameters=100_000,
    rate=2e-2,
    warmup=0.1,
)
BY_SIZE = {
    f"{millions:g} M parameters": replace(BUDGET, parameters=int(millions * 1e6)) for millions in (0.1, 0.3, 1, 3, 8)
}
# Whoever sees no line twice cannot tell how many there are: here 2.4 million points, 16 times 5 % of the lines.
LONGER = 10 * BUDGET.steps
BY_SHARE = {
    f"{percent} % of the lines": replace(
        BUDGET, steps=LONGER, lines=0 if percent == 100 else round(LINES * percent / 100)
    )
    for percent in (5, 10, 25, 50, 100)
}
CORNER, ALL = next(iter(BY_SIZE)), list(BY_SHARE)[-1]


def quick(setting: Setting) -> Setting:
    """A trial of seconds: networks a fortieth as large, a fifteenth of the steps, and shares of the synthetic lines."""
    return replace(
        setting,
        parameters=max(setting.parameters // 40, 3000),
        steps=max(setting.steps // 15, 8),
        window=setting.window // 6,
        lines=-(-setting.lines * QUICK_LINES // LINES),
    )


def measure(network: Stack, ink: StudyInk, setting: Setting) -> dict[str, Any]:
    """How many lines and points there were to learn from, and how many points were seen."""
    lines = ink.train[: setting.lines] if setting.lines else ink.train
    return {
        "lines": len(lines),
        "points": sum(len(rows) - 1 for rows in lines),
        "seen": setting.steps * setting.batch * setting.window,
    }


def last_training(result: Result) -> float:
    """Nats a point of the last batches of a training: what the lines learnt from cost, while the network still learns."""
    tail = max(1, int(LAST * len(result.curve)))
    return sum(result.curve[-tail:]) / tail


def rows_of(results: Results) -> tuple[Row, Row]:
    """By parameters, and by lines."""
    return Row.of(results, tuple(BY_SIZE), "parameters"), Row.of(results, tuple(BY_SHARE), "lines")


def draw(results: Results) -> Figure:
    """Four panels: the two laws; learning by size, and what is known of lines learnt from beside those kept back."""
    drawn, (size, share, learning, gap) = figure.panels(4)
    by_size, by_share = rows_of(results)
    _law(size, by_size, 4 * by_size.x[-1])
    _law(share, by_share, 10 * by_share.x[-1])
    figure.label(size, f"Networks, {_seen(results, by_size)} points seen", "parameters", "nats a point", legend=True)
    figure.label(
        share, f"Data, {_seen(results, by_share)} points seen", "lines to learn from", "nats a point", legend=True
    )
    sizes = {name: results[name] for name in BY_SIZE}
    figure.learning(learning, sizes, over=max(1, len(results[CORNER][0].curve) // 10))
    figure.label(learning, "Learning", "steps", "nats a point, training batches", legend=True)
    gap.set_xscale("log")
    trained = [Spread.of(last_training(r) for r in results[name] if r.diverged is None) for name in by_share.names]
    figure.curve(gap, by_share.x, by_share.nats, "kept back", 0)
    figure.curve(gap, by_share.x, trained, "learnt from, last tenth of the steps", 1)
    figure.label(
        gap, "What was learnt and what was learnt by heart", "lines to learn from", "nats a point", legend=True
    )
    return drawn


def _law(axes: Axes, row: Row, end: float) -> None:
    """The figures of a row with its law as far as ``end``, and the law of all but the largest."""
    axes.set_xscale("log")
    x = np.geomspace(row.x[0], end, 60)
    said = np.array([[drawn.at(place) for place in x] for drawn in law.draw_anew(row.x, row.nats)])
    low, high = np.quantile(said, law.BAND, axis=0)
    whole_law = law.fit_spreads(row.x, row.nats)
    axes.fill_between(x, low, high, color="#000000", alpha=0.12, linewidth=0)
    axes.plot(x, [whole_law.at(place) for place in x], color="#000000", linestyle="-", linewidth=1.3, label="the law")
    if len(row.x) > 3:
        fewer = row.without_largest()
        shorter = law.fit_spreads(fewer.x, fewer.nats)
        axes.plot(
            x, [shorter.at(p) for p in x], color="#b3471d", linestyle="--", linewidth=1.3, label="without the largest"
        )
    widths = [spread.deviation if len(spread.values) > 1 else 0.0 for spread in row.nats]
    axes.errorbar(
        row.x,
        [s.mean for s in row.nats],
        yerr=widths,
        fmt="o",
        color="#000000",
        capsize=4,
        markersize=5,
        label="measured",
    )


def _seen(results: Results, row: Row) -> str:
    """How many points each run of a row was shown."""
    return f"{number(results[row.names[0]][0], 'seen'):,.0f}"


def conclude(results: Results) -> list[str]:
    """What the figures allow to be said. Raises ValueError where too few runs came to their end."""
    nats = spreads(results, "nats")
    by_size, by_share = rows_of(results)
    said = [
        f"Networks, from the lowest nats: {rank({name: nats[name] for name in BY_SIZE})} (≈: neighbours not told apart).",
        f"Data, the smallest network: {rank({name: nats[name] for name in BY_SHARE})}.",
        say_law("Networks", "N", by_size, "parameters"),
        say_test(by_size),
        say_law("Data", "D", by_share, "lines"),
        say_test(by_share),
        f"The law of networks foretells {told(by_size, SHIPPED)} for the shipped network's {SHIPPED / 1e6:g} M parameters, if"
        f" trained as briefly as these, and {told(by_size, 10 * SHIPPED)} for ten times as many."
        if is_law(by_size)
        else NO_LAW.format("networks"),
        f"The law of data foretells {told(by_share, 10 * by_share.x[-1])} for ten times the lines that there are, beside"
        f" {by_share.nats[-1].text()} measured with all of them."
        if is_law(by_share)
        else NO_LAW.format("data"),
    ]
    ends = by_share.names[0], by_share.names[-1]
    gaps = [Spread.of(r.nats - last_training(r) for r in results[name] if r.diverged is None) for name in ends]
    passes = [number(results[name][0], "seen") / number(results[name][0], "points") for name in ends]
    return [
        *said,
        f"Kept-back lines cost {gaps[0].text()} nats a point more than those learnt from after {passes[0]:.1f} passes through"
        f" {ends[0]}, and {gaps[1].text()} more after {passes[1]:.2f} of one through all.",
    ]


def plain(results: Results) -> list[str]:
    """What size gives, what lines give, and whether a law would have foretold the largest network."""
    nats = spreads(results, "nats")
    larger = min((name for name in BY_SIZE if nats[name].values), key=lambda name: nats[name].mean, default=CORNER)
    fewest = next(iter(BY_SHARE))
    test = say_test(rows_of(results)[0]).removeprefix("Put to the test: ")
    return [
        judge(f"a network of {larger}", nats[larger], f"one of {CORNER}", nats[CORNER]),
        judge(f"who learnt from {fewest}", nats[fewest], "who learnt from all", nats[ALL]),
        f"{test[0].upper()}{test[1:]}",
    ]


def _pace(result: Result) -> float:
    return result.points_per_s / 1000


STUDY = Study(
    title="Scale",
    question=(
        "How does the price of a point fall with the number of parameters, and with the number of lines to learn from? And can"
        " a law of such figures foretell what a larger network, or more data, would give? The law is a power of each that"
        " levels off, L(N, D) = E + A / N^α + B / D^β (Hestness et al. 2017; Kaplan et al. 2020; Hoffmann et al. 2022). Two"
        " rows of runs look at it: five sizes of network, all learning from all lines; and five shares of the lines, all for"
        " the smallest network. Within a row every network is shown equally many points; the row of shares ten times as many"
        " as the row of sizes, since who sees no line twice cannot tell how many there are. On each row the other term"
        " stands still, so that the law falls into two curves of three numbers each."
    ),
    variants={**BY_SIZE, **BY_SHARE},
    measure=measure,
    train=whole_line_run.train,
    words={
        "batch": "",
        "window": "points a step, in whole lines of like length",
        "carry": "",
        "feed": "",
        "rate": f"peak rate of AdamW, one cycle (Muon's: {whole_line_run.MUON_RATE:g}; the head's: less where it is wide)",
    },
    quick=quick,
    columns=(
        Column("nats a point", "nats"),
        Column("last tenth of training", each=last_training),
        Column("thousand points/s, training", form=".1f", each=_pace),
    ),
    draw=draw,
    caption=(
        "Above: a network's price by its parameters and by the lines it learnt from, with the law of each row as far as it is"
        " asked to foretell; grey, where nine in ten laws of figures drawn anew lie; dashed, the law that all but the largest"
        " would have given. Below, left: the training batches. Right: for the shares of data, what kept-back lines cost, and"
        " what the batches of the last tenth of the training cost, which is rising with lines that cannot be learnt by heart."
        " Bars and bands are one spread of the seeds."
    ),
    conclude=conclude,
    plain=plain,
    notes=(
        "These networks are torch's own LSTM (training/network.py) in bfloat16 where the processor is the faster for it, not"
        " the lab's cells, which would take hours. The parameters between hidden units learn by Muon, the others by AdamW; a"
        " batch has whole lines.",
        "Every network of the row of sizes was shown 240,000 points, less than a tenth of one pass through all lines; every"
        " one of the row of shares 2.4 million, four fifths of a pass, and sixteen through 5 % of them.",
        "Trainings of a few minutes: the law says what equally brief training gives, not what such networks can reach. Rates"
        " are those at which one middling size did well, carried to the others by rule; a size might do better at its own.",
        "The rows meet nowhere, for their steps differ: nothing here shows that the two terms add up.",
    ),
)

"""The study ``scale``: networks of 0.1 to 8 million parameters, and 5 to 100 % of the lines; what a law of them predicts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.engine import whole_line_run
from lab.engine.study import Column, Study
from lab.engine.study_ink import StudyInk
from lab.findings import figure, power_law
from lab.findings.results import Result, Results, number, spreads
from lab.findings.scaling import Row, is_law, prediction, say_law, say_test
from lab.findings.spread import Spread, judge
from lab.networks.budget import Setting
from lab.networks.stack import Stack

LINES = 10_204  # for training, in the whole archive less the held-out forms; shares are of these
QUICK_LINES = 72  # of synthetic ink
SHIPPED = 3.3e6  # parameters of two layers of 512 under twenty components
NO_LAW = "Of {}, no law that fits lies within what was searched, so nothing is predicted beyond what was measured."
LAST = 0.1  # the share of the training that says how well the training lines are fitted

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
# A network that sees no line twice gains nothing from more of them: here 2.4 million points, 16 times 5 % of the lines.
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
    """How many lines and points there were for training, and how many points were seen."""
    lines = ink.train[: setting.lines] if setting.lines else ink.train
    return {
        "lines": len(lines),
        "points": sum(len(rows) - 1 for rows in lines),
        "seen": setting.steps * setting.batch * setting.window,
    }


def last_training(result: Result) -> float:
    """Nats per point of the last batches of a training: the loss of training lines while the network still learns."""
    tail = max(1, int(LAST * len(result.curve)))
    return sum(result.curve[-tail:]) / tail


def rows_of(results: Results) -> tuple[Row, Row]:
    """By parameters, and by lines."""
    return Row.of(results, tuple(BY_SIZE), "parameters"), Row.of(results, tuple(BY_SHARE), "lines")


def draw(results: Results) -> Figure:
    """Four panels: the two laws; learning by size, and training lines beside held-out ones."""
    drawn, (size, share, learning, gap) = figure.panels(4)
    by_size, by_share = rows_of(results)
    _law(size, by_size, 4 * by_size.x[-1])
    _law(share, by_share, 10 * by_share.x[-1])
    figure.label(size, f"Networks, {_seen(results, by_size)} points seen", "parameters", "nats per point", legend=True)
    figure.label(
        share, f"Data, {_seen(results, by_share)} points seen", "training lines", "nats per point", legend=True
    )
    sizes = {name: results[name] for name in BY_SIZE}
    figure.learning(learning, sizes, over=max(1, len(results[CORNER][0].curve) // 10))
    figure.label(learning, "Learning", "steps", "nats per point, training batches", legend=True)
    gap.set_xscale("log")
    trained = [Spread.of(last_training(r) for r in results[name] if r.diverged is None) for name in by_share.names]
    figure.curve(gap, by_share.x, by_share.nats, "held out", 0)
    figure.curve(gap, by_share.x, trained, "training lines, last tenth of the steps", 1)
    figure.label(gap, "Learnt and memorised", "training lines", "nats per point", legend=True)
    return drawn


def _law(axes: Axes, row: Row, end: float) -> None:
    """The figures of a row with its law as far as ``end``, and the law of all but the largest."""
    axes.set_xscale("log")
    x = np.geomspace(row.x[0], end, 60)
    said = np.array([[law.at(one) for one in x] for law in power_law.bootstrap(row.x, row.nats)])
    low, high = np.quantile(said, power_law.BAND, axis=0)
    whole_law = power_law.fit_spreads(row.x, row.nats)
    axes.fill_between(x, low, high, color="#000000", alpha=0.12, linewidth=0)
    axes.plot(x, [whole_law.at(one) for one in x], color="#000000", linestyle="-", linewidth=1.3, label="the law")
    if len(row.x) > 3:
        fewer = row.without_largest()
        shorter = power_law.fit_spreads(fewer.x, fewer.nats)
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
    """What size gives, what lines give, and whether a law would have predicted the largest network."""
    nats = spreads(results, "nats")
    larger = min((name for name in BY_SIZE if nats[name].values), key=lambda name: nats[name].mean, default=CORNER)
    fewest = next(iter(BY_SHARE))
    return [
        judge(f"a network of {larger}", nats[larger], f"one of {CORNER}", nats[CORNER]),
        judge(f"training on {fewest}", nats[fewest], "training on all", nats[ALL]),
        say_test(rows_of(results)[0]),
    ]


def details(results: Results) -> list[str]:
    """The laws, the test of the second, and what they predict. Raises ValueError where too few runs came to their end."""
    by_size, by_share = rows_of(results)
    ends = by_share.names[0], by_share.names[-1]
    gaps = [Spread.of(r.nats - last_training(r) for r in results[name] if r.diverged is None) for name in ends]
    passes = [number(results[name][0], "seen") / number(results[name][0], "points") for name in ends]
    return [
        say_law("Networks", "N", by_size, "parameters"),
        say_law("Data", "D", by_share, "lines"),
        say_test(by_share),
        f"Predicted for the shipped network's {SHIPPED / 1e6:g} M parameters: {prediction(by_size, SHIPPED)}; for ten times as"
        f" many: {prediction(by_size, 10 * SHIPPED)}."
        if is_law(by_size)
        else NO_LAW.format("networks"),
        f"Predicted for ten times the lines: {prediction(by_share, 10 * by_share.x[-1])}."
        if is_law(by_share)
        else NO_LAW.format("data"),
        f"Held-out lines have {gaps[0].text()} nats per point more than training lines after {passes[0]:.1f} passes through"
        f" {ends[0]}, {gaps[1].text()} more after {passes[1]:.2f} of one through all.",
    ]


STUDY = Study(
    title="Scale",
    question=(
        "How does the loss fall with the number of parameters, and of training lines? And does a law of such figures,"
        " L(N, D) = E + A / N^α + B / D^β (Hestness et al. 2017; Kaplan et al. 2020; Hoffmann et al. 2022), predict what more"
        " of either gives? Five sizes of network learn from all lines, and the smallest from five shares of them, with ten"
        " times the points, since their number matters only to a network that sees some lines again."
    ),
    variants={**BY_SIZE, **BY_SHARE},
    measure=measure,
    train=whole_line_run.train,
    words={
        "batch": "",
        "window": "points a step in whole lines of like length",
        "carry": "",
        "feed": "",
        "rate": f"rate (Muon's {whole_line_run.MUON_RATE:g}, the head's less where it is wide; AdamW's)",
    },
    quick=quick,
    columns=(Column("nats per point", "nats"),),
    draw=draw,
    caption=(
        "Above: loss by parameters and by training lines; grey: nine in ten bootstrap laws; dashed: the law without the"
        " largest. Below, left: training batches. Right: for the shares, held-out lines and the last tenth of the training"
        " batches."
    ),
    conclude=conclude,
    details=details,
    notes=(
        "These networks are torch's own LSTM (`training/network.py`), in bfloat16 where the processor is faster in it, trained"
        " by Muon and AdamW.",
        "Sizes were shown 240,000 points, less than a tenth of a pass; shares 2.4 million, four fifths of one through all"
        " lines, or sixteen through 5 %.",
        "The law says what equally brief training gives. Rates did well for one middling size and are carried to the others by"
        " rule.",
        "The rows' steps differ, so they meet nowhere: nothing here shows that the two terms add up.",
    ),
)

"""The study's figure: designs, length, ways of decoding, and what hiding ink costs; a panel for each that was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.captions.designs import Result
from lab.findings.figure import LOOKS, bars, curve, label, panels
from lab.findings.spread import Spread

LETTERS = 12  # in the panel of bands: those that hang the most on ink above, and below


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured: trainings by design; the shipped captioner's ways of decoding, and what it hangs on, or None.

    ``lengths``: of lines, in characters, least and most."""

    results: Mapping[str, Sequence[Result]]
    lengths: Sequence[tuple[int, int]]
    decoded: Mapping[str, Any] | None
    hidden: Mapping[str, Any] | None


def draw(found: Found) -> Figure:
    """The figure."""
    drawers: list[Callable[[Axes, Found], None]] = []
    if found.results:
        drawers += [_designs, _lengths]
    if found.decoded:
        drawers.append(_decoded)
    if found.hidden:
        drawers.append(_bands)
    figure, axes = panels(len(drawers))
    for drawer, own in zip(drawers, axes, strict=True):
        drawer(own, found)
    return figure


def _designs(axes: Axes, found: Found) -> None:
    errors = [Spread.of(100 * one.error("decoder") for one in own) for own in found.results.values()]
    bars(axes, list(found.results), errors)
    axes.set_xlim(left=0)
    label(axes, "Four designs, trained alike: the decoder's errors", "% of characters")


def _lengths(axes: Axes, found: Found) -> None:
    places = range(len(found.lengths))
    for look, (name, own) in enumerate(found.results.items()):
        spreads = [Spread.of(100 * one.error("decoder", *length) for one in own) for length in found.lengths]
        curve(axes, list(places), spreads, name, look)
    axes.set_xticks(list(places), [f"{low}–{high}" for low, high in found.lengths])
    axes.set_ylim(bottom=0)
    label(axes, "Against what there is to say", "characters of a line", "% of characters", legend=True)


def _decoded(axes: Axes, found: Found) -> None:
    assert found.decoded is not None
    ways = {way: 100 * one["edits"] / one["characters"] for way, one in found.decoded["ways"].items()}
    heated = {float(way.split()[1]): error for way, error in ways.items() if way.startswith("temperature")}
    heated[0.0] = ways["greedy"]
    places = sorted(heated)
    curve(axes, places, [Spread.of([heated[place]]) for place in places], "by chance; at 0 the likeliest", 0)
    for look, (way, error) in enumerate(((way, e) for way, e in ways.items() if way.startswith("beam")), 1):
        style = LOOKS[look]
        axes.axhline(error, color=style["color"], linestyle=style["linestyle"], linewidth=1.2, label=way)
    axes.set_ylim(bottom=0)
    label(axes, "The shipped captioner's decoder", "temperature of the softmax", "% of characters", legend=True)


def _bands(axes: Axes, found: Found) -> None:
    """Of the letters seen most often, what hiding the ink above and below costs them, in nats."""
    assert found.hidden is not None
    letters = {name: own for name, own in found.hidden["characters"].items() if name.isalpha()}
    often = sorted(letters, key=lambda name: -letters[name]["count"])[: 2 * LETTERS]
    for name in often:
        axes.annotate(name, (letters[name]["above"], letters[name]["below"]), ha="center", va="center", fontsize=9)
    for side, place in (("above", axes.set_xlim), ("below", axes.set_ylim)):
        values = [letters[name][side] for name in often]
        margin = 0.08 * (max(values) - min(values)) + 0.1
        place(min(values) - margin, max(values) + margin)
    label(axes, "Letters by what hiding a part of their ink costs", "nats lost, ink above", "nats lost, ink below")

"""The seven panels by name: what is looked at, and for each the files that a person gets.

Knows: which numbers and which picture belong to a name; equal looks are equal bytes.
Refuses to know: where files go, arguments, and what a cell means beyond the words handed in.

Each panel is an SVG and its numbers beside it: CSV where they are a list of points, NPZ where they are several arrays. Their
columns and arrays, with units, are told in docs/inspect.md.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkapp.inspect.cells import SIGNALS, cell_image, cell_values
from inkapp.inspect.density import next_point
from inkapp.inspect.draw import cell_on_ink as draw_cell_on_ink
from inkapp.inspect.draw import cells as draw_cells
from inkapp.inspect.draw import density as draw_density
from inkapp.inspect.draw import futures as draw_futures
from inkapp.inspect.draw import gradient as draw_gradient
from inkapp.inspect.draw import step as draw_step
from inkapp.inspect.draw import surprise as draw_surprise
from inkapp.inspect.futures import futures
from inkapp.inspect.gradient import how_far_back, lab_networks
from inkapp.inspect.page import InkLine, PageReading
from inkapp.inspect.step import one_step
from inkapp.inspect.surprise import surprise
from model.trace import Controls, Mixture

Files = dict[str, bytes]  # by extension: .svg and .csv or .npz


@dataclass(frozen=True, slots=True)
class ChosenCell:
    """One cell to be shown: ``layer``, ``cell`` from 0, one of the ``SIGNALS``, and a sentence on why or what it is."""

    layer: int
    cell: int
    signal: str
    words: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Look:
    """What is looked at. ``line``: one of the page's; ``row``: its point, from 0. ``order``: of each layer's cells, like
    ones side by side; None where nobody knows."""

    page: PageReading
    line: InkLine
    row: int
    cell: ChosenCell
    controls: Controls
    seed: int = 0
    order: Sequence[Sequence[int]] | None = None


def _cells(look: Look) -> Files:
    sampler = look.line.reading.sampler
    layers = range(sampler.layers)
    orders: Sequence[Sequence[int] | None] = look.order or [None] * sampler.layers
    images = [cell_image(look.line, k, letter, orders[k]) for letter in SIGNALS for k in layers]
    numbers: dict[str, npt.ArrayLike] = {
        letter: np.stack([cell_image(look.line, k, letter).values for k in layers]) for letter in SIGNALS
    }
    shown = np.stack([image.order for image in images[: sampler.layers]])
    return {
        ".svg": draw_cells.draw(images, look.order is not None),
        ".npz": _npz(numbers | {"order": shown, "lift": look.line.lift}),
    }


def _cell_on_ink(look: Look) -> Files:
    chosen = look.cell
    values = [cell_values(line, chosen.layer, chosen.signal, chosen.cell) for line in look.page.lines]
    svg = draw_cell_on_ink.draw(
        look.page.lines, values, SIGNALS[chosen.signal], chosen.layer, chosen.cell, chosen.words
    )
    rows = (
        (
            number,
            point,
            int(line.stroke[point]),
            float(line.x[point]),
            float(line.y[point]),
            int(line.lift[point]),
            value,
        )
        for number, (line, of_line) in enumerate(zip(look.page.lines, values, strict=True))
        for point, value in enumerate(of_line.tolist())
    )
    return {".svg": svg, ".csv": _csv(("line", "point", "stroke", "x_mm", "y_mm", "lift", "value"), rows)}


def _density(look: Look) -> Files:
    found = next_point(look.line, look.row, look.controls, look.seed)
    numbers: dict[str, npt.ArrayLike] = {
        "tip_mm": found.tip,
        "drawn_mm": (found.drawn.x, found.drawn.y),
        "drawn_component": found.drawn.component,
        "lift": found.lift,
        "temperature": found.controls.temperature,
    }
    if found.came is not None:
        numbers["came_mm"] = found.came
    for name, mixture in (("before", found.before), ("after", found.after)):
        grid, parts = found.grid(mixture), found.ellipses(mixture)
        numbers |= {
            f"{name}_x_mm": grid.x,
            f"{name}_y_mm": grid.y,
            f"{name}_per_mm2": grid.density,
            f"{name}_levels_50_90_per_mm2": (grid.level(0.5), grid.level(0.9)),
            f"{name}_weights": parts.weights,
            f"{name}_centres_mm": np.stack((parts.x, parts.y), axis=1),
            f"{name}_half_axes_mm": np.stack((parts.major, parts.minor), axis=1),
            f"{name}_angles_rad": parts.angle,
        }
    return {".svg": draw_density.draw(found), ".npz": _npz(numbers)}


def _futures(look: Look) -> Files:
    hairs = futures(look.line, look.row, look.seed, look.controls)
    numbers: dict[str, npt.ArrayLike] = {
        "x_mm": hairs.x,
        "y_mm": hairs.y,
        "lift": hairs.lift,
        "nats": hairs.nats,
        "seeds": hairs.seeds,
        "temperature": hairs.controls.temperature,
    }
    return {".svg": draw_futures.draw(hairs, look.line), ".npz": _npz(numbers)}


def _surprise(look: Look) -> Files:
    found = surprise(look.page)
    rows = zip(
        found.line.tolist(),
        found.point.tolist(),
        found.stroke.tolist(),
        found.x.tolist(),
        found.y.tolist(),
        found.lift.astype(int).tolist(),
        found.nats.tolist(),
        strict=True,
    )
    table = _csv(("line", "point", "stroke", "x_mm", "y_mm", "lift", "nats"), rows)
    return {".svg": draw_surprise.draw(found, look.page), ".csv": table}


def _gradient(look: Look) -> Files:
    flow = how_far_back(look.line, look.row, lab_networks())
    layers = range(flow.hidden.shape[1])
    names = [f"{part}{k}_nats" for part in ("h", "c", "direct") for k in layers]
    norms = np.concatenate((flow.hidden, flow.cell, flow.direct), axis=1)
    # at distance 0 stands the state just before the point; a point stands at 1, with the state before it
    points = zip(flow.x.tolist(), flow.y.tolist(), flow.moved.tolist(), strict=True)
    others = [moved.tolist() for _, moved in flow.lab]
    rows = [(0, "", "", "", *norms[0].tolist(), *("" for _ in others))]
    rows += [(k, *point, *norms[k].tolist(), *(o[k - 1] for o in others)) for k, point in enumerate(points, start=1)]
    names += [f"{name}_nats_per_mm" for name, _ in flow.lab]
    return {
        ".svg": draw_gradient.draw(flow, look.line),
        ".csv": _csv(("distance", "x_mm", "y_mm", "nats_per_mm", *names), rows),
    }


def _step(look: Look) -> Files:
    found = one_step(look.line, look.row, look.controls, look.seed)
    names = ("input", "forget", "output", "candidate", "cell", "cell_after", "hidden", "hidden_after")
    numbers: dict[str, npt.ArrayLike] = {
        name: np.stack([getattr(layer, name) for layer in found.layers]) for name in names
    }
    drawn = found.next.drawn
    numbers |= {"given_spreads": found.given, "scaled": found.scaled, "lift": found.next.lift}
    numbers |= {"drawn_spreads": (drawn.dx, drawn.dy, float(drawn.lift)), "drawn_mm": (drawn.x, drawn.y)}
    numbers |= {f"before_{name}": part for name, part in _parts(found.next.before).items()}
    numbers |= {f"after_{name}": part for name, part in _parts(found.next.after).items()}
    return {".svg": draw_step.draw(found), ".npz": _npz(numbers)}


def _parts(mixture: Mixture) -> dict[str, npt.ArrayLike]:
    names = ("weights", "mean_x", "mean_y", "std_x", "std_y", "correlation")
    return {name: getattr(mixture, name) for name in names}


PANELS: dict[str, Callable[[Look], Files]] = {
    "cells": _cells,
    "cell-on-ink": _cell_on_ink,
    "density": _density,
    "futures": _futures,
    "surprise": _surprise,
    "gradient": _gradient,
    "step": _step,
}


def _csv(names: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return stream.getvalue().encode()


def _npz(arrays: dict[str, npt.ArrayLike]) -> bytes:
    """numpy.load reads it; its entries carry no date, so that equal arrays are equal bytes."""
    stream = io.BytesIO()
    np.savez_compressed(stream, allow_pickle=False, **{name: np.asarray(part) for name, part in arrays.items()})
    return stream.getvalue()

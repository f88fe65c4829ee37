"""The panel ``density``: contours that hold 50 and 90 % of the next point's density, its components, and what came."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt
from contourpy import FillType, LineType, contour_generator

from inkapp.inspect.density import SHOWN, Density, Ellipses, Grid, next_point
from inkapp.inspect.draw.figure import ACCENT, INK, MUTED, SHEET, TEXT, Figure, path_of, paths_of, text_width
from inkapp.inspect.draw.numbers import npz_of
from inkapp.inspect.draw.page_view import Box, PageView, fitted
from inkapp.inspect.draw.scale import sign
from inkapp.inspect.panel_input import PanelInput
from model.arrays import Float64Array
from model.trace import Mixture

SHARES = (0.9, 0.5)  # of the mass, the outer first
FILLS = {0.9: "#dbe7f0", 0.5: "#9fc0d8"}
CAME, SAMPLED, GREY = "#7a4a12", "#b4006e", "#4b5560"
WIDTH, TALLEST = 430.0, 400.0
LEFT, TOP, BETWEEN = 20.0, 118.0, 24.0
LABELS = 4  # components with their weight in words


def contours(grid: Grid, share: float, whole: Grid | None = None) -> list[Float64Array]:
    """Closed or cut-off lines, each (k, 2) mm, round the smallest region that holds ``share`` of the mass of ``whole``, or of
    the grid's own where that leaves nothing out."""
    drawer = contour_generator(grid.x, grid.y, grid.density, line_type=LineType.Separate)
    return [np.asarray(line, dtype=np.float64) for line in drawer.lines((whole or grid).level(share))]


def regions(grid: Grid, share: float, whole: Grid | None = None) -> list[list[Float64Array]]:
    """The same region as filled polygons: of each its outer line, then its holes, (k, 2) mm."""
    drawer = contour_generator(grid.x, grid.y, grid.density, fill_type=FillType.OuterOffset)
    points, offsets = cast(tuple[list[Any], list[Any]], drawer.filled((whole or grid).level(share), np.inf))
    return [
        [np.asarray(part, dtype=np.float64) for part in np.split(outline, cuts[1:-1].astype(np.intp))]
        for outline, cuts in zip(points, offsets, strict=True)
    ]


def draw(density: Density) -> bytes:
    """The panel as SVG."""
    view = fitted(visible_box(density), LEFT, TOP, WIDTH, TALLEST, closest=400.0)
    figure = Figure(LEFT * 2 + WIDTH * 2 + BETWEEN, TOP + view.height + 92, "Where the next point is expected")
    figure.text(20, 32, "Where the next point is expected", size=18, bold=True)
    words = f"After point {density.row} of the line: the regions that hold 50 and 90 % of the probability, on the page."
    figure.text(20, 52, words, colour=MUTED)
    lift = f"The pen leaves the paper after the next point with a chance of {density.lift:.1%}, at any temperature."
    figure.text(20, 69, lift, colour=MUTED)
    warm = f"Sampled from, at temperature {density.controls.temperature:g}"
    for k, (mixture, name) in enumerate(((density.before, "As the network has it"), (density.after, warm))):
        left = LEFT + k * (WIDTH + BETWEEN)
        figure.text(left, TOP - 12, name, size=13, bold=True)
        mixture_on(figure, density, mixture, PageView(left, view.top, view.scale, view.box))
    _key(figure, density, LEFT, TOP + view.height + 44)
    return figure.svg()


def files(given: PanelInput) -> dict[str, bytes]:
    """The panel's files by extension: see ``inkapp.inspect.panel_list``."""
    found = next_point(given.line, given.row, given.controls, given.seed)
    numbers: dict[str, npt.ArrayLike] = {
        "tip_mm": found.tip,
        "drawn_mm": (found.sampled.x, found.sampled.y),
        "drawn_component": found.sampled.component,
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
    return {".svg": draw(found), ".npz": npz_of(numbers)}


def visible_box(density: Density) -> Box:
    """The part of the page to show, mm: nine tenths of the chance, before and after temperature, and the marks, with some
    room."""
    marks = [density.tip, (density.sampled.x, density.sampled.y), *([density.came] if density.came else [])]
    x, y = [mark[0] for mark in marks], [mark[1] for mark in marks]
    for mixture in (density.before, density.after):
        grid = density.grid(mixture)
        rows, columns = np.nonzero(grid.density >= grid.level(SHARES[0]))
        x += [float(grid.x[end]) for end in (columns.min(), columns.max())]
        y += [float(grid.y[end]) for end in (rows.min(), rows.max())]
    room = 0.14 * max(max(x) - min(x), max(y) - min(y))
    box = min(x) - room, min(y) - room, max(x) + room, max(y) + room
    least = 0.55 * (box[2] - box[0]) - (box[3] - box[1])  # neither a thin strip
    return box if least <= 0 else (box[0], box[1] - least / 2, box[2], box[3] + least / 2)


def mixture_on(figure: Figure, density: Density, mixture: Mixture, view: PageView) -> None:
    """One of the two mixtures with the ink before it, its components and the marks, in ``view``."""
    grid, whole = density.grid(mixture, view.box), density.grid(mixture)  # not all of the chance need lie in the part
    parts = density.ellipses(mixture)
    for share in SHARES:
        filled = "".join(path_of(view.at(*part.T), closed=True) for one in regions(grid, share, whole) for part in one)
        if filled:
            figure.path(filled, fill=FILLS[share], line=ACCENT, width=1.0, label=f"{share:.0%} of the probability")
    view.ink(figure, density.line, until=density.row + 1, width_mm=0.25)
    seen = np.flatnonzero(parts.weights >= SHOWN)
    for m in seen:
        words = f"component {m}: weight {parts.weights[m]:.1%}"
        pieces = view.inside(view.at(*_ellipse(parts, int(m)).T))
        if pieces:
            figure.path(paths_of(pieces), line=GREY, width=0.5 + 2.2 * float(parts.weights[m]) ** 0.5, label=words)
    _weights(figure, parts, view)
    view.mark(figure, *density.tip, INK, 4.5, "#ffffff")
    if density.came is not None:
        x, y = view.at(*density.came).tolist()
        figure.path(f"M{x - 5:.2f},{y - 5:.2f}l10,10m-10,0l10,-10", line=CAME, width=2)
    view.mark(figure, density.sampled.x, density.sampled.y, "#ffffff", 5.0, SAMPLED)
    view.frame(figure)


def _ellipse(parts: Ellipses, m: int) -> Float64Array:
    """(49, 2) mm: one deviation round a component, closed."""
    round_ = np.linspace(0, 2 * np.pi, 49)
    far, near = parts.major[m] * np.cos(round_), parts.minor[m] * np.sin(round_)
    cos, sin = np.cos(parts.angle[m]), np.sin(parts.angle[m])
    return np.stack((parts.x[m] + far * cos - near * sin, parts.y[m] + far * sin + near * cos), axis=1)


def _weights(figure: Figure, parts: Ellipses, view: PageView) -> None:
    """The weights of the heaviest components in words, so that none lies on another; one for which there is no room is left
    out."""
    heavy = [int(m) for m in np.argsort(-parts.weights, kind="stable")[:LABELS] if parts.weights[m] >= 0.02]
    labels: list[tuple[float, float]] = []
    for m in heavy:
        x, y = view.at(parts.x[m], parts.y[m]).tolist()
        x = min(max(x + 8, view.left + 4), view.left + view.width - 38)
        y = min(max(y - 8, view.top + 14), view.top + view.height - 6)
        for _ in range(int(view.height / 13) + 1):
            if not any(abs(x - px) < 38 and abs(y - py) < 13 for px, py in labels):
                break
            y = y + 13 if y + 13 < view.top + view.height else view.top + 14
        else:
            continue
        labels.append((x, y))
        words = f"{parts.weights[m]:.0%}"
        figure.rect(x - 2, y - 10, text_width(words, 11) + 4, 13, fill=SHEET, opacity=0.75)
        figure.text(x, y, words, size=11, bold=True, colour=TEXT)


def _key(figure: Figure, density: Density, left: float, top: float) -> None:
    sampled = density.sampled
    figure.circle(left + 6, top - 4, 4.5, fill="#ffffff", line=INK, width=1.6)
    figure.text(left + 18, top, "the pen's tip")
    figure.circle(left + 120, top - 4, 5, fill=SAMPLED)
    up = ", and the pen lifts" if sampled.lift else ""
    words = f"the sampled point: component {sampled.component}, {sign(round(sampled.nats, 2))} nats{up}"
    figure.text(left + 132, top, words)
    if density.came is not None:
        x = left + 132 + text_width(words, 12) + 26
        figure.path(f"M{x},{top - 9}l10,10m-10,0l10,-10", line=CAME, width=2)
        figure.text(x + 18, top, "the point that was written")
    words = (
        f"Grey: components of {SHOWN:.0%} and more, one deviation, thicker with their weight; the heaviest in words."
    )
    figure.text(left, top + 22, words, colour=MUTED)

"""The panel ``step``: one step of the network with its equations filled in, from the row it read to the point sampled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkapp.inspect.draw.axes import Axes, Span
from inkapp.inspect.draw.density import mixture_on, visible_box
from inkapp.inspect.draw.figure import ACCENT, FAINT, MUTED, Figure
from inkapp.inspect.draw.numbers import npz_of
from inkapp.inspect.draw.page_view import fitted
from inkapp.inspect.draw.scale import sign
from inkapp.inspect.panel_input import PanelInput
from inkapp.inspect.step import LayerStep, OneStep, one_step
from model.arrays import Float32Array
from model.input_rows import COLUMNS
from model.trace import Mixture

WIDTH, LEFT = 960.0, 20.0
INPUT, LAYER, LAST = 106.0, 286.0, 330.0  # heights of the parts
LARGEST = 5  # cells whose equations are filled in


def draw(step: OneStep) -> bytes:
    """The panel as SVG."""
    top = 78.0
    figure = Figure(WIDTH, top + INPUT + LAYER * len(step.layers) + LAST, "One step")
    figure.text(LEFT, 32, "One step", size=18, bold=True)
    loss = (
        "has no loss, since it is the first"
        if np.isnan(step.nats)
        else f"had a loss of {sign(round(step.nats, 2))} nats"
    )
    words = f"The network reads point {step.row} of the line, which {loss}, and says what it expects next."
    figure.text(LEFT, 52, words, colour=MUTED)
    _input(figure, step, top)
    for k, layer in enumerate(step.layers):
        _layer(figure, layer, k, top + INPUT + LAYER * k)
    _last(figure, step, top + INPUT + LAYER * len(step.layers))
    return figure.svg()


def files(given: PanelInput) -> dict[str, bytes]:
    """The panel's files by extension: see ``inkapp.inspect.panel_list``."""
    found = one_step(given.line, given.row, given.controls, given.seed)
    names = ("input", "forget", "output", "candidate", "cell", "cell_after", "hidden", "hidden_after")
    numbers: dict[str, npt.ArrayLike] = {
        name: np.stack([getattr(layer, name) for layer in found.layers]) for name in names
    }
    sampled = found.next.sampled
    numbers |= {"given_spreads": found.given, "scaled": found.scaled, "lift": found.next.lift}
    numbers |= {"drawn_spreads": (sampled.dx, sampled.dy, float(sampled.lift)), "drawn_mm": (sampled.x, sampled.y)}
    numbers |= {f"before_{name}": part for name, part in _parts(found.next.before).items()}
    numbers |= {f"after_{name}": part for name, part in _parts(found.next.after).items()}
    return {".svg": draw(found), ".npz": npz_of(numbers)}


def _parts(mixture: Mixture) -> dict[str, npt.ArrayLike]:
    names = ("weights", "mean_x", "mean_y", "std_x", "std_y", "correlation")
    return {name: getattr(mixture, name) for name in names}


def _input(figure: Figure, step: OneStep, top: float) -> None:
    figure.text(LEFT, top + 12, "The row", size=13, bold=True)
    figure.text(LEFT, top + 56, "in spreads of the line's ink", size=11, colour=MUTED)
    figure.text(LEFT, top + 76, "x: as the layers read it", size=11, colour=MUTED)
    for k, (given, scaled) in enumerate(zip(step.given.tolist(), step.scaled.tolist(), strict=True)):
        x = LEFT + 240 + 84 * k
        figure.text(x, top + 34, COLUMNS[k], size=11, bold=True, anchor="end")
        figure.text(x, top + 56, _two(given), anchor="end")
        figure.text(x, top + 76, _two(scaled), anchor="end")
    figure.line(LEFT + 160, top + 40, LEFT + 240 + 84 * (len(step.given) - 1), top + 40)
    x = LEFT + 552
    for k, words in enumerate(
        (
            "i, f, o = σ(W·x + U·h + b); g = tanh(W·x + U·h + b)",
            "c′ = f·c + i·g; h′ = o·tanh c′",
            "W, U, b: each one's own; a layer also hears h′ of the one below",
        )
    ):
        figure.text(x, top + 34 + 21 * k, words, size=12 if k < 2 else 11, colour=MUTED if k == 2 else "#20252d")


def _layer(figure: Figure, layer: LayerStep, number: int, top: float) -> None:
    units = len(layer.cell)
    figure.line(LEFT, top - 12, WIDTH - LEFT, top - 12)
    figure.text(LEFT, top + 10, f"Layer {number}: {units} cells", size=13, bold=True)
    parts: tuple[tuple[str, Float32Array, float, float], ...] = (
        ("i, input gate", layer.input, 0, 1),
        ("f, forget gate", layer.forget, 0, 1),
        ("o, output gate", layer.output, 0, 1),
        ("g, candidate", layer.candidate, -1, 1),
        ("c before", layer.cell, -layer.reach, layer.reach),
        ("c′ after", layer.cell_after, -layer.reach, layer.reach),
        ("h before", layer.hidden, -1, 1),
        ("h′ after", layer.hidden_after, -1, 1),
    )
    for k, (name, values, low, high) in enumerate(parts):
        _histogram(figure, name, values, low, high, LEFT + 6 + k * 116, top + 34)
    figure.text(LEFT, top + 156, "The cells whose c moved most", size=11, bold=True)
    for k, cell in enumerate(layer.largest(LARGEST).tolist()):
        y = top + 176 + 19 * k
        f, c, i, g, after, o, h = (
            _two(float(part[cell]))
            for part in (
                layer.forget,
                layer.cell,
                layer.input,
                layer.candidate,
                layer.cell_after,
                layer.output,
                layer.hidden_after,
            )
        )
        figure.text(LEFT, y, f"cell {cell}", bold=True)
        figure.text(LEFT + 72, y, f"c′ = f·c + i·g = {f}·{_in(c)} + {i}·{_in(g)} = {after}")
        figure.text(LEFT + 450, y, f"h′ = o·tanh c′ = {o}·tanh({after}) = {h}")


def _histogram(
    figure: Figure, name: str, values: Float32Array, low: float, high: float, left: float, top: float
) -> None:
    """How many cells have which value: 20 bars, the outer ones with what lies beyond; mean and deviation in words."""
    width, height = 98.0, 62.0
    counts, _ = np.histogram(np.clip(values, low, high), bins=20, range=(low, high))
    axes = Axes(left, top, width, height, Span(low, high), Span(0, max(int(counts.max()), 1)))
    figure.text(left, top - 6, name, size=11, bold=True)
    step = width / 20
    bars = "".join(
        f"M{left + k * step:.2f},{top + height:.2f}v{-height * n / axes.y.high:.2f}h{step - 0.6:.2f}V{top + height:.2f}Z"
        for k, n in enumerate(counts.tolist())
        if n
    )
    figure.path(bars, fill=ACCENT)
    figure.line(left, top + height, left + width, top + height, MUTED)
    for value, anchor in ((low, "start"), (0.5 * (low + high), "middle"), (high, "end")):
        x = float(axes.at(value, 0)[0])
        figure.line(x, top + height, x, top + height + 3, MUTED)
        figure.text(x, top + height + 14, sign(value), size=10, colour=MUTED, anchor=anchor)  # type: ignore[arg-type]
    words = f"{_two(float(values.mean()))} ± {_two(float(values.std()))}"
    figure.text(left + width / 2, top + height + 29, words, size=10, colour=MUTED, anchor="middle")


def _last(figure: Figure, step: OneStep, top: float) -> None:
    density, sampled = step.next, step.next.sampled
    figure.line(LEFT, top - 12, WIDTH - LEFT, top - 12)
    figure.text(LEFT, top + 10, "What it expects, and what is sampled", size=13, bold=True)
    view = fitted(visible_box(density), LEFT, top + 24, 400.0, 250.0, closest=400.0)
    mixture_on(figure, density, density.after, view)
    mix, m = density.before, sampled.component
    part = f"σ = ({_two(float(mix.std_x[m]))}, {_two(float(mix.std_y[m]))}), ρ = {_two(float(mix.correlation[m]))}"
    heavy = np.argsort(-mix.weights, kind="stable")[:4]
    said = (
        ("p(x, y) = Σ π N(x, y; μ, σ, ρ), over x and y in scaled units", False),
        ("heaviest: " + ", ".join(f"π{_low(int(k))} = {_two(float(mix.weights[k]))}" for k in heavy), False),
        ("", False),
        (f"The pen lifts after it: σ(e) = {mix.lift:.3f}", False),
        ("", False),
        (f"Sampled: component {m}, at temperature {sampled.controls.temperature:g}", True),
        (
            f"π = {_two(float(mix.weights[m]))}, μ = ({_two(float(mix.mean_x[m]))}, {_two(float(mix.mean_y[m]))})",
            False,
        ),
        (part, False),
        (
            f"dx = {_two(sampled.dx)}, dy = {_two(sampled.dy)} spreads, {'pen up' if sampled.lift else 'pen down'} after it",
            False,
        ),
        (f"on the page: {sampled.x:.2f} mm from the left, {sampled.y:.2f} mm from the top", False),
        (f"its loss: {sign(round(sampled.nats, 2))} nats, before temperature", False),
    )
    for k, (words, bold) in enumerate(said):
        figure.text(LEFT + 450, top + 36 + 20 * k, words, bold=bold)
    warm = f"at temperature {density.controls.temperature:g}, on the page."
    for k, words in enumerate(
        ("The regions that hold 50 and 90 % of the probability", warm)
    ):  # what stands beside begins at 450
        figure.text(LEFT, top + view.height + 58 + 15 * k, words, size=11, colour=MUTED)
    figure.line(LEFT + 430, top + 24, LEFT + 430, top + 24 + view.height, FAINT)


def _low(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def _two(value: float) -> str:
    text = f"{value:.2f}".replace("-", "−")
    return "0.00" if text == "−0.00" else text


def _in(number: str) -> str:
    """A number inside a product: in brackets where it is negative."""
    return f"({number})" if number.startswith("−") else number

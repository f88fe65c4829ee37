"""The panel ``attention``: a line's ink by how much the captioner looked at it for one symbol, and all its looks as a map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from inkapp.inspect.attention import Attention, attend
from inkapp.inspect.draw.figure import ACCENT, FAINT, MUTED, TEXT, Figure, text_width
from inkapp.inspect.draw.numbers import npz_of
from inkapp.inspect.draw.page_view import PageView, box_of, fitted
from inkapp.inspect.draw.png import indexed
from inkapp.inspect.draw.scale import LOSS, bar
from inkapp.inspect.draw.side_by_side import side_by_side
from inkapp.inspect.panel_input import PanelInput
from model.arrays import Float64Array
from model.caption_decoder import END

WIDTH, TALLEST = 820.0, 260.0
LEFT, TOP = 44.0, 92.0
LETTERS = 34.0  # px under the ink for what was read
SIZE = 11.0  # of a letter
ROW, LOWEST, HIGHEST = 12.0, 60.0, 420.0  # px of the map: a symbol, and all
LIKELIEST = 8
BAR = 220.0
SHOWN = 60  # characters of what was read, in words


def draw(found: Attention, symbol: int, temperature: float = 1.0) -> bytes:
    """The panel as SVG, of the symbol of that number."""
    level = _level(found)
    view = fitted(box_of([(level[:, 0], level[:, 1])], 3.0), LEFT, TOP, WIDTH, TALLEST)
    map_top = TOP + view.height + LETTERS + 44
    high = min(max(ROW * len(found), LOWEST), HIGHEST)
    foot = map_top + high + 62
    figure = Figure(LEFT + WIDTH + 92, foot + 20 * LIKELIEST + 30, "Where it looked")
    figure.text(20, 32, "Where it looked", size=18, bold=True)
    figure.text(20, 52, said_of(found), colour=MUTED)
    words = f"{symbol_of(found, symbol)}. The ink is coloured by how much of its attention each frame had there."
    figure.text(20, 69, words, colour=MUTED)
    weights = found.on_points(found.looked[symbol])
    most = float(found.looked[symbol].max())
    scale = LOSS.over(0.0, most)
    view.coloured(figure, level[:, 0], level[:, 1], found.line.lift, weights, scale, cased=False)
    figure.rect(view.left, view.top, view.width, view.height, line=FAINT)
    ticks = [(0.0, "0"), (most, percent(most))]
    bar(figure, LEFT + WIDTH + 16, TOP, min(max(view.height, 60.0), 220.0), scale, "", ticks)
    across = _across(found, level, view)
    _letters(figure, found, symbol, across, TOP + view.height + LETTERS)
    _map(figure, found, symbol, across, map_top, high)
    _bars(figure, found, symbol, temperature, foot)
    return figure.svg()


def files(given: PanelInput) -> dict[str, bytes]:
    """The panel's files by extension: see ``inkapp.inspect.panel_list``."""
    found = attend(given.line)
    numbers: dict[str, npt.ArrayLike] = {
        "x_mm": found.line.x,
        "y_mm": found.line.y,
        "lift": found.line.lift,
        "frame": found.frame,
        "looked": found.looked,
        "log_p": found.log_probs,
        "symbol": found.labels,
        "code_point": [0, *map(ord, found.network.alphabet)],
    }
    picture = draw(found, found.symbol_at(given.row), given.controls.temperature)
    return {".svg": picture, ".npz": npz_of(numbers)}


def said_of(found: Attention) -> str:
    """What was read, in a sentence."""
    text = found.text if len(found.text) <= SHOWN else f"{found.text[:SHOWN]}…"
    end = "" if found.has_ended else f" It never said the end, and was stopped after {len(found)} characters."
    return f"It read “{text}”.{end}"


def symbol_of(found: Attention, symbol: int, temperature: float = 1.0) -> str:
    """A symbol with its chance, as the beginning of a sentence."""
    taken = int(found.labels[symbol])
    name = found.name(taken)
    quoted = name if len(name) > 1 else f"“{name}”"
    share = percent(float(found.probabilities(symbol, temperature)[taken]))
    warm = "" if temperature == 1.0 else f" at temperature {temperature:.2f}"
    beside = "; it looked beside the ink" if found.is_beside(symbol) else ""
    return f"Symbol {symbol} of 0 … {len(found) - 1}, {quoted}: {share}{warm}{beside}"


def beyond_the_last(wanted: Sequence[float], widths: Sequence[float], labels: Sequence[int]) -> list[float]:
    """Where symbols are wanted, the end after the last character, so that it pushes none away."""
    wished = list(wanted)
    if len(labels) > 1 and labels[-1] == END:
        wished[-1] = max(wished[-1], wished[-2] + (widths[-2] + widths[-1]) / 2)
    return wished


def _level(found: Attention) -> Float64Array:
    """(n, 2) mm: the line's points, turned level."""
    line = found.line
    return line.frame.to_local(np.stack((line.x, line.y), axis=1)) * line.frame.size


def _across(found: Attention, level: Float64Array, view: PageView) -> tuple[float, float]:
    """px of the picture's left edge, and px a frame: that a line is straightened before it is read counts little."""
    x = view.at(level[:, 0], level[:, 1])[:, 0]
    if np.ptp(found.frame) == 0.0:
        return float(x[0]), 0.0
    slope, left = np.polyfit(found.frame, x, 1)
    return float(left), float(slope)


def _letters(figure: Figure, found: Attention, symbol: int, across: tuple[float, float], foot: float) -> None:
    """What was read, each symbol under where it was looked at, with a line to there."""
    labels = found.labels.tolist()
    signs = [found.sign(label) for label in labels]
    wanted = [across[0] + across[1] * found.centre(k) for k in range(len(found))]
    widths = [max(text_width(one, SIZE), 0.6 * SIZE) + 1 for one in signs]
    wished = beyond_the_last(wanted, widths, labels)
    for k, x in enumerate(side_by_side(wished, widths, LEFT, LEFT + WIDTH)):
        chosen = k == symbol
        colour = TEXT if chosen else FAINT
        figure.line(x, foot - SIZE, wanted[k], foot - LETTERS + 2, colour)
        muted = MUTED if labels[k] == 0 or signs[k] == "␣" else TEXT
        figure.text(x, foot, signs[k], size=SIZE, anchor="middle", bold=chosen, colour=ACCENT if chosen else muted)


def _map(figure: Figure, found: Attention, symbol: int, across: tuple[float, float], top: float, high: float) -> None:
    """A row a symbol, from the top, a column a frame; each frame under the ink that it is of."""
    figure.text(LEFT, top - 14, "All its looks: a row a symbol, from the top", size=13, bold=True)
    symbols, frames = found.looked.shape
    scale = LOSS.over(0.0, float(found.looked.max()))
    left, each = across
    wide = max(each * frames, 1.0)
    figure.image(left, top, wide, high, indexed(scale.levels(found.looked), scale.colours()))
    figure.rect(left, top, wide, high, line=FAINT)
    step = high / symbols
    y = top + step * (symbol + 0.5)
    figure.path(f"M{left - 9:.2f},{y - 4:.2f}l7,4l-7,4Z", fill=ACCENT)
    figure.text(left + wide / 2, top + high + 16, "along the line", size=10, colour=MUTED, anchor="middle")


def _bars(figure: Figure, found: Attention, symbol: int, temperature: float, top: float) -> None:
    """The likeliest symbols with their chances, as predicted and as they would be sampled."""
    columns = [("The softmax as predicted", 1.0)]
    if temperature != 1.0:
        columns.append((f"At temperature {temperature:g}", temperature))
    for number, (words, at) in enumerate(columns):
        left = LEFT + 60 + number * (BAR + 130)
        figure.text(left, top - 12, words, size=12, bold=True)
        shares = found.probabilities(symbol, at)
        for k, label in enumerate(found.likeliest(symbol, LIKELIEST)):
            y, share = top + 20 * k, float(shares[label])
            figure.text(left - 8, y + 11, found.name(label), size=11, anchor="end")
            taken = label == int(found.labels[symbol])
            figure.rect(left, y + 2, max(share * BAR, 0.5), 12, fill=ACCENT if taken else "#9fc0d8")
            figure.text(left + max(share * BAR, 0.5) + 6, y + 11.5, percent(share), size=10, colour=MUTED)


def percent(share: float) -> str:
    """A share of 1 in per cent, with a digit after the point where it is small."""
    digits = 0 if share >= 0.0995 else 1
    return f"{100 * share:.{digits}f} %"

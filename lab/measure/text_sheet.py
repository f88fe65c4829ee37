"""A sheet of texts in people's hands, to be looked at: ``python -m lab.measure.text_sheet WEIGHTS --data DIR [-o sheet.png]``.

The hands are of forms that were kept back from training. Of each one line's beginning is read, in black; the texts follow in
blue, each as a line of its own. What did not come to its end is counted and drawn in red.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from model.arrays import Float64Array
from model.lstm_state import LstmState
from model.straighten import space_strokes
from model.strokes import measure_frame, to_rows
from model.text_writer import TextWriter
from model.trace import Controls
from training.command import run_command
from training.data.iam import Line, form_of, read_lines
from training.data.splits import held_out

TEXTS = (
    "The quick brown fox jumps over",
    "the lazy dog, and Victor",
    "Quincy asked: is it 1984?",
    "Dear Anna, thank you so much",
    "Zebras next to xylophones",
    "minimum of 57 and 63 (I hope)",
)
PRIME_ROWS = 180
GAP = 5.5  # spreads of y between two lines
ROWS_A_CHARACTER = 30  # three times as many as people need: what takes more is stuck


@dataclass(frozen=True, eq=False, slots=True)
class Hand:
    """A hand: the ink that is read of it, in its own units, and the state that it leaves."""

    strokes: list[Float64Array]
    state: LstmState


def hand_of(line: Line, writer: TextWriter) -> Hand:
    """The beginning of a line, in the frame that is measured on it. Raises ValueError where it has no extent."""
    strokes = [stroke[:, :2].astype(np.float64) for stroke in line.strokes()]
    whole = space_strokes(strokes, writer.representation)
    count = int(np.searchsorted(np.cumsum([len(stroke) for stroke in whole]), PRIME_ROWS)) + 1
    local = space_strokes(strokes[:count], writer.representation, frame=measure_frame(strokes[:count]))
    return Hand(local, writer.feed(writer.start(), to_rows(local, height=True)))


def write_line(
    writer: TextWriter, state: LstmState, text: str, seed: int, controls: Controls
) -> tuple[list[Float64Array], bool]:
    """The strokes of a text as a new line after ``state``, in its units from (0, 0), and whether it came to its end."""
    strokes: list[list[tuple[float, float]]] = [[]]
    x = y = 0.0
    begun, written = writer.begin_line(state, text), False
    for step, at in writer.write(begun, text, seed, controls, limit=ROWS_A_CHARACTER * (len(text) + 2)):
        x, y = x + step.dx, y + step.dy
        strokes[-1].append((x, y))
        written = at.written
        if step.lift:
            strokes.append([])
    return [np.array(stroke) for stroke in strokes if stroke], written


def draw(
    writer: TextWriter, hands: Sequence[Hand], texts: Sequence[str], seed: int, controls: Controls
) -> tuple[Figure, int]:
    """The sheet, and how many texts did not come to their end."""
    lines = (len(texts) + 1) * len(hands)
    figure = Figure(figsize=(11, 0.62 * lines), dpi=100)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(-2, 105)
    axes.set_ylim(GAP * lines, -GAP)
    top, unfinished = 0.0, 0

    def show(strokes: Sequence[Float64Array], colour: str) -> None:
        left = min(stroke[:, 0].min() for stroke in strokes)
        for stroke in strokes:
            points = stroke - (left, -top)
            axes.plot(*(np.repeat(points, 2, axis=0) if len(points) == 1 else points).T, color=colour, linewidth=1.1,
                      solid_capstyle="round")  # fmt: skip

    for number, hand in enumerate(hands):
        show(hand.strokes, "#1a1a1a")
        for k, text in enumerate(texts):
            top += GAP
            strokes, written = write_line(writer, hand.state, text, seed + 100 * number + k, controls)
            unfinished += not written
            show(strokes, "#2a62c4" if written else "#c4342a")
        top += GAP
    return figure, unfinished


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.measure.text_sheet", description="Texts in people's hands.")
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder of IAM-OnDB")
    parser.add_argument("-o", "--output", type=Path, default=Path("texts.png"), help="a .png or .svg")
    parser.add_argument("--hands", type=int, default=4)
    parser.add_argument("--temperature", type=float, default=0.4)
    parser.add_argument("--shake", type=float, help="of the deviations alone (default: as --temperature)")
    parser.add_argument("--seed", type=int, default=1)
    return run_command(parser, arguments, write_sheet)


def write_sheet(options: argparse.Namespace) -> None:
    """Writes the sheet that the command asks for. Raises ModelError, OSError, ValueError."""
    writer = TextWriter.load(options.weights)
    forms: dict[str, str] = {}
    for name in held_out(options.data):
        forms.setdefault(form_of(name), name)
    lines, _ = read_lines(options.data, list(forms.values())[: options.hands])
    hands = [hand_of(line, writer) for line in lines]
    controls = Controls(options.temperature, shake=options.shake)
    figure, unfinished = draw(writer, hands, TEXTS, options.seed, controls)
    figure.savefig(options.output)
    print(f"{options.output}: {len(hands) * len(TEXTS)} texts in {len(hands)} hands, {unfinished} did not end")


if __name__ == "__main__":
    raise SystemExit(main())

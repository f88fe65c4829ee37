"""``python -m lab.going_on.sheet -o OUT.svg [--data DIR]``: lines cut inside a word and at a gap, and how ghosts go on, to be
looked at.

On the left by words, on the right by free hand. Above each: what stands, a bar, and what the ghost was to say. Without
``--data`` the lines are in the app's own hands (``lab.going_on.own_lines``): no picture of the data set may be passed on.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from assets import HANDS
from inkapp.ink.document import Stroke
from lab.going_on.cuts import Cut, CutLine, LineCutter, add_cut_options, cut_lines, one_of_each
from lab.going_on.ghosts import GhostMaker, GoneOn, seeds
from lab.going_on.models import Models, add_model_options, load_models
from lab.going_on.own_lines import own_lines
from lab.typed.sheet import REAL, WRITTEN
from model.batched_writer import BatchedWriter
from model.checkpoint import LIVE
from model.sampler import Sampler
from model.trace import Controls
from training.command import run_command

LINES = 24
STANDS, ROOM = 62.0, 84.0  # mm: of ink before the pen, and for what comes after
ABOVE, CAPTION = 1.0, 4.5  # mm: between rows, and for the words over them
INCHES = 0.042  # a millimetre's on the sheet
Row = tuple[Cut, GoneOn | None, GoneOn | None]  # gone on by words, and by free hand


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.going_on.sheet", description="Ghosts of words and free hand.")
    parser.add_argument("-o", "--output", type=Path, required=True, help="a .svg or .png")
    add_cut_options(parser, lines=LINES, required=False)
    add_model_options(parser)
    parser.add_argument("--live", type=Path, default=LIVE, help="the network that writes by free hand")
    parser.add_argument("--hands", type=Path, default=HANDS, help="without --data: a folder of .hand files")
    parser.add_argument("--temperature", type=float, default=Controls().temperature, help="of both hands")
    parser.add_argument("--seed", type=int, default=1)
    return run_command(parser, arguments, make)


def make(options: argparse.Namespace) -> None:
    """Draws the sheet. Raises ModelError, InkError, OSError, ValueError."""
    models = load_models(options)
    lines = own_cuts(options, models) if options.data is None else cut_lines(options, models.captioner)[0]
    maker = GhostMaker(models.road(), Sampler.load(options.live), Controls(options.temperature))
    cuts = sorted(one_of_each(lines), key=lambda cut: not cut.begun)  # those inside words first
    rows = [
        (cut, maker.words(cut, one), maker.free(cut, one))
        for cut, one in zip(cuts, seeds(cuts, options.seed), strict=True)
    ]
    draw(rows, options.output)
    print(f"{options.output}: {len(lines)} lines, {len(rows)} cuts")


def own_cuts(options: argparse.Namespace, models: Models) -> list[CutLine]:
    """Lines in the app's own hands, with their cuts; those that cannot be read are left out."""
    cutter = LineCutter(models.captioner)
    network = BatchedWriter.load(options.weights, reader=options.captioner)
    found = []
    for line in own_lines(network, options.hands, options.lines, options.seed):
        cuts = cutter.cuts(line)
        if cuts:
            found.append(CutLine(line, tuple(cuts)))
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """Ink on the sheet, mm from its top left: a person's, then a ghost's; the words over it."""

    person: list[np.ndarray]
    ghost: list[np.ndarray]
    caption: str

    @classmethod
    def of(cls, cut: Cut, gone_on: GoneOn | None, caption: str) -> Cell:
        """The last ``STANDS`` mm of the line, and what goes on; what of it is on another line begins at the left."""
        end = max(stroke.bounds[2] for stroke in cut.strokes)
        left = max(min(stroke.bounds[0] for stroke in cut.strokes), end - STANDS)
        person = [stroke for stroke in cut.strokes if stroke.bounds[2] > left]
        ghost = list(gone_on.strokes) if gone_on is not None else []
        top = min(stroke.bounds[1] for stroke in (*person, *ghost))
        turn = next((k for k, stroke in enumerate(ghost) if stroke.bounds[0] < left), len(ghost))
        new_left = min((stroke.bounds[0] for stroke in ghost[turn:]), default=left)
        went_on = _moved(ghost[:turn], left, top) + _moved(ghost[turn:], new_left, top)
        return cls(_moved(person, left, top), went_on, caption)

    @property
    def height(self) -> float:
        """From its top to its lowest ink."""
        return max(float(points[:, 1].max()) for points in (*self.person, *self.ghost))


def _moved(strokes: Sequence[Stroke], left: float, top: float) -> list[np.ndarray]:
    return [stroke.points - (left, top) for stroke in strokes]


def draw(rows: Sequence[Row], path: Path) -> None:
    """Writes the sheet. Raises ValueError for no rows, OSError."""
    if not rows:
        raise ValueError("no line is cut anywhere")
    cells = [
        (Cell.of(cut, words, said(cut, words)), Cell.of(cut, free, "by free hand" if free else "nothing by free hand"))
        for cut, words, free in rows
    ]
    heights = [CAPTION + max(cell.height for cell in pair) + ABOVE for pair in cells]
    width, height = 2 * (STANDS + ROOM), sum(heights)
    figure = Figure(figsize=(INCHES * width, INCHES * height), dpi=100, facecolor="white")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(-2.0, width - 2.0)
    axes.set_ylim(height, 0.0)
    top = 0.0
    for pair, room in zip(cells, heights, strict=True):
        for column, cell in enumerate(pair):
            _draw(axes, cell, column * width / 2, top, width / 2)
        top += room
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def said(cut: Cut, words: GoneOn | None) -> str:
    """The words over a ghost of words."""
    return f"{cut.standing} | {words.says}" if words is not None else f"{cut.standing} | (words give way)"


def _draw(axes: Axes, cell: Cell, left: float, top: float, width: float) -> None:
    axes.text(left, top + CAPTION / 2, cell.caption, fontsize=6, color="#777777", va="center", parse_math=False)
    for ink, colour in ((cell.person, REAL), (cell.ghost, WRITTEN)):
        for points in ink:
            shown = points[points[:, 0] < width - 3.0] + (left, top + CAPTION)
            if len(shown):
                drawn = np.repeat(shown, 2, axis=0) if len(shown) == 1 else shown
                axes.plot(
                    drawn[:, 0],
                    drawn[:, 1],
                    color=colour,
                    linewidth=0.9,
                    solid_capstyle="round",
                    solid_joinstyle="round",
                )


if __name__ == "__main__":
    raise SystemExit(main())

"""A sheet of what the network writes, to be looked at: ``python -m lab.measure.sample_sheet [-o sheet.svg]``.

Primes are of three kinds: made by script as a mouse would draw them, written by the network itself and, where the data set
is at hand, by people whose forms were held out from training. ``lab.measure.drift`` measures what the eye may miss.

One row a prime, one column a temperature; the prime in black, the continuation in blue, ruled lines behind.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inkapp.formats.svg.write import path_data
from inkapp.ink.atomic_files import replace_bytes
from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.errors import InkError
from inkapp.ink.ghost import Ghost
from inkapp.live.encoder import NothingToContinue
from inkapp.live.whole_ghost import continue_page
from lab.findings.store import LabError
from model.arrays import Float64Array
from model.checkpoint import LIVE
from model.sampler import Sampler
from model.strokes import measure_frame, to_strokes
from model.trace import Controls
from tools.synthetic.words import write_words
from training.command import run_command
from training.data.iam import form_of, read_lines
from training.data.splits import held_out

TEMPERATURES = (0.3, 0.5, 0.7)
POINTS = 170
WIDTH, HEIGHT = 250.0, 48.0  # mm of a cell
BASELINE, LEFT = 22.0, 15.0
SPREAD = 2.2  # mm: a usual size on screen

# words, height of an x in mm, slant, events a second, pixels a mm (a mouse tells whole ones)
MOUSE: tuple[tuple[str, float, float, float, float | None], ...] = (
    ("the", 4.0, 0.10, 125, 3.8),
    ("hello there", 3.6, 0.20, 60, 3.8),
    ("and so we", 4.4, 0.00, 125, 3.8),
    ("minimum", 3.2, 0.30, 1000, None),
    ("the quick brown", 3.4, 0.15, 125, 7.6),
    ("little light", 3.8, -0.08, 60, 3.8),
)


@dataclass(frozen=True, eq=False, slots=True)
class SheetRow:
    """The ink that a row of the sheet continues, and where it comes from: its ``kind``."""

    kind: str
    strokes: tuple[Stroke, ...]


def by_script() -> Iterator[SheetRow]:
    """Joined made-up words, reported in whole pixels and at a mouse's rate."""
    for seed, (text, height, slant, rate, pixels) in enumerate(MOUSE):
        strokes = write_words(
            text.split(), LEFT, BASELINE, height, 1.3 * height,
            slant=slant, seed=10 * seed, rate_hz=rate, pixels_per_mm=pixels,
        )  # fmt: skip
        yield SheetRow("script", tuple(strokes))


def by_network(sampler: Sampler, count: int) -> Iterator[SheetRow]:
    """What the network writes from nothing: as many styles as seeds."""
    for seed in range(count):
        rows = [
            (step.dx, step.dy, float(step.lift), 0.0)
            for step, _ in sampler.continue_ink(sampler.start(), 100 + seed, Controls(0.5), limit=60)
        ]
        strokes = to_strokes(np.array(rows, dtype=np.float32))
        yield SheetRow("network", _on_page(strokes[:-1] or strokes))


def by_people(folder: Path, count: int) -> Iterator[SheetRow]:
    """Beginnings of lines that training never saw. Raises DataError."""
    forms: dict[str, str] = {}
    for name in held_out(folder):
        forms.setdefault(form_of(name), name)
    for line in read_lines(folder, list(forms.values())[:count])[0]:
        strokes = [stroke[:, :2].astype(np.float64) for stroke in line.strokes()]
        right = max(stroke[:, 0].max() for stroke in strokes)
        left = min(stroke[:, 0].min() for stroke in strokes)
        yield SheetRow("people", _on_page([s for s in strokes if s[:, 0].min() < left + 0.35 * (right - left)]))


def _on_page(strokes: Sequence[Float64Array]) -> tuple[Stroke, ...]:
    frame = measure_frame(strokes)
    scale = SPREAD / frame.size
    left = min(float(stroke[:, 0].min()) for stroke in strokes)
    placed = []
    for stroke in strokes:
        x = (stroke[:, 0] - left) * scale + LEFT
        y = (stroke[:, 1] - frame.origin[1]) * scale + BASELINE - SPREAD
        placed.append(Stroke(x, y, 0.014 * np.arange(len(x), dtype=np.float64), np.full(len(x), 0.5)))
    return tuple(placed)


def _cell(row: SheetRow, ghost: Ghost, column: int, number: int) -> Iterator[str]:
    yield f'<g transform="translate({column * WIDTH},{number * HEIGHT})" fill="none" stroke-width="0.5"'
    yield ' stroke-linecap="round" stroke-linejoin="round">\n'
    for line in (BASELINE, BASELINE + 12.0):
        yield f'<path d="M{LEFT - 5} {line}H{WIDTH - 10}" stroke="#dfe3ea" stroke-width="0.25"/>\n'
    for colour, strokes in (("#1a1a1a", row.strokes), ("#2a62c4", ghost.to_strokes())):
        yield f'<path stroke="{colour}" d="{" ".join(path_data(stroke) for stroke in strokes)}"/>\n'
    yield "</g>\n"


def draw(rows: Sequence[SheetRow], sampler: Sampler, temperatures: Sequence[float], seed: int) -> tuple[str, int]:
    """The sheet as SVG, and how many could not be continued."""
    page = Page(width=WIDTH, height=HEIGHT + 24.0, rule_top=BASELINE)
    parts: list[str] = []
    missed = 0
    for number, row in enumerate(rows):
        document = Document((page.with_strokes(row.strokes),))
        for column, temperature in enumerate(temperatures):
            try:
                ghost = continue_page(
                    document, 0, sampler, seed=seed + number, controls=Controls(temperature), points=POINTS
                )
            except NothingToContinue:
                missed += 1
                continue
            parts += _cell(row, ghost, column, number)
    width, height = WIDTH * len(temperatures), HEIGHT * len(rows)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">\n'
        '<rect width="100%" height="100%" fill="white"/>\n'
    )
    return head + "".join(parts) + "</svg>\n", missed


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m lab.measure.sample_sheet", description="A sheet of what the network writes."
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("sheet.svg"))
    parser.add_argument("--weights", type=Path, default=LIVE, help="default: the shipped live network")
    parser.add_argument("--data", type=Path, help="folder of IAM-OnDB: adds beginnings of lines that people wrote")
    parser.add_argument("--seed", type=int, default=1)
    return run_command(parser, arguments, write_sheet)


def write_sheet(options: argparse.Namespace) -> None:
    """Writes the sheet that the command asks for. Raises ModelError, ValueError."""
    sampler = Sampler.load(options.weights)
    rows = [*by_script(), *by_network(sampler, 6)]
    if options.data:
        rows += by_people(options.data, 8)
    try:
        sheet, missed = draw(rows, sampler, TEMPERATURES, options.seed)
        replace_bytes(options.output, sheet.encode())
    except InkError as error:
        raise LabError(str(error)) from None
    temperatures = ", ".join(map(str, TEMPERATURES))
    print(f"{options.output}: {len(rows)} rows at temperatures {temperatures}, {missed} missed")


if __name__ == "__main__":
    raise SystemExit(main())

"""``python -m lab.reading.drawings --data DIR``: how much writing, and how much else, the app takes for writing.

Writing: lines of the data set, their beginnings, and made-up words. Else: made-up drawings, and the lines in a mirror and
upside down, which stand for other scripts. ``inkapp.live.reading.looks_written`` has the bounds.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np

from inkapp.ink.document import Stroke
from inkapp.live.reading.looks_written import looks_written, may_be_line
from lab.reading.told_lines import ToldLine, add_reading_options, as_stroke, load, read
from lab.tell_figures import tell
from model.line_reading import InkReader
from tools.synthetic.drawings import KINDS, draw
from tools.synthetic.letters import LETTERS
from tools.synthetic.words import write
from training.command import run_command

EACH = 20  # drawings of a kind
MADE_UP = 60  # lines of made-up words


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.reading.drawings", description="What is taken for writing.")
    add_reading_options(parser)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints of each kind of ink how many there are, and how many are taken for writing. Raises ModelError, OSError."""
    reader, lines = load(options)
    told: dict[str, object] = {}
    for kind, inks in kinds(lines).items():
        taken = [is_taken(reader, ink) for ink in inks]
        told |= {f"{kind}_inks": len(taken), f"{kind}_taken": float(np.mean(taken))}
    drawn = [float(str(told[f"{kind}_taken"])) for kind in KINDS]
    tell({**told, "drawings_taken": float(np.mean(drawn))}, options.json)


def kinds(lines: Sequence[ToldLine]) -> dict[str, list[Sequence[Stroke]]]:
    """All ink that is tried, by its kind."""
    whole: list[Sequence[Stroke]] = [line.ink for line in lines]
    return {
        "lines": whole,
        "beginnings": [ink[: max(len(ink) // 5, 2)] for ink in whole],
        "made_up_words": [made_up_words(seed) for seed in range(MADE_UP)],
        "mirrored": [turned(ink, -1.0, 1.0) for ink in whole],
        "upside_down": [turned(ink, -1.0, -1.0) for ink in whole],
        **{kind: [draw(kind, seed) for seed in range(EACH)] for kind in KINDS},
    }


def is_taken(reader: InkReader, ink: Sequence[Stroke]) -> bool:
    """Whether ink is taken for a line of writing."""
    if not may_be_line(ink):
        return False
    reading = read(reader, ink)
    return reading is not None and looks_written(reading, ink)


def made_up_words(seed: int) -> list[Stroke]:
    """Three words of letters by chance."""
    chance, strokes, left = np.random.default_rng(seed), list[Stroke](), 20.0
    for number in range(3):
        word = "".join(chance.choice(sorted(LETTERS), chance.integers(2, 8)))
        strokes += write(word, left, 50.0, 3.0, seed=10 * seed + number)
        left = max(stroke.bounds[2] for stroke in strokes) + 2.5
    return strokes


def turned(ink: Sequence[Stroke], x: float, y: float) -> list[Stroke]:
    """Ink whose coordinates are multiplied."""
    return [as_stroke(stroke.points * (x, y)) for stroke in ink]


if __name__ == "__main__":
    raise SystemExit(main())

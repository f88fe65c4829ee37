"""Lines of the data set as the app's ink, with what they say and how they are read."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assets import LANGUAGE
from inkapp.ink.document import Float64Array, Stroke
from model.checkpoint import CAPTIONER_FILE
from model.line_reading import InkReader, Reading
from model.word_reader import WordReader
from training.data.form_lists import lines_of
from training.data.iam import DataError, form_of, read_lines
from training.data.splits import READ_DEV_LIST, READ_REPORT_LIST
from training.data.texts import read_texts
from training.reader.lines import as_written


@dataclass(frozen=True, eq=False, slots=True)
class ToldLine:
    """``text``: what it says, ``as_written``."""

    ink: tuple[Stroke, ...]
    text: str


def add_reading_options(parser: argparse.ArgumentParser, *, chooses: bool = True) -> None:
    """Which lines are read by what. What a command ``chooses`` it chooses on other lines than those of which it is told."""
    parser.add_argument("--data", type=Path, required=True, help="the data set's folder")
    if chooses:
        parser.add_argument("--choose", action="store_true", help=f"choose the bounds, on {READ_DEV_LIST}")
    else:
        parser.set_defaults(choose=False)
    parser.add_argument("--split", type=Path, help=f"to report: a list of its forms (default: {READ_REPORT_LIST})")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of its forms every Nth alone (1)")
    parser.add_argument("--reader", type=Path, default=CAPTIONER_FILE, help="the network that reads ink, by words")
    parser.add_argument("--json", type=Path, help="a file for the figures as JSON")


def load(options: argparse.Namespace) -> tuple[InkReader, list[ToldLine]]:
    """The reader and the lines. Raises CheckpointError, DataError, OSError, ValueError."""
    if options.every < 1:
        raise ValueError(f"every Nth form: N must be 1 or more, not {options.every}")
    if options.choose and options.split is not None:
        raise ValueError(f"nothing is chosen on another list than {READ_DEV_LIST}")
    names = lines_of(
        options.data, options.split or options.data / (READ_DEV_LIST if options.choose else READ_REPORT_LIST)
    )
    chosen = set(list(dict.fromkeys(map(form_of, names)))[:: options.every])
    lines, _ = read_lines(options.data, [name for name in names if form_of(name) in chosen])
    texts = read_texts(options.data, names)
    told = [
        ToldLine(tuple(as_stroke(stroke.astype(np.float64)) for stroke in line.strokes()), as_written(text))
        for line in lines
        if (text := " ".join(texts.get(line.name, "").split()))
    ]
    if not told:
        raise DataError(f"{options.data}: no line of the list has a text")
    return WordReader.load(options.reader, LANGUAGE), told


def as_stroke(points: Float64Array) -> Stroke:
    """Points (n, ≥2) as a stroke, of 10 ms each."""
    return Stroke(points[:, 0], points[:, 1], np.arange(len(points), dtype=np.float64) / 100, np.full(len(points), 0.5))


def read(reader: InkReader, ink: Sequence[Stroke]) -> Reading | None:
    """What ink says; None for ink without extent."""
    try:
        return reader.read([stroke.points for stroke in ink])
    except ValueError:
        return None

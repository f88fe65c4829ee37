"""``python -m lab.reading.devices --data DIR``: how well a line is read that was drawn with another device, larger or faster.

Each line is read as its list has it, and then as the app would have recorded it from each of ``VARIANTS``, simulated devices
(``lab.measure.device``). The rise is that of the edits over all lines; in brackets 95 % of it by a bootstrap over forms.
``apart``: lines that the app parts into several, which are read whole here all the same.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from assets import LANGUAGE
from inkapp.ink.document import Page
from inkapp.live.reading.line_order import lines_in_order
from lab.measure.device import PIXEL_MM, SPREAD_MM, Variant, simulate
from model.arrays import Float32Array
from model.checkpoint import READER
from model.ctc import best_path
from model.language import Language
from model.line_readers import load_line_reader
from model.line_reading import LineReader
from model.text_model import TextModel
from model.word_beam import WordBeam
from training.command import run_command
from training.data.form_lists import lines_of
from training.data.iam import DataError, Line, read_lines
from training.data.splits import READ_REPORT_LIST
from training.data.texts import read_texts
from training.reader.edits import edits, interval

PAGE = Page(width=8000.0, height=1200.0)  # so that the largest line is one on a page
X_HEIGHT_MM = 1.2 * SPREAD_MM  # the median line's, at the usual size


def sized(x_height: float, rate: float = 125.0, *, pixels: bool = False) -> Variant:
    """A line whose x-height is so many mm, if it is the median line."""
    what = f"x-height of {x_height:g} mm, {rate:,g} Hz" + (", whole pixels" if pixels else "")
    return Variant(what, rate, size=x_height / X_HEIGHT_MM, pixels=pixels)


VARIANTS = (
    Variant("its own points, through the app", rate=0.0),
    *(Variant(f"{rate:,} Hz", rate) for rate in (60, 125, 500, 1000)),
    *(Variant(f"{rate:,} Hz, whole pixels of {PIXEL_MM:.2f} mm", rate, pixels=True) for rate in (60, 125, 500, 1000)),
    *(Variant(f"{rate:,} Hz, twice the speed", rate, slowness=0.5) for rate in (60, 125)),
    *(Variant(f"{rate:,} Hz, a quarter of the speed", rate, slowness=4.0) for rate in (60, 125)),
    *(sized(x_height) for x_height in (2, 8, 20)),
    *(sized(2, rate, pixels=True) for rate in (60, 125, 1000)),
    sized(20, 1000, pixels=True),
    *(Variant(f"125 Hz, a jitter of {jitter} mm", jitter=jitter) for jitter in (0.05, 0.1, 0.2)),
    Variant("1,000 Hz, a jitter of 0.1 mm", 1000, jitter=0.1),
)


@dataclass(frozen=True, eq=False, slots=True)
class Way:
    """A network and how its frames are decoded."""

    name: str
    reader: LineReader
    words: WordBeam | None

    def text(self, frames: Float32Array) -> str:
        """What frames say."""
        labels = best_path(frames) if self.words is None else self.words.decode(frames).labels
        return "".join(self.reader.alphabet[label - 1] for label in labels)


@dataclass(frozen=True, eq=False, slots=True)
class Counts:
    """``edits``: (variants + 1, ways, lines), the first of lines as their list has them. ``characters``: (lines,), and
    ``forms``: (lines,), the number of each line's form. ``apart``: (variants + 1, lines)."""

    edits: npt.NDArray[np.intp]
    characters: npt.NDArray[np.intp]
    forms: npt.NDArray[np.intp]
    apart: npt.NDArray[np.bool_]


def count(ways: Sequence[Way], told: Sequence[tuple[Line, str]], variants: Sequence[Variant]) -> Counts:
    """The edits of each line with its text, written in each way, read in each way."""
    counted = np.zeros((len(variants) + 1, len(ways), len(told)), dtype=np.intp)
    apart = np.zeros((len(variants) + 1, len(told)), dtype=np.bool_)
    readers = {id(way.reader): way.reader for way in ways}
    for number, (line, text) in enumerate(told):
        inks = [[stroke[:, :2].astype(np.float64) for stroke in line.strokes()]]
        for k, variant in enumerate(variants, 1):
            strokes = simulate(line, variant, number)
            inks.append([stroke.points for stroke in strokes])
            apart[k, number] = len(lines_in_order(PAGE.with_strokes(strokes)) or ()) > 1
        for k, ink in enumerate(inks):
            frames = {key: reader.frames(ink) for key, reader in readers.items()}
            for j, way in enumerate(ways):
                counted[k, j, number] = edits(way.text(frames[id(way.reader)]), text)
    _, forms = np.unique([line.form for line, _ in told], return_inverse=True)
    return Counts(counted, np.array([len(text) for _, text in told]), forms, apart)


def figures(ways: Sequence[Way], counts: Counts, variants: Sequence[Variant]) -> list[dict[str, object]]:
    """Of each variant and way the share of errors, and its rise above that of the lines as their list has them, in per cent."""
    names = ["as the list has it", *(variant.name for variant in variants)]
    forms = int(counts.forms.max()) + 1
    characters = np.bincount(counts.forms, counts.characters, forms)
    table: list[dict[str, object]] = []
    for k, name in enumerate(names):
        row: dict[str, object] = {"variant": name, "apart": int(counts.apart[k].sum())}
        for j, way in enumerate(ways):
            own, untouched = counts.edits[k, j], counts.edits[0, j]
            more = np.bincount(counts.forms, own - untouched, forms)
            unit = (
                100 * characters.sum() / max(untouched.sum(), 1)
            )  # from a share of characters to per cent of the errors
            low, high = interval(list(zip(more.tolist(), characters.tolist(), strict=True)))
            row[way.name] = {
                "character_error": float(own.sum() / characters.sum()),
                "rise_percent": float(100 * more.sum() / max(untouched.sum(), 1)),
                "interval": [float(low * unit), float(high * unit)],
            }
        table.append(row)
    return table


def table_of(rows: Sequence[dict[str, Any]]) -> str:
    """For people, as a table in Markdown."""
    ways = [name for name, value in rows[0].items() if isinstance(value, dict)]
    lines = [f"| drawn | {' | '.join(ways)} | apart |", "| --- " * (len(ways) + 2) + "|"]
    for row in rows:
        cells = []
        for way in ways:
            low, high = row[way]["interval"]
            cells.append(
                f"{row[way]['character_error']:.2%}, {row[way]['rise_percent']:+.0f} % [{low:+.0f}, {high:+.0f}]"
            )
        lines.append(f"| {row['variant']} | {' | '.join(cells)} | {row['apart']} |")
    return "\n".join(lines)


def told_lines(data: Path, split: Path, every: int) -> list[tuple[Line, str]]:
    """Every so manieth line of a list, with its text; those without ink of extent or without a text are left out.

    Raises DataError, ValueError.
    """
    if every < 1:
        raise ValueError(f"every Nth line: N must be 1 or more, not {every}")
    names = lines_of(data, split)[::every]
    lines, _ = read_lines(data, names)
    texts = read_texts(data, names)
    told = [
        (line, text)
        for line in lines
        if (text := " ".join(texts.get(line.name, "").split()))
        and any(np.ptp(s[:, :2], axis=0).any() for s in line.strokes())
    ]
    if not told:
        raise DataError(f"{split}: none of its lines has a text")
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.reading.devices", description="What other devices' ink costs.")
    parser.add_argument("--data", type=Path, required=True, help="the data set's folder")
    parser.add_argument("--split", type=Path, help=f"a list of its lines or forms (default: {READ_REPORT_LIST})")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of its lines every Nth alone (1)")
    parser.add_argument("--weights", type=Path, nargs="+", default=[READER], help="networks that read ink")
    parser.add_argument("--words", action="store_true", help="also decode with the shipped table of words")
    parser.add_argument("--json", type=Path, help="a file for the figures as JSON")
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the table. Raises ModelError, OSError, ValueError."""
    ways: list[Way] = []
    for path in options.weights:
        reader = load_line_reader(path)
        ways.append(Way(reader.name, reader, None))
        if options.words:
            beam = WordBeam(TextModel(Language.load(LANGUAGE)), reader.alphabet)
            ways.append(Way(f"{reader.name}, words", reader, beam))
    told = told_lines(options.data, options.split or options.data / READ_REPORT_LIST, options.every)
    with threadpool_limits(limits=1):
        rows = figures(ways, count(ways, told, VARIANTS), VARIANTS)
    print(f"{len(told)} lines, {sum(len(text) for _, text in told)} characters\n\n{table_of(rows)}")
    if options.json is not None:
        options.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())

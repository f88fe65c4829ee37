"""``python -m lab.photographs.measure --data DIR [--weights FILE [--words]]``: how well photographs are read.

Forms of the validation list, as they were written, line below line, are drawn on sheets by chance (``paper.Sheet``): pens of
several widths, shade, noise, ruled lines, turned by up to 3°, 150 to 600 dpi. A line is found exactly where one found line has
95 % of its ink, and 95 % of what that has is its. The weights read what was found of each line, the same lines' ink, and of
that ink the darkness alone, which is what a perfect finder would give them; by CTC, or, as the app does, by words.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assets import LANGUAGE
from inkapp.live.photograph.filters import blurred
from inkapp.live.photograph.line_picture import PEN
from inkapp.live.photograph.photograph_lines import lines_of_picture
from lab.photographs.found import compare
from lab.photographs.paper import Sheet, photograph
from lab.tell_figures import tell
from model.arrays import Float32Array, Float64Array
from model.captioner import Captioner
from model.ink_picture import picture
from model.language import Language
from model.straighten import space_strokes
from model.strokes import measure_frame, split_long
from model.text_model import TextModel
from model.word_reader import WordReader
from training.command import run_command
from training.data.form_lists import lines_of
from training.data.iam import DataError, Line, form_of, read_lines
from training.data.splits import READ_DEV_LIST, even
from training.data.texts import read_texts
from training.reader.edits import Errors, interval
from training.reader.lines import as_written

KEPT_PIXELS = 6e6  # as inkapp.formats.picture.decode reduces larger files
MOST_PAPER = 600.0  # mm
DENSE = 0.15  # spreads of y between the points by which a line's ink is known again


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.photographs.measure", description="How photographs are read.")
    parser.add_argument("--data", type=Path, required=True, help="the data set's folder")
    parser.add_argument("--split", type=Path, help=f"a list of its forms (default: {READ_DEV_LIST})")
    parser.add_argument("--forms", type=int, default=30, metavar="N", help="so many of them, one photograph each (30)")
    parser.add_argument(
        "--weights", type=Path, help="the network that reads pictures; without it, lines are only found"
    )
    parser.add_argument("--words", action="store_true", help="read by words, as the app does")
    parser.add_argument("--seed", type=int, default=0, help="of the sheets (0)")
    parser.add_argument("--json", type=Path, help="a file for the figures as JSON")
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    names = lines_of(options.data, options.split or options.data / READ_DEV_LIST)
    forms = even(list(dict.fromkeys(map(form_of, names))), options.forms)
    lines, _ = read_lines(options.data, [name for name in names if form_of(name) in set(forms)])
    texts = read_texts(options.data, names)
    captioner = Captioner.load(options.weights) if options.weights else None
    read = None if captioner is None else Counted(captioner, Language.load(LANGUAGE) if options.words else None)
    exact: list[bool] = []
    taken = parts = 0
    for number, form in enumerate(forms):
        own = [Told(line, " ".join(texts.get(line.name, "").split())) for line in lines if line.form == form]
        random = np.random.default_rng((options.seed, number))
        sheet = Sheet.by_chance(random)
        if (strokes := on_paper([told.line for told in own], sheet.spread)) is None:
            continue
        grey, places = photograph(strokes, sheet, random, KEPT_PIXELS)
        made = lines_of_picture(grey)
        found = compare(places, made)
        taken, parts = taken + 1, parts + len(made)
        exact += found.exact
        for told, pieces, whole in zip(own, found.of, found.exact, strict=True):
            if read is not None and told.text:
                read.add(told, [piece.darkness for piece in pieces], whole=whole)
    if not exact:
        raise DataError(f"{options.data}: none of the forms can be drawn")
    told_of_all = {"photographs": taken, "lines": len(exact), "lines_found": parts, "exactly": float(np.mean(exact))}
    tell({**told_of_all, **({} if read is None else read.figures())}, options.json)


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """A line and what it says; "" where that is not known."""

    line: Line
    text: str

    @property
    def ink(self) -> list[Float64Array]:
        """Its strokes."""
        return [stroke[:, :2].astype(np.float64) for stroke in self.line.strokes()]


def on_paper(lines: Sequence[Line], spread: float) -> list[list[Float64Array]] | None:
    """The lines' strokes in mm, as they stand on their form, the median of their spreads being ``spread``; each point at most
    ``DENSE`` spreads from the next. None where a fault of the sensor makes them larger than any paper."""
    strokes = [[stroke[:, :2].astype(np.float64) for stroke in line.strokes()] for line in lines]
    try:
        scale = spread / float(np.median([measure_frame(line).size for line in strokes]))
    except ValueError:
        return None
    every = np.concatenate([stroke for line in strokes for stroke in line])
    if np.ptp(every, axis=0).max() * scale > MOST_PAPER:
        return None
    return [[split_long(stroke * scale, DENSE * spread) for stroke in line] for line in strokes]


class Counted:
    """Errors of characters over the same lines: of their ink, of that ink's darkness alone, and of photographs."""

    def __init__(self, captioner: Captioner, language: Language | None) -> None:
        """``language``: of the words by which it is read, if by any."""
        self._captioner = captioner
        self._reader: Captioner | WordReader = captioner
        if language is not None:
            self._reader = WordReader(captioner, TextModel(language))
        self._errors = {
            kind: Errors() for kind in ("ink", "darkness", "photograph", "photograph_of_exact", "ink_of_exact")
        }
        self._shares: list[tuple[int, int]] = []

    def add(self, told: Told, found: Sequence[Float32Array], *, whole: bool) -> None:
        """Counts a line; ``found``: the pictures that hold most of its ink, none where it was not found."""
        reader = self._reader
        thin = picture(space_strokes(told.ink, self._captioner.representation, straight=True))[0]
        wide = blurred(thin, PEN)
        seen = np.minimum(wide / max(float(np.quantile(wide, 0.98)), 1e-6), 1.0)
        text = as_written(told.text)
        photographed = " ".join(reader.read_picture(part).text for part in found)
        ink = reader.read(told.ink).text
        before = self._errors["photograph"].character_edits
        for kind, said in (
            ("ink", ink),
            ("darkness", reader.read_picture(seen).text),
            ("photograph", photographed),
            *((("photograph_of_exact", photographed), ("ink_of_exact", ink)) if whole else ()),
        ):
            self._errors[kind].add(as_written(said), text)
        self._shares.append((self._errors["photograph"].character_edits - before, len(text)))

    def figures(self) -> dict[str, object]:
        """Edits a character of each kind."""
        told: dict[str, object] = {"characters": self._errors["ink"].characters}
        told |= {
            f"character_error_{kind}": errors.character_edits / max(errors.characters, 1)
            for kind, errors in self._errors.items()
        }
        told |= {"character_error_photograph_95": interval(self._shares) if self._shares else None}
        return {**told, "by_words": self._reader is not self._captioner, "weights": self._captioner.name}


if __name__ == "__main__":
    raise SystemExit(main())

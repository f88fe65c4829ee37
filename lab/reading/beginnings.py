"""How lines are read that are being written: ``python -m lab.reading.beginnings --data DIR [--weights FILE …]``.

Each line is cut once where a pen may rest, often inside a word (``training.captioner.cut_lines``), as the first weights tell
where letters stand; then all weights read what stands, by the likeliest path, without a list of words.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from lab.tell_figures import tell
from model.arrays import Float64Array
from model.captioner import Captioner
from model.checkpoint import CAPTIONER_FILE
from model.straighten import space_strokes
from training.captioner.cut_lines import find_cuts
from training.command import run_command
from training.data.form_lists import lines_of
from training.data.iam import DataError, read_lines
from training.data.splits import READ_DEV_LIST
from training.data.texts import read_texts
from training.reader.edits import Errors
from training.reader.lines import as_written

LEAST = 3  # characters of a beginning
SEED = 5


@dataclass(slots=True)
class Score:
    """Of one network: its errors, and how often a beginning's last word is right, and its last two characters."""

    errors: Errors = field(default_factory=Errors)
    last_words: int = 0
    last_characters: int = 0
    count: int = 0

    def add(self, read: str, standing: str) -> None:
        """What was read of what stands."""
        self.errors.add(read, standing)
        self.last_words += read.split(" ")[-1] == standing.split(" ")[-1]
        self.last_characters += read[-2:] == standing[-2:]
        self.count += 1

    def figures(self) -> dict[str, object]:
        """For ``tell``."""
        return {
            "character_error": round(self.errors.character_edits / max(self.errors.characters, 1), 4),
            "last_word_right": round(self.last_words / max(self.count, 1), 4),
            "last_two_characters_right": round(self.last_characters / max(self.count, 1), 4),
        }


def beginning(
    captioner: Captioner, strokes: Sequence[Float64Array], text: str, random: np.random.Generator
) -> tuple[list[Float64Array], str] | None:
    """A beginning of a line by chance: its strokes and its text; None where the line has none."""
    try:
        local = space_strokes(strokes, captioner.representation, straight=True)
    except ValueError:
        return None
    cuts = [cut for cut in find_cuts(captioner, local, text) if cut[1] >= LEAST]
    if not cuts:
        return None
    count, characters = cuts[int(random.integers(len(cuts)))]
    return list(strokes[:count]), text[:characters]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.reading.beginnings", description="Read beginnings of lines.")
    parser.add_argument("--data", type=Path, required=True, help="the data set's folder")
    parser.add_argument("--split", type=Path, help=f"a list of its forms (default: {READ_DEV_LIST})")
    parser.add_argument("--every", type=int, default=3, metavar="N", help="every Nth line (3)")
    parser.add_argument("--weights", type=Path, nargs="+", default=[CAPTIONER_FILE], help="captioners'")
    parser.add_argument("--json", type=Path, help="a file for the figures as JSON")
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    if options.every < 1:
        raise ValueError("--every must be 1 or more")
    names = lines_of(options.data, options.split or options.data / READ_DEV_LIST)[:: options.every]
    texts = read_texts(options.data, names)
    captioners = [Captioner.load(path) for path in options.weights]
    scores = [Score() for _ in captioners]
    for number, line in enumerate(read_lines(options.data, names)[0]):
        text = as_written(" ".join(texts.get(line.name, "").split()))
        strokes = [stroke[:, :2].astype(np.float64) for stroke in line.strokes()]
        found = beginning(captioners[0], strokes, text, np.random.default_rng((SEED, number)))
        if found is not None:
            for captioner, score in zip(captioners, scores, strict=True):
                score.add(captioner.read(found[0]).text, found[1])
    if not scores[0].count:
        raise DataError(f"{options.data}: no line of the list has a beginning")
    told: dict[str, object] = {"lines": len(names), "beginnings": scores[0].count}
    for path, score in zip(options.weights, scores, strict=True):
        told |= {f"{path.stem}_{key}": value for key, value in score.figures().items()}
    tell(told, options.json)


if __name__ == "__main__":
    raise SystemExit(main())

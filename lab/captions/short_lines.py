"""Short lines: a few words in a row, cut out of whole lines where their gaps leave no doubt which ink is which word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from lab.findings.store import LabError
from model.alphabet import PRINTABLE
from training.captioner.lines import PictureLines
from training.data.form_lists import lines_of
from training.data.splits import READ_DEV_LIST, READ_LIST, even
from training.parallel import Team
from training.recipe import Recipe
from training.writer.prepared import PreparedLine
from training.writer.read import read_prepared
from training.writer.words import words_of

MOST_WORDS = 3
CHECKED = 400  # lines of those that judge, for a look in the midst of a training


@dataclass(frozen=True, eq=False, slots=True)
class StudyLines:
    """Short lines to learn from, some to ``check`` a training under way by, and those that ``judge`` it at the end."""

    learn: PictureLines
    check: PictureLines
    judge: PictureLines


def short_lines(line: PreparedLine, seed: int = 0) -> Iterator[PreparedLine]:
    """All of a line, cut into short ones of 1 … ``MOST_WORDS`` words, by chance; none where it cannot be parted for certain.

    They stay at their height on the line, and each is named by the line and the number of its first word.
    """
    words = words_of(line.strokes, line.text) if line.text else None
    if words is None:
        return
    random = np.random.default_rng((seed, *line.digest[:8]))
    said, first = line.text.split(" "), 0
    while first < len(words):
        end = min(first + 1 + int(random.integers(MOST_WORDS)), len(words))
        strokes = sorted(stroke for word in words[first:end] for stroke in word)  # in the order of writing
        text = " ".join(said[first:end])
        name = f"{line.name}:{first}"
        yield replace(line, name=name, strokes=[line.strokes[stroke] for stroke in strokes], text=text)
        first = end


def as_pictures(lines: Sequence[PreparedLine], most: int | None = None) -> PictureLines:
    """Short lines of whole ones, ``most`` of them, evenly from all. Raises LabError for none."""
    cut = {short.name: short for line in lines for short in short_lines(line)}
    if not cut:
        raise LabError(f"of {len(lines)} lines none can be parted into words for certain")
    taken = [cut[name] for name in even(list(cut), most)]
    return PictureLines(taken, {short.name: short.text for short in taken}, PRINTABLE)


def read_study_lines(data: Path, recipe: Recipe, cache: Path | None, most: int | None = None) -> StudyLines:
    """The short lines of task 1's lists, ``most`` of each at most. Raises LabError, DataError, OSError."""
    names = [lines_of(data, data / name) for name in (READ_LIST, READ_DEV_LIST)]
    lines, _ = read_prepared(data, [*names[0], *names[1]], recipe, Team(), cache)
    learn, judge = ([line for line in lines if line.name in half] for half in map(set, names))
    check = CHECKED if most is None else min(CHECKED, most)
    return StudyLines(as_pictures(learn, most), as_pictures(judge, check), as_pictures(judge, most))

"""Which words a reader reads in ink that goes on after a cut, and which of them are words."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import numpy as np

from inkapp.ink.document import Stroke
from inkapp.live.page_lines import lines
from lab.going_on.ghosts import GoneOn
from model.line_reading import InkReader, ReadCharacter, Reading
from training.captioner.cuts import WORD
from training.data.form_lists import lines_of
from training.data.graves_lists import names_in
from training.data.iam import DataError, form_of
from training.data.texts import read_texts
from training.reader.lines import as_written

ALONE = ("a", "i", "o")  # letters that are words


def read_words(reader: InkReader, gone_on: GoneOn) -> list[str]:
    """The words whose last character stands in the ink, as the reader's likeliest path reads them on their lines: with what
    stands before them, and in the order in which lines were begun."""
    cut = gone_on.cut
    strokes = (*cut.page.strokes, *gone_on.strokes)
    new = {stroke.id for stroke in gone_on.strokes}
    of_line = lines(strokes, cut.page.rule_spacing, whole=True)
    found = []
    for number in range(int(of_line.max()) + 1):
        line = [strokes[k] for k in np.flatnonzero(of_line == number).tolist()]
        if not any(stroke.id in new for stroke in line):
            continue
        try:
            reading = reader.read([stroke.points for stroke in line])
        except ValueError:  # without extent, or far too wide
            continue
        found += [
            "".join(one.character for one in word) for word in reading.words if _at(word[-1], reading, line) in new
        ]
    return found


def _at(character: ReadCharacter, reading: Reading, line: list[Stroke]) -> int:
    """The id of the stroke in which a character stands."""
    middle = min((character.begin + character.end) // 2, len(reading.strokes) - 1)
    return line[int(reading.strokes[middle])].id


def are_words(read: list[str], vocabulary: Collection[str]) -> list[bool]:
    """Of what was read, but for marks and numbers alone, what is a word: all its parts between hyphens are, capitals and marks
    around it aside."""
    told = []
    for one in read:
        parts = [re.sub(r"^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "", part).lower() for part in one.split("-")]
        parts = [part for part in parts if part]
        if any(character.isalpha() for part in parts for character in part):
            told.append(all(part in vocabulary for part in parts))
    return told


def vocabulary_without(data: Path, split: Path) -> frozenset[str]:
    """The words of all transcriptions of the data set but those of a list's forms. Raises DataError."""
    without = {form_of(name) for name in lines_of(data, split)}
    names = [name for name in names_in(data) if form_of(name) not in without]
    words = {word.lower() for text in read_texts(data, names).values() for word in WORD.findall(as_written(text))}
    if not words:
        raise DataError(f"{data}: no transcription but those of {split.name}, so nothing says what is a word")
    return frozenset(word for word in words if len(word) > 1 or word in ALONE)

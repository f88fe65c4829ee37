"""Reads the lines of task 1's training set with their texts, and those of its validation set, which judge."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from model.alphabet import PRINTABLE
from training.data.form_lists import lines_of
from training.data.iam import DataError
from training.data.splits import READ_DEV_LIST, READ_LIST
from training.data.texts import read_texts
from training.parallel import Team
from training.reader.lines import ToldLines
from training.recipe import Recipe
from training.writer.read import read_prepared

Lines = TypeVar("Lines", bound=ToldLines[Any])


def read_lines_with_texts(
    data: Path, recipe: Recipe, team: Team, cache: Path | None, kind: type[Lines]
) -> tuple[Lines, Lines]:
    """The lines to learn from, and those that judge, as a ``kind``; prints what became of all that are listed.

    Raises DataError, OSError; of several processes, TeamError.
    """
    with team.together():
        listed = [lines_of(data, data / name) for name in (READ_LIST, READ_DEV_LIST)]
        texts = read_texts(data, [*listed[0], *listed[1]])
    lines, told = read_prepared(data, [*listed[0], *listed[1]], recipe, team, cache)
    halves = []
    for name, names in zip((READ_LIST, READ_DEV_LIST), map(set, listed), strict=True):
        half = kind([line for line in lines if line.name in names], texts, PRINTABLE)
        if team.rank == 0:
            print(
                f"{name}: of {len(names)} lines {len(half)} with a text, {half.points} rows, {half.characters} characters"
            )
        if not len(half):
            raise DataError(f"{data}: no line of {name} has a text")
        halves.append(half)
    if team.rank == 0:
        print(f"both lists: {told}", flush=True)
    return halves[0], halves[1]

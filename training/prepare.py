"""Reads and prepares the two halves of the training list, the work dealt out to all processes.

To parse and resample ten thousand lines takes two minutes: process k of n takes every nth listed line. The result is some
100 MB and is given to all, for a batch takes its lines from everywhere and another one every epoch.
"""

from __future__ import annotations

from pathlib import Path

from training.data.dataset import Sequences
from training.data.iam import DataError, Report, read_list, read_part, refuse_none
from training.data.splits import TRAIN_LIST, is_dev
from training.parallel import Team
from training.recipe import Recipe

HALVES = (("train", False), ("held out", True))


def prepare(data: Path, recipe: Recipe, rank: int, size: int) -> tuple[Report, list[tuple[list[int], Sequences]]]:
    """One process's part: what became of its lines, and for each half their positions in the list and their rows."""
    names = list(dict.fromkeys(read_list(data / TRAIN_LIST)))
    lines, report = read_part(data, names[rank::size])
    position = {name: i for i, name in enumerate(names)}
    parts = []
    for _, dev in HALVES:
        half = [line for line in lines if is_dev(line.form) is dev]
        sequences = Sequences(
            half, recipe.representation, inputs=recipe.network.inputs, straight=recipe.augmentation.straighten
        )
        parts.append(([position[line.name] for line in half], sequences))
    return report, parts


def read_halves(data: Path, recipe: Recipe, team: Team | None = None) -> tuple[Sequences, Sequences]:
    """The lines to learn from, and those of the held-out forms; prints what became of all that are listed.

    Raises DataError where the data cannot be read, or a half has no line; of several processes, TeamError.
    """
    team = team or Team()
    with team.together():
        own = prepare(data, recipe, team.rank, team.size)
    parts = team.gather(own)
    with team.together():
        report = sum((own for own, _ in parts), Report())
        refuse_none(data, report)
        if team.rank == 0:
            print(f"{TRAIN_LIST}: {report}")
        sets = []
        for half, (name, _) in enumerate(HALVES):
            sequences = Sequences.joined([prepared[half] for _, prepared in parts])
            if recipe.context:
                sequences = sequences.after(list(dict.fromkeys(read_list(data / TRAIN_LIST))))
            if team.rank == 0:
                print(
                    f"{name}: {len(sequences)} lines, {sequences.points} rows,"
                    f" clipped {sequences.clipped}, unusable {sequences.unusable}"
                )
            if not len(sequences):
                raise DataError(f"{data}: no line of the {name} forms is there")
            sets.append(sequences)
    return sets[0], sets[1]

"""Reads the training list's lines with their texts, the work dealt out to all processes, and pairs them."""

from __future__ import annotations

from pathlib import Path

from training.data.iam import DataError, Report, read_list, read_part, refuse_none
from training.data.splits import TRAIN_LIST, is_dev
from training.data.texts import read_texts
from training.parallel import Team
from training.recipe import Recipe
from training.writer.pairs import PairedLines
from training.writer.prepared import PreparedLine, cache_name, keep, kept, prepare_lines


def read_prepared(
    data: Path, names: list[str], recipe: Recipe, team: Team, cache: Path | None
) -> tuple[list[PreparedLine], str]:
    """The listed lines, in their order, in all processes alike; and what became of them.

    Raises DataError where the data cannot be read, OSError where the cache cannot be written; of several, TeamError.
    """
    straight = recipe.augmentation.straighten
    path = None if cache is None else cache / cache_name(names, recipe.representation, straight=straight)
    with team.together():
        lines = None if path is None else kept(path)
    if all(team.gather(lines is not None)):
        assert lines is not None and path is not None
        return lines, f"{len(lines)} lines, prepared before in {path}"
    with team.together():
        share = names[team.rank :: team.size]
        read, report = read_part(data, share)
        own = prepare_lines(read, read_texts(data, share), recipe.representation, straight=straight)
    parts = team.gather((own, report))
    with team.together():
        report = sum((told for _, told in parts), Report())
        refuse_none(data, report)
        position = {name: i for i, name in enumerate(names)}
        lines = sorted((line for part, _ in parts for line in part), key=lambda line: position[line.name])
        if path is not None and team.rank == 0:
            keep(path, lines)
    return lines, str(report)


def read_pairs(data: Path, recipe: Recipe, team: Team, cache: Path | None = None) -> tuple[PairedLines, PairedLines]:
    """The pairs to learn from, and those of the held-out forms; prints what became of all lines that are listed.

    Raises DataError, OSError; of several processes, TeamError.
    """
    names = list(dict.fromkeys(read_list(data / TRAIN_LIST)))
    lines, told = read_prepared(data, names, recipe, team, cache)
    halves = []
    for half, dev in (("train", False), ("held out", True)):
        pairs = PairedLines([line for line in lines if is_dev(line.form) is dev], recipe.pairs)
        if team.rank == 0:
            print(f"{half}: {len(pairs)} lines with a text, {pairs.points} rows")
        if not len(pairs):
            raise DataError(f"{data}: no line of the {half} forms has a text")
        halves.append(pairs)
    if team.rank == 0:
        print(f"{TRAIN_LIST}: {told}", flush=True)
    return halves[0], halves[1]

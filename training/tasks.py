"""What differs between a training to continue ink and one to write text: the network, and the lines that it learns from."""

from __future__ import annotations

from pathlib import Path

from model.checkpoint import STACKED_LSTM, TEXT_WINDOW
from training import prepare
from training.data.lines import TrainingLines
from training.network import InkNetwork, Network
from training.parallel import Team
from training.recipe import Recipe
from training.writer.network import WriterNetwork
from training.writer.read import read_pairs


def new_network(recipe: Recipe) -> InkNetwork:
    """The recipe's network, as chance makes it."""
    if recipe.task == "write":
        return WriterNetwork(recipe.network, recipe.window, through=recipe.pairs.through)
    return Network(recipe.network)


def architectures(recipe: Recipe) -> tuple[str, ...]:
    """Of which a run's own checkpoint, or the weights that it begins from, may be."""
    return (STACKED_LSTM, TEXT_WINDOW) if recipe.task == "write" else (STACKED_LSTM,)


def read_halves(
    data: Path, recipe: Recipe, team: Team | None = None, cache: Path | None = None
) -> tuple[TrainingLines, TrainingLines]:
    """The lines to learn from, and those of the held-out forms; prints what became of all that are listed.

    ``cache``: a folder that may keep prepared lines. Raises DataError, OSError; of several processes, TeamError.
    """
    if recipe.task == "write":
        return read_pairs(data, recipe, team or Team(), cache)
    return prepare.read_halves(data, recipe, team)

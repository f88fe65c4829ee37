"""What is compared, by name: each a window, or another diet, in a recipe that is otherwise the same for all."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from lab.windows.networks import ContentWriter, FeedbackWriter, UpwardWriter
from model.checkpoint import Config
from training.parallel import Team
from training.recipe import Recipe
from training.run import Run
from training.writer.evaluate import read_writer
from training.writer.pairs import PairedLines

FIRST = "feedback"


@dataclass(frozen=True, slots=True)
class Variant:
    """``kind``: the network. ``keeps``: whether it is also trained to go on without a text, as the recipe says."""

    kind: type[FeedbackWriter]
    keeps: bool = True

    def recipe(self, name: str, plain: Recipe) -> Recipe:
        """The variant's, of the ``plain`` one."""
        pairs = plain.pairs if self.keeps else replace(plain.pairs, hidden_lines=0.0, hidden_weight=0.0)
        return replace(
            plain, name=f"window-{name}", style="", pairs=replace(pairs, shown=0)
        )  # windows alone are compared


VARIANTS = {
    FIRST: Variant(FeedbackWriter),
    "upward": Variant(UpwardWriter),
    "content": Variant(ContentWriter),
    "text alone": Variant(FeedbackWriter, keeps=False),  # its trunk may drift: a second network has to continue ink
}


def begin(
    names: Sequence[str], plain: Recipe, halves: tuple[PairedLines, PairedLines], folder: Path, team: Team
) -> dict[str, Run]:
    """The named variants' trainings, each begun, or gone on with where its folder has it.

    Raises CheckpointError, OSError; of several processes, TeamError.
    """
    runs: dict[str, Run] = {}
    for name in names:
        variant = VARIANTS[name]
        recipe = variant.recipe(name, plain)
        own = folder_of(folder, name)
        with team.together():
            own.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(plain.seed)
        network = variant.kind(recipe.network, recipe.window, through=recipe.pairs.through)
        learn, dev = (_fed(half, recipe) for half in halves)
        runs[name] = Run(recipe, learn, dev, own, team, network=network)
    return runs


def folder_of(folder: Path, name: str) -> Path:
    """Where a variant's training is kept."""
    return folder / name.replace(" ", "-")


def shipped(path: Path) -> tuple[FeedbackWriter, Config]:
    """Weights that write text, ready to be judged, and their config. Raises CheckpointError."""
    network, config = read_writer(path)
    same = FeedbackWriter(network.config, network.window)
    same.load_state_dict(network.state_dict())
    return same, config


def _fed(lines: PairedLines, recipe: Recipe) -> PairedLines:
    """The same lines, paired as a recipe says of hidden ones; of all else it must say the same."""
    fed = copy.copy(lines)
    fed.pairs = recipe.pairs
    return fed

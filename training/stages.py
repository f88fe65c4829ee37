"""The stages of a training: one recipe, or a folder of them up to the shipped one, each from the weights of the one before."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from training.recipe import Recipe, read_recipe

RUNS = Path("runs")
SHIPPED = "-shipped"  # ends the stem of the recipe whose weights the app has


@dataclass(frozen=True, slots=True)
class Stage:
    """A recipe and the folder of its run."""

    recipe: Recipe
    folder: Path

    def done(self) -> bool:
        """Whether the run has made all its steps and kept its best weights."""
        try:
            made = json.loads((self.folder / "last.json").read_text(encoding="utf-8"))["training"]["step"]
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return made == self.recipe.steps and (self.folder / "best.json").exists()


def best_of(folder: Path) -> Path:
    """The weights of a run that the next stage begins from."""
    return folder / "best.safetensors"


def read_stages(path: Path, out: Path | None = None) -> list[Stage]:
    """The stages in order. ``path``: a recipe, or a folder with ``1.toml``, ``2.toml`` … ``N-shipped.toml``.

    ``out``: the folder of the recipe's run, or of a folder's runs, instead of ``runs``; a stage's run is named as its recipe.
    Raises ValueError for recipes that cannot be read, or do not begin from one another.
    """
    if not path.is_dir():
        recipe = read_recipe(path)
        return [Stage(recipe, out or RUNS / recipe.name)]
    numbered = {int(file.stem.removesuffix(SHIPPED)): file for file in path.glob("*.toml") if file.stem[0].isdigit()}
    shipped = [number for number, file in numbered.items() if file.stem.endswith(SHIPPED)]
    if len(shipped) != 1 or not set(range(1, shipped[0] + 1)) <= numbered.keys():
        raise ValueError(f"{path}: the stages must be 1.toml, 2.toml … N{SHIPPED}.toml")
    stages: list[Stage] = []
    for number in range(1, shipped[0] + 1):
        recipe = read_recipe(numbered[number])
        start = best_of(RUNS / stages[-1].recipe.name).as_posix() if stages else ""
        if recipe.start != start:
            raise ValueError(f"{numbered[number]}: its start must be {start!r}, the stage before, not {recipe.start!r}")
        if stages:
            recipe = replace(recipe, start=str(best_of(stages[-1].folder)))
        stages.append(Stage(recipe, (out or RUNS) / recipe.name))
    return stages

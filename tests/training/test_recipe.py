"""Recipes: what is wrong in one is one line, those of the project can be read, and the rate has one cycle."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.training.trainings import command, one_line
from training import train
from training.recipe import Recipe, rate_at, read_recipe

pytestmark = pytest.mark.usefixtures("one_thread")


def test_the_rate_rises_and_falls_once() -> None:
    recipe = Recipe("x", steps=100, warmup=0.1, rate=1.0)
    rates = [rate_at(step, recipe) for step in range(100)]
    assert rates.index(max(rates)) in (9, 10) and max(rates) == 1.0 and rates[-1] < 0.02 and min(rates) > 0
    assert (np.diff(rates[:10]) > 0).all() and (np.diff(rates[10:]) < 0).all()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("steps = ", "not a recipe"),
        ("\udcff", "not a recipe"),
        ("stepz = 3", "no such setting: stepz"),
        ("steps = 'many'", "steps must be of type int"),
        ("steps = true", "steps must be of type int"),
        ("steps = 0", "steps must be in"),
        ("slices = 3", "slices must be a power of two"),
        ("check_every = 0", "check_every must be in"),
        ("rate = nan", "rate must be in"),
        ("name = ''", "name is empty"),
        ("network = 3", "must be a table"),
        ("[network]\nhidden = -1", "hidden must be in"),
        ("[network]\nrest = 20", "no component 20"),
        ("[network]\ncolour = 1", "no such setting: colour"),
        ("[representation]\nkind = 'smell'", "kind must be one of time, space"),
        ("[representation]\nkind = 'time'", "inputs must be 3"),
        ("[augmentation]\ncrop = 1", "crop must be of type bool"),
        ("[augmentation]\nshear = 3.0", "shear must be in"),
        ("context = true", "context must be false"),
    ],
)
def test_a_wrong_recipe_is_one_line(
    text: str, words: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tiny.toml"
    path.write_bytes(text.encode(errors="surrogateescape"))
    assert command(path, data, tmp_path / "run") == 2
    one_line(capsys, words)
    assert not (tmp_path / "run").exists()


def test_all_recipes_of_the_project_can_be_read() -> None:
    recipes = sorted((Path(train.__file__).parent / "recipes").rglob("*.toml"))
    assert recipes and all(read_recipe(path).steps > 0 for path in recipes)

"""A tiny training on made-up loops, for the tests of recipes, runs and the command: how it is run, killed and compared."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from model.checkpoint import load
from training import train
from training.recipe import read_recipe
from training.run import Run

RECIPE = """
name = "tiny"
steps = 14
batch_points = 250
rate = 0.01
check_every = 4
seed = 3
[network]
layers = 2
hidden = 8
components = 3
inputs = {inputs}
dropout = 0.2
[representation]
kind = "{kind}"
[augmentation]
scale = 0.1
crop = true
prefix_frame = true
"""


def recipe_at(folder: Path, extra: str = "", kind: str = "space", text: str = RECIPE) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "tiny.toml"
    path.write_text(extra + text.format(kind=kind, inputs=4 if kind == "space" else 3), encoding="utf-8")
    return path


def command(recipe: Path, data: Path, out: Path, *more: str) -> int:
    return train.main([str(recipe), "--data", str(data), "--out", str(out), *more])


def run_in(out: Path, recipe: Path, data: Path) -> Run:
    out.mkdir(parents=True, exist_ok=True)
    told = read_recipe(recipe)
    return Run(told, *train.read_halves(data, told), out)


class Killed(BaseException):
    """What a kill is to the program: nothing catches it."""


@contextlib.contextmanager
def killed_at(step: int) -> Iterator[None]:
    """What trains within it is killed when it has come to that step."""
    advance = Run.advance

    def fatal(run: Run) -> tuple[float, float, int]:
        if run.step == step:
            raise Killed
        return advance(run)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Run, "advance", fatal)
        with pytest.raises(Killed):
            yield


def without_code(path: Path) -> dict[str, object]:
    """A checkpoint's JSON but for the commit, which may change while tests run."""
    return {key: value for key, value in json.loads(path.read_text(encoding="utf-8")).items() if key != "code"}


def same_weights(one: Path, other: Path, *architectures: str) -> bool:
    for kind in ("last", "best"):
        ours, theirs = (load(folder / f"{kind}.safetensors", *architectures)[0] for folder in (one, other))
        if ours.keys() != theirs.keys() or any(not np.array_equal(ours[name], theirs[name]) for name in ours):
            return False
        if without_code(one / f"{kind}.json") != without_code(other / f"{kind}.json"):
            return False
    return True


def told(out: Path) -> list[dict[str, float]]:
    """The log, but for what the clock says."""
    entries = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    return [{k: v for k, v in entry.items() if k not in ("points_per_s", "minutes_left")} for entry in entries]


def one_line(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    text = capsys.readouterr().err
    assert text.count("\n") == 1 and text.startswith("training.train: "), text
    assert all(word in text for word in words), text
    return text

"""The JSON beside a run's weights, and what a run that goes on reads from it and from its tensors."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import torch

from model.alphabet import CHARACTERS, PRINTABLE
from model.checkpoint import (
    CAPTIONER,
    CHARACTER_LSTM,
    CTC_READER,
    STACKED_LSTM,
    TEXT_WINDOW,
    CheckpointError,
    Config,
    Tensors,
)
from model.input_rows import columns
from training import provenance
from training.data.splits import READ_LIST, TRAIN_LIST
from training.precision import BFLOAT16, FLOAT32
from training.recipe import Recipe
from training.tensors import from_singles

STEP, BEST = "run.step", "run.best"  # tensors of ``last`` that say where it stands, whatever JSON lies beside it


def manifest(
    recipe: Recipe,
    scale: tuple[float, float],
    standing: Mapping[str, object],
    data: Mapping[str, object],
    scores: Mapping[str, object],
) -> dict[str, object]:
    """The JSON of weights. ``standing``: the run's step, precision and the like; ``data``: of the lines it learns from."""
    reads: dict[str, object] = {
        "inputs": columns(recipe.network.inputs),
        "input_scale": list(scale),
        "representation": recipe.representation.to_json(),
    }
    learnt = {"set": "IAM-OnDB", "list": READ_LIST if recipe.task in ("read", "caption") else TRAIN_LIST}
    if recipe.task == "language":
        reads, learnt = {}, {"set": "free text"}
    return {
        **_form(recipe),
        "name": recipe.name,
        **reads,
        "scores": dict(scores),
        "training": {"recipe": recipe.name, "steps": recipe.steps, "seed": recipe.seed, **standing},
        "data": {**learnt, **data},
        "code": {"commit": provenance.commit(), "torch": torch.__version__},
    }


def _form(recipe: Recipe) -> dict[str, object]:
    """The network's kind and sizes."""
    network = recipe.network
    shape: dict[str, object] = {"layers": network.layers, "hidden": network.hidden}
    if recipe.task in ("read", "caption"):
        read = {"straighten": recipe.augmentation.straighten, "alphabet": PRINTABLE}
        if recipe.task == "read":
            return {"architecture": CTC_READER, **shape, **read, "frames": recipe.frames.to_json()}
        return {"architecture": CAPTIONER, **shape, **read, "caption": recipe.caption.to_json()}
    if recipe.task == "language":
        characters = recipe.characters.to_json()
        return {"architecture": CHARACTER_LSTM, **shape, "alphabet": PRINTABLE, "characters": characters}
    shape["components"] = network.components
    if recipe.task == "write":
        return {"architecture": TEXT_WINDOW, **shape, "window": recipe.window.to_json(), "alphabet": CHARACTERS}
    return {"architecture": STACKED_LSTM, **shape}


def scale_of(config: Config) -> tuple[float, float]:
    """What the offsets are divided by that a network reads; 1 for one that reads no ink."""
    x, y = config.get("input_scale", (1.0, 1.0))
    return float(x), float(y)


def precision_of(config: Config) -> str:
    """The precision that a checkpoint was trained in; runs of before they said so were in bfloat16."""
    training = config.get("training")
    found = training.get("precision", BFLOAT16) if isinstance(training, dict) else BFLOAT16
    return FLOAT32 if found == FLOAT32 else BFLOAT16


def standing_of(tensors: Tensors, config: Config, path: Path) -> tuple[int, float]:
    """The step of a checkpoint and its best log-loss on the held-out lines, or infinity. Raises CheckpointError."""
    try:
        if STEP in tensors:
            best = tensors.get(BEST)
            return int(from_singles(tensors[STEP])), math.inf if best is None else from_singles(best)
        # of a run begun before the tensors said so
        score = config["scores"]["best"]
        return int(config["training"]["step"]), math.inf if score is None else float(score)
    except (KeyError, TypeError, ValueError):
        raise CheckpointError(f"{path}: does not say at which step it stands") from None

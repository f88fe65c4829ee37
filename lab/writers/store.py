"""Keeps the judges of hands in the ignored folder ``runs``, and makes them of the training list where there are none."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.numpy import load, save

from lab.writers.embedding import HandEmbedding, padded
from lab.writers.hinge import SMOOTHING, STEP, Hinge, HingeSettings, fit, histograms
from lab.writers.lines import CACHE, read_written
from model.arrays import Float64Array
from model.atomic_write import swap_in
from training.data.iam import DataError
from training.data.splits import TRAIN_LIST
from training.data.writers import LEARN_LISTS
from training.writer.tell_writers import Training, train

EMBEDDING = Path("runs/writers/embedding.safetensors")
HINGE = Path("runs/writers/hinge.safetensors")


def add_stored_options(parser: argparse.ArgumentParser) -> None:
    """``--embedding`` and ``--hinge``, the judges' files, and what it takes to make them."""
    parser.add_argument("--embedding", type=Path, default=EMBEDDING, help="the embedding; trained where it is missing")
    parser.add_argument("--embedding-steps", type=int, default=Training().steps, help="of its training")
    parser.add_argument("--hinge", type=Path, default=HINGE, help="the hinge's map; fitted where it is missing")
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder of prepared lines")


def asked_embedding(options: argparse.Namespace) -> HandEmbedding:
    """The embedding of a command's options, trained on the training list of ``--data`` first where there is none.

    Raises DataError, OSError.
    """
    path: Path = options.embedding
    if not path.exists():
        lines = read_written(options.data, TRAIN_LIST, LEARN_LISTS, options.cache)
        network = train(HandEmbedding, lines.rows, lines.writers, padded, Training(options.embedding_steps), _tell)
        path.parent.mkdir(parents=True, exist_ok=True)
        swap_in({path: save({name: part.numpy() for name, part in network.state_dict().items()})})
    return load_embedding(path)


def asked_hinge(options: argparse.Namespace) -> Hinge:
    """The hinge of a command's options, fitted to the training list of ``--data`` first where there is none.

    Raises DataError, OSError.
    """
    path: Path = options.hinge
    if not path.exists():
        lines = read_written(options.data, TRAIN_LIST, LEARN_LISTS, options.cache)
        settings = HingeSettings()
        try:
            hinge = fit(histograms(lines.rows, settings), lines.writers, settings)
        except ValueError as error:
            raise DataError(f"{options.data / TRAIN_LIST}: {error}") from None
        path.parent.mkdir(parents=True, exist_ok=True)
        swap_in({path: save({**_told(settings), "centre": hinge.centre, "axes": np.ascontiguousarray(hinge.axes)})})
    return load_hinge(path)


def load_hinge(path: Path) -> Hinge:
    """A fitted hinge. Raises DataError, also where it was fitted with other settings, and OSError."""
    settings = HingeSettings()
    numbers = len(settings.legs) * settings.directions**2
    try:
        parts = load(path.read_bytes())
        same = all(np.array_equal(parts[name], value) for name, value in _told(settings).items())
        fits = same and parts["centre"].shape == (numbers,) and parts["axes"].shape[:-1] == (numbers,)
    except (SafetensorError, KeyError) as error:
        raise DataError(f"{path}: not a fitted hinge ({str(error).splitlines()[0]})") from None
    if not fits:
        raise DataError(f"{path}: fitted with other settings than are used now; delete it to have it made again")
    return Hinge(settings, parts["centre"], parts["axes"])


def _told(settings: HingeSettings) -> dict[str, Float64Array]:
    """Settings as a file keeps them."""
    return {
        "legs": np.array(settings.legs, dtype=np.float64),
        "numbers": np.array([settings.directions, settings.shrinkage, STEP, SMOOTHING], dtype=np.float64),
    }


def load_embedding(path: Path) -> HandEmbedding:
    """A trained embedding. Raises DataError, OSError."""
    network = HandEmbedding()
    try:
        parts = load(path.read_bytes())
        network.load_state_dict({name: torch.from_numpy(part.copy()) for name, part in parts.items()})
    except (SafetensorError, RuntimeError) as error:
        raise DataError(f"{path}: not this embedding's weights ({str(error).splitlines()[0]})") from None
    return network.eval()


def _tell(step: int, loss: float) -> None:
    print(f"embedding: step {step}, loss {loss:.3f}", flush=True)

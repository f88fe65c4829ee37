"""Keeps a trained embedding in the ignored folder ``runs``, and trains it where there is none."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.numpy import load, save

from lab.writers.embedding import HandEmbedding, padded
from lab.writers.lines import CACHE, read_written
from model.atomic_write import swap_in
from training.data.iam import DataError
from training.data.splits import TRAIN_LIST
from training.data.writers import LEARN_LISTS
from training.writer.tell_writers import Training, train

EMBEDDING = Path("runs/writers/embedding.safetensors")


def add_embedding_options(parser: argparse.ArgumentParser) -> None:
    """``--embedding`` and what it takes to train one, for each command that compares hands."""
    parser.add_argument("--embedding", type=Path, default=EMBEDDING, help="the embedding; trained where it is missing")
    parser.add_argument("--embedding-steps", type=int, default=Training().steps, help="of its training")
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

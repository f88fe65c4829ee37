"""The file of an adaptation: by how much some tensors of a network's weights changed, as float16.

It is a safetensors file without pickles. Its name says of which weights it is, by their contents: with other weights it is not
found, and nothing is added to what it does not belong to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as read_tensors
from safetensors.numpy import save as write_tensors

from model.arrays import Float32Array
from model.atomic_write import swap_in
from model.checkpoint import CheckpointError, Tensors

SUFFIX = ".safetensors"


def adapted_path(folder: Path, weights: Path) -> Path:
    """Where an adaptation of weights is kept. Raises CheckpointError for weights that cannot be read."""
    try:
        digest = hashlib.sha256(weights.read_bytes()).hexdigest()[:16]
    except OSError as error:
        raise CheckpointError(f"{weights}: cannot be read ({error.strerror or error})") from None
    return folder / f"adapted-{digest}{SUFFIX}"


def save_adapted(path: Path, weights: Mapping[str, Float32Array], learnt: Mapping[str, Float32Array]) -> None:
    """Writes what has changed. Raises OSError."""
    changes = {name: (part - weights[name]).astype(np.float16) for name, part in learnt.items()}
    swap_in({path: write_tensors(changes)})


def load_adapted(path: Path, weights: Mapping[str, Float32Array]) -> Tensors:
    """The weights with what has changed. Raises CheckpointError for a file that is damaged, or another network's."""
    most = sum(part.size for part in weights.values()) * 2 + (1 << 20)
    try:
        if path.stat().st_size > most:
            raise CheckpointError(f"{path}: larger than any adaptation of this network")
        changes = read_tensors(path.read_bytes())
    except OSError as error:
        raise CheckpointError(f"{path}: cannot be read ({error.strerror or error})") from None
    except (SafetensorError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise CheckpointError(f"{path}: not an adaptation, or damaged ({' '.join(str(error).split())[:200]})") from None
    whole = dict(weights)
    for name, change in changes.items():
        if name not in weights or change.shape != weights[name].shape or change.dtype != np.float16:
            raise CheckpointError(f"{path}: its {name} is not this network's")
        if not np.isfinite(change).all():
            raise CheckpointError(f"{path}: its {name} holds a value that is not finite")
        whole[name] = weights[name] + change.astype(np.float32)
    return whole

"""A network's weights, and single numbers, as the float32 arrays that a checkpoint holds, and back."""

from __future__ import annotations

import math
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from model.checkpoint import CheckpointError, Tensors


def in_singles(value: float) -> npt.NDArray[np.float32]:
    """A number as three of single precision whose sum it is, exactly: what a checkpoint's tensors can hold."""
    parts = []
    for _ in range(3):
        parts.append(np.float32(value))
        value -= float(parts[-1])
    return np.array(parts, dtype=np.float32)


def from_singles(parts: npt.NDArray[np.float32]) -> float:
    """The number that ``in_singles`` took apart."""
    return math.fsum(parts.tolist())


def arrays(network: nn.Module, prefix: str) -> Tensors:
    """A network's tensors as a checkpoint holds them."""
    return {prefix + name: value.cpu().numpy() for name, value in network.state_dict().items()}


def fingerprint(network: nn.Module) -> int:
    """A number that differs where any weight does."""
    sums = [zlib.crc32(value.tobytes()) for value in arrays(network, "").values()]
    return zlib.crc32(repr(sums).encode())


def fill(network: nn.Module, tensors: Tensors, prefix: str, path: Path, *, new: str | None = None) -> None:
    """Puts a checkpoint's tensors into a network. Raises CheckpointError, one line, where they do not fit.

    ``new``: parameters whose names begin so stay as they are, for the checkpoint's network has none of them.
    """
    taken = {name: value for name, value in network.state_dict().items() if new is None or not name.startswith(new)}
    for name, wanted in taken.items():
        found = tensors.get(prefix + name)
        if found is None or found.shape != tuple(wanted.shape):
            have = "missing" if found is None else f"of shape {found.shape}"
            raise CheckpointError(
                f"{path}: of another shape than the recipe: {prefix + name} is {have}, not of {tuple(wanted.shape)}"
            )
    network.load_state_dict({name: torch.from_numpy(tensors[prefix + name]) for name in taken}, strict=new is None)

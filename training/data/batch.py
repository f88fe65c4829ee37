"""A batch: training sequences side by side, padded to the longest, and which of their targets count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch

from model.strokes import RowArray


class Samples(Protocol):
    """What one step of a training reads, whatever it learns; its network knows what is in it."""

    def __len__(self) -> int:
        """How many sequences."""

    def to(self, device: torch.device) -> Samples:
        """The same on another device."""


@dataclass(frozen=True, eq=False, slots=True)
class Batch:
    """Sequences side by side, padded. ``rows``: (time, batch, inputs) scaled; ``target``: (time, batch, 3);
    ``mask``: (time, batch), what a target counts in the loss: 1, or 0 where it is not real."""

    rows: torch.Tensor
    target: torch.Tensor
    mask: torch.Tensor

    def __len__(self) -> int:
        """How many sequences."""
        return self.mask.shape[1]

    def to(self, device: torch.device) -> Batch:
        """The same on another device."""
        return Batch(self.rows.to(device), self.target.to(device), self.mask.to(device))


def collate(
    sequences: Sequence[RowArray],
    scale: tuple[float, float],
    before: Sequence[int] | None = None,
    *,
    own: bool = False,
) -> Batch:
    """Unscaled rows of several lines as one padded batch: row i predicts row i + 1. No lines give an empty one.

    ``before``: of each sequence, how many of its first rows are of the line before. The offset where the two meet is
    masked; with ``own`` the whole line before is.
    """
    if not sequences:
        return Batch(torch.zeros(0, 0, 3), torch.zeros(0, 0, 3), torch.zeros(0, 0))
    longest = max(len(rows) for rows in sequences) - 1
    width = sequences[0].shape[1]
    block = np.zeros((longest + 1, len(sequences), width), dtype=np.float32)
    mask = np.zeros((longest, len(sequences)), dtype=np.float32)
    for b, rows in enumerate(sequences):
        block[: len(rows), b] = rows
        mask[: len(rows) - 1, b] = 1.0
        if before is not None and before[b]:
            mask[0 if own else before[b] - 1 : before[b], b] = 0.0
    block[..., :2] /= np.asarray(scale, dtype=np.float32)
    tensor = torch.from_numpy(block)
    return Batch(tensor[:-1], tensor[1:, :, :3], torch.from_numpy(mask))

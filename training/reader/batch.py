"""Lines side by side, with what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from model.arrays import Float32Array
from model.reader_form import COLUMNS_READ


@dataclass(frozen=True, eq=False, slots=True)
class ReadBatch:
    """``rows``: (time, lines, 7), padded with zeros; ``lengths``: (lines,), the real rows of each. ``labels``: all lines'
    classes in a row, ``counts``: (lines,), how many are each one's. ``written``: what each line says, in full."""

    rows: torch.Tensor
    lengths: torch.Tensor
    labels: torch.Tensor
    counts: torch.Tensor
    written: tuple[str, ...]

    def __len__(self) -> int:
        """How many lines."""
        return len(self.written)

    def to(self, device: torch.device) -> ReadBatch:
        """The same on another device."""
        rows, lengths, labels, counts = (
            part.to(device) for part in (self.rows, self.lengths, self.labels, self.counts)
        )
        return ReadBatch(rows, lengths, labels, counts, self.written)


def collate_read(rows: Sequence[Float32Array], labels: Sequence[Sequence[int]], written: Sequence[str]) -> ReadBatch:
    """Lines' rows (n, 7) and classes as one padded batch. No lines give an empty one."""
    block = np.zeros((max(map(len, rows), default=0), len(rows), COLUMNS_READ), dtype=np.float32)
    for b, own in enumerate(rows):
        block[: len(own), b] = own
    return ReadBatch(
        torch.from_numpy(block),
        torch.tensor([len(own) for own in rows], dtype=torch.int64),
        torch.tensor([label for own in labels for label in own], dtype=torch.int64),
        torch.tensor([len(own) for own in labels], dtype=torch.int64),
        tuple(written),
    )

"""Pictures of lines side by side, with what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from model.arrays import Float32Array
from model.ink_picture import CHANNELS, HEIGHT


@dataclass(frozen=True, eq=False, slots=True)
class PictureBatch:
    """``pictures``: (lines, channels, height, width), padded with zeros on the right; ``widths``: (lines,), the real columns of
    each, even. ``labels``: (characters, lines), each line's classes, padded with 0; ``counts``: (lines,), how many they are.
    ``written``: what each line says, in full."""

    pictures: torch.Tensor
    widths: torch.Tensor
    labels: torch.Tensor
    counts: torch.Tensor
    written: tuple[str, ...]

    def __len__(self) -> int:
        """How many lines."""
        return len(self.written)

    def to(self, device: torch.device) -> PictureBatch:
        """The same on another device."""
        pictures, widths, labels, counts = (
            part.to(device) for part in (self.pictures, self.widths, self.labels, self.counts)
        )
        return PictureBatch(pictures, widths, labels, counts, self.written)


def collate_pictures(
    pictures: Sequence[Float32Array], labels: Sequence[Sequence[int]], written: Sequence[str]
) -> PictureBatch:
    """Pictures (channels, height, width) and classes as one padded batch. No lines give an empty one."""
    widths = [picture.shape[2] for picture in pictures]
    block = np.zeros((len(pictures), len(CHANNELS), HEIGHT, max(widths, default=0)), dtype=np.float32)
    counts = [len(own) for own in labels]
    said = np.zeros((max(counts, default=0), len(pictures)), dtype=np.int64)
    for b, (picture, own) in enumerate(zip(pictures, labels, strict=True)):
        block[b, :, :, : widths[b]] = picture
        said[: counts[b], b] = own
    return PictureBatch(
        torch.from_numpy(block),
        torch.tensor(widths, dtype=torch.int64),
        torch.from_numpy(said),
        torch.tensor(counts, dtype=torch.int64),
        tuple(written),
    )

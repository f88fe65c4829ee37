"""Pairs of lines side by side, with the texts that the second lines say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from model.alphabet import NOTHING
from model.arrays import Float32Array
from model.reader_form import COLUMNS_READ, columns_read
from model.strokes import RowArray
from training.data.batch import Batch


@dataclass(frozen=True, eq=False, slots=True)
class TextBatch(Batch):
    """``text``: (batch, characters), ids, padded with ``NOTHING``. ``on``: (time, batch), 1 where a row may read it.

    ``last``: (time, batch), 1 where the target is the last row of its text. ``hand``: (batch, 7, rows), other ink of the hand,
    as ``columns_read`` has it; ``hand_rows``: (batch,), how many rows of it are real, 0 where nobody shows the hand.
    """

    text: torch.Tensor
    on: torch.Tensor
    last: torch.Tensor
    hand: torch.Tensor
    hand_rows: torch.Tensor

    def to(self, device: torch.device) -> TextBatch:
        """The same on another device."""
        parts = (self.rows, self.target, self.mask, self.text, self.on, self.last, self.hand, self.hand_rows)
        return TextBatch(*(part.to(device) for part in parts))


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """Unscaled rows, the first of which have their text hidden, and the text that the others say.

    ``rows``: (n, 4). ``begin``: the first row that may read the text. ``ids``: the text's. ``counts``: (n − 1,), what each
    row's prediction counts in the loss. ``whole``: whether the last row is the last of what the text says.
    ``hand``: (n, 4), other ink of the hand, or None.
    """

    rows: RowArray
    begin: int
    ids: list[int]
    counts: Float32Array
    whole: bool = True
    hand: RowArray | None = None


def collate_texts(samples: Sequence[Sample], scale: tuple[float, float]) -> TextBatch:
    """Samples as one padded batch: row i predicts row i + 1. No samples give an empty one."""
    lines = len(samples)
    longest = max((len(sample.rows) for sample in samples), default=1) - 1
    width = samples[0].rows.shape[1] if samples else 4
    block = np.zeros((longest + 1, lines, width), dtype=np.float32)
    mask, on, last = np.zeros((3, longest, lines), dtype=np.float32)
    text = np.full((lines, max((len(sample.ids) for sample in samples), default=1)), NOTHING, dtype=np.int64)
    for b, sample in enumerate(samples):
        block[: len(sample.rows), b] = sample.rows
        mask[: len(sample.counts), b] = sample.counts
        on[sample.begin : len(sample.counts), b] = 1.0
        last[len(sample.counts) - 1, b] = sample.whole
        text[b, : len(sample.ids)] = sample.ids
    inks = [np.zeros((0, 4), dtype=np.float32) if sample.hand is None else sample.hand for sample in samples]
    hand = np.zeros((lines, COLUMNS_READ, max(map(len, inks), default=0)), dtype=np.float32)
    for own, ink in zip(hand, inks, strict=True):
        if len(ink):
            own[:, : len(ink)] = columns_read(ink, scale).T
    told = (mask, text, on, last, hand, np.array([len(ink) for ink in inks], dtype=np.int64))
    block[..., :2] /= np.asarray(scale, dtype=np.float32)
    tensor = torch.from_numpy(block)
    return TextBatch(tensor[:-1], tensor[1:, :, :3], *map(torch.from_numpy, told))

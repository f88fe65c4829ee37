"""The network that makes of a line of ink a vector of its hand: lines of one hand are near each other.

Convolutions over a line's rows, then each channel's mean and deviation over the line, so that what is written hardly matters,
but how its letters are usually shaped, joined and spaced does (as x-vectors do for voices: Snyder et al. 2018, sec. 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn

from model.arrays import Float32Array, Float64Array
from model.reader_form import COLUMNS_READ, columns_read
from model.straighten import space_strokes
from model.strokes import Representation, RowArray, to_rows

REPRESENTATION = Representation()
SCALE = (0.79, 0.70)  # offsets are divided by it: deviations of dx and dy in the data set
CHANNELS, STRIDES = (48, 64, 96), (1, 2, 2)  # of each convolution
SIZE = 64
LEAST_ROWS = 16  # shorter lines are padded
AT_ONCE = 64  # lines


class HandEmbedding(nn.Module):
    """Rows (lines, 7, rows) of ``columns_read`` and how many are each line's own, to unit vectors (lines, ``SIZE``)."""

    def __init__(self) -> None:
        super().__init__()
        widths = (COLUMNS_READ, *CHANNELS)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(below, above, 5, stride=stride, padding=2)
            for (below, above), stride in zip(pairwise(widths), STRIDES, strict=True)
        )
        self.head = nn.Linear(2 * CHANNELS[-1], SIZE)

    def forward(self, rows: Tensor, lengths: Tensor) -> Tensor:
        """See the class."""
        for layer, stride in zip(self.convolutions, STRIDES, strict=True):
            rows = torch.relu(layer(rows))
            lengths = (lengths - 1) // stride + 1
            own = torch.arange(rows.shape[2])[None, :] < lengths[:, None]
            rows = rows * own[:, None, :]
        count = lengths[:, None].to(rows.dtype)
        mean = rows.sum(2) / count
        spread = ((rows**2).sum(2) / count - mean**2).clamp(min=1e-6).sqrt()
        return nn.functional.normalize(self.head(torch.cat((mean, spread), 1)), dim=1)


def rows_of(strokes: Sequence[Float64Array]) -> RowArray:
    """A line's rows (n, 4): levelled, sized by its own spread, straightened. ``strokes``: each (n, ≥2), y down, of any size.

    Raises ValueError for ink without extent.
    """
    return to_rows(space_strokes(strokes, REPRESENTATION, straight=True), height=True)


def padded(lines: Sequence[RowArray]) -> tuple[Tensor, Tensor]:
    """Rows of lines as the network takes them, and of each how many are its own."""
    columns = [columns_read(rows, SCALE) for rows in lines]
    longest = max(LEAST_ROWS, *map(len, columns))
    table = np.zeros((len(columns), COLUMNS_READ, longest), dtype=np.float32)
    for line, own in zip(table, columns, strict=True):
        line[:, : len(own)] = own.T
    return torch.from_numpy(table), torch.tensor([len(own) for own in columns])


def embed(network: HandEmbedding, lines: Sequence[RowArray]) -> Float32Array:
    """The vectors (lines, ``SIZE``) of lines' rows."""
    order = np.argsort([len(rows) for rows in lines], kind="stable")
    vectors = np.zeros((len(lines), SIZE), dtype=np.float32)
    with torch.no_grad():
        for begin in range(0, len(order), AT_ONCE):
            part = order[begin : begin + AT_ONCE]
            vectors[part] = network(*padded([lines[index] for index in part])).numpy()
    return vectors

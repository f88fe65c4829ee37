"""Bidirectional LSTM layers over lines side by side, whose padding changes nothing.

Both directions of a layer begin at a line's own ends. They are two plain LSTMs, one of them over frames in reverse: torch has
no fast kernel for packed sequences on a CPU.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor, nn

from model.reader_form import DIRECTIONS


class Blstm(nn.ModuleList):
    """Layers of ``hidden`` units a direction; ``widths``: what each reads of a frame."""

    def __init__(self, widths: Sequence[int], hidden: int) -> None:
        super().__init__(
            nn.ModuleDict({direction: nn.LSTM(width, hidden) for direction in DIRECTIONS}) for width in widths
        )
        for parts in self:
            for layer in cast(nn.ModuleDict, parts).values():
                with torch.no_grad():  # a forget gate that starts open, as in ``InkNetwork``
                    cast(Tensor, layer.bias_ih_l0)[hidden : 2 * hidden].fill_(1.0)
                    cast(Tensor, layer.bias_hh_l0).zero_()

    def run(self, below: Tensor, frames_in: Tensor, dropout: nn.Dropout) -> Tensor:
        """Frames (time, lines, width), of which ``frames_in`` (lines,) are each line's → (time, lines, 2·hidden)."""
        steps = torch.arange(len(below), device=below.device)[:, None]
        turned = torch.where(steps < frames_in, frames_in - 1 - steps, steps)  # of each line the frames in reverse
        for parts in self:
            ahead, back = (cast(nn.ModuleDict, parts)[direction] for direction in DIRECTIONS)
            below = dropout(below)
            below = torch.cat((ahead(below)[0], _taken(back(_taken(below, turned))[0], turned)), dim=2)
        return below


def _taken(frames: Tensor, order: Tensor) -> Tensor:
    """Frames (time, lines, units) of each line in its own ``order`` (time, lines)."""
    return frames.gather(0, order[:, :, None].expand(-1, -1, frames.shape[2]))

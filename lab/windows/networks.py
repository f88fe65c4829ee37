"""Networks that write text with one window or another: each is ``WriterNetwork`` with another lowest layer.

All have that network's parameters, so that each begins from the same numbers and a training keeps any of them; what a kind
does not read stays as it is.
"""

from __future__ import annotations

import math
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.alphabet import NOTHING
from training.network import Config
from training.writer.network import WriterNetwork
from training.writer.settings import Window
from training.writer.window_lstm import LOG_WEIGHT, LOG_WIDTH

PERIODS = tuple(4.0 * 2**k for k in range(8))  # characters: of the waves that tell a character's place in its text


class FeedbackWriter(WriterNetwork):
    """The shipped network: the lowest layer reads what its window read a step before, so it is looped over time."""

    def see(self, hidden: Tensor, on: Tensor, ids: Tensor, text: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        """Where the window stands and how much it sees of each character, after the lowest layer said ``hidden``.

        ``hidden``: (time, lines, H); ``on``: (time, lines); ``ids``: (lines, characters), and the ``text``'s features;
        ``before``: (lines, K), where it stood. Returns κ (time, lines, K) and φ (time, lines, characters) of
        ``training.writer.window_lstm``'s equations: a place is a sum over time, and needs no loop.
        """
        weight, width, step = torch.chunk(self.text.window(hidden), 3, 2)
        place = before + torch.cumsum(functional.softplus(step) * on[:, :, None], 0)
        far = place[:, :, :, None] - torch.arange(ids.shape[1], dtype=place.dtype, device=place.device)
        log_parts = weight.clamp(*LOG_WEIGHT)[:, :, :, None] - width.clamp(*LOG_WIDTH).exp()[:, :, :, None] * far * far
        return place, log_parts.exp().sum(2) * on[:, :, None]


class UpwardWriter(FeedbackWriter):
    """The window is read by the layers above and the head alone: the lowest layer is a plain LSTM, and nothing is looped.

    It is the network with feedback whose lowest layer's columns for the window are all 0.
    """

    def __init__(self, config: Config, window: Window, *, through: bool = True) -> None:
        super().__init__(config, window, through=through)
        with torch.no_grad():
            self.text.lstm[0].zero_()

    def lowest(
        self, rows: Tensor, styles: Tensor, on: Tensor, ids: Tensor, state: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """See ``WriterNetwork``."""
        h, c = (part.to(rows.dtype) for part in state)
        hidden = cast(Tensor, self.layer(0)(rows, (h, c))[0]).to(rows.dtype)
        with torch.autocast(rows.device.type, enabled=False):
            text = self.text(ids)
            place, seen = self.see(hidden, on, ids, text, hidden.new_zeros(len(ids), self.window.components))
            return hidden, torch.einsum("tlu,luf->tlf", seen, text), place, seen


class ContentWriter(UpwardWriter):
    """Upward, and the window looks for what it reads: a softmax over all characters (Bahdanau et al. 2015; scaled as by Vaswani
    et al. 2017), free to go anywhere.

    The query is a linear map of what the lowest layer says; a character's key is one of its features and of its place in the
    text, told by waves of several periods, since a letter alone does not say which of several it is.
    """

    def __init__(self, config: Config, window: Window, *, through: bool = True) -> None:
        super().__init__(config, window, through=through)
        self.text.query = nn.Linear(config.hidden, window.features)
        self.text.key = nn.Linear(window.features + 2 * len(PERIODS), window.features)

    def see(self, hidden: Tensor, on: Tensor, ids: Tensor, text: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        """See ``FeedbackWriter``; the place is the mean of the characters' numbers, each by how much it is seen."""
        query, key = cast(nn.Linear, self.text.query), cast(nn.Linear, self.text.key)
        numbers = torch.arange(ids.shape[1], dtype=text.dtype, device=text.device)
        angles = 2 * math.pi * numbers[:, None] / numbers.new_tensor(PERIODS)
        waves = torch.cat((angles.sin(), angles.cos()), 1).expand(len(ids), -1, -1)
        keys = key(torch.cat((text, waves), 2))
        scores = torch.einsum("tlf,luf->tlu", query(hidden), keys) / math.sqrt(keys.shape[2])
        shares = scores.masked_fill(ids == NOTHING, -math.inf).softmax(2)
        return (shares @ numbers)[:, :, None], shares * on[:, :, None]

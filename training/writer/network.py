"""The network that writes text, in torch: the trunk's LSTM layers and head, each with new columns that read the window.

Graves 2013, sec. 5. With its text hidden it computes what the trunk computes, whatever is in the new columns. Rows and the
head are ``training.network``'s.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.alphabet import NOTHING, SIZE
from model.reader_form import COLUMNS_READ
from model.style import CHANNELS, LEAST_VARIANCE, REACH, STRIDES
from training.network import Config, InkNetwork, State, mixture_nats
from training.writer.batch import TextBatch
from training.writer.settings import Window
from training.writer.window_lstm import WindowLstm

FIRST_SPEED = 0.1  # characters a row: a line has some ten rows a character
FIRST_WIDTH = 1.5  # characters: the window's standard deviation
FIRST_WEIGHT = 0.4
FIRST_END = -3.0  # logit: a line has some 25 strokes
NEARLY_ZERO = 0.003  # deviation of the new columns


class StyleReader(nn.Module):
    """``model.style`` in torch: other ink of a hand to its style vector."""

    def __init__(self, numbers: int) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(
            nn.Conv1d(below, above, REACH, stride, REACH // 2)
            for (below, above), stride in zip(pairwise((COLUMNS_READ, *CHANNELS)), STRIDES, strict=True)
        )
        self.vector = nn.Linear(2 * CHANNELS[-1], numbers)

    def forward(self, hand: Tensor, rows: Tensor) -> Tensor:
        """Ink (lines, 7, rows), of which ``rows`` (lines,) are real, → (lines, numbers): zeros where there are none."""
        shown = rows[:, None] > 0
        if not shown.any():
            return hand.new_zeros(len(hand), self.vector.out_features)
        for layer, stride in zip(self.convolutions, STRIDES, strict=True):
            rows = (rows - 1) // stride + 1
            own = torch.arange(-(-hand.shape[2] // stride), device=hand.device) < rows[:, None]
            hand = torch.relu(layer(hand)) * own[:, None]
        count = rows[:, None].clamp(min=1)
        mean = hand.sum(2) / count
        spread = (hand.square().sum(2) / count - mean.square()).clamp(min=LEAST_VARIANCE).sqrt()
        return cast(Tensor, self.vector(torch.cat((mean, spread), 1))) * shown


class TextReader(nn.Module):
    """All that is new beside the trunk: what a character means among its neighbours, the window, and who reads it."""

    def __init__(self, config: Config, window: Window) -> None:
        super().__init__()
        width, read = window.features, window.features + 1  # and whether there is a text
        self.embedding = nn.Embedding(SIZE, window.embedding, padding_idx=NOTHING)
        self.near = nn.Conv1d(window.embedding, width, 5, padding=2)
        self.far = nn.Conv1d(width, width, 3, padding=1)
        self.window = nn.Linear(config.hidden, 3 * window.components)
        self.lstm = nn.ParameterList(
            nn.Parameter(torch.randn(4 * config.hidden, read) * NEARLY_ZERO) for _ in range(config.layers)
        )
        self.head = nn.Parameter(torch.randn(1 + 6 * config.components, width) * NEARLY_ZERO)
        self.end = nn.Linear(config.layers * config.hidden + width, 1)
        self.style = StyleReader(window.style).requires_grad_(False)  # as ``training.writer.style`` has trained it
        self.style_lstm = nn.ParameterList(
            nn.Parameter(torch.zeros(4 * config.hidden, window.style)) for _ in range(config.layers)
        )
        self.style_head = nn.Parameter(torch.zeros(1 + 6 * config.components, window.style))
        k = window.components
        with torch.no_grad():
            self.window.weight.mul_(0.3)
            self.window.bias[:k] = math.log(FIRST_WEIGHT / k)
            self.window.bias[k : 2 * k] = -math.log(2 * FIRST_WIDTH**2)
            self.window.bias[2 * k :] = math.log(math.expm1(FIRST_SPEED))
            self.end.weight.zero_()
            self.end.bias.fill_(FIRST_END)

    def forward(self, ids: Tensor) -> Tensor:
        """Texts (lines, characters) of ids → (lines, characters, features), zero beyond a text's end."""
        near = functional.gelu(self.near(self.embedding(ids).transpose(1, 2)))
        near = near * (ids != NOTHING)[:, None]
        return cast(Tensor, (self.far(near) + near).transpose(1, 2) * (ids != NOTHING)[:, :, None])


class WriterNetwork(InkNetwork):
    """The trunk with a window over the text. Its layers and head have the trunk's names, what is new begins with ``text.``."""

    def __init__(self, config: Config, window: Window, *, through: bool = True) -> None:
        """``through``: see ``Pairs``; it is for training alone."""
        super().__init__(config)
        self.window, self.through = window, through
        self.text = TextReader(config, window)

    def predict(self, batch: TextBatch) -> Tensor:  # type: ignore[override]
        """The head, (time, lines, 1 + 6·components) in float32, for a batch."""
        return self.read(batch)[0]

    def read(
        self, batch: TextBatch, begin: int = 0, before: State | None = None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """See ``forward``, of a batch from row ``begin`` on."""
        with torch.autocast(batch.hand.device.type, enabled=False):
            style = self.text.style(batch.hand, batch.hand_rows)
        said = self(batch.rows[begin:], batch.on[begin:], batch.text, style, before)
        return cast(tuple[Tensor, Tensor, Tensor, Tensor], said)

    def nats(self, batch: TextBatch) -> Tensor:  # type: ignore[override]
        """What each row costs: the next point, and, where with it the pen leaves the paper, whether that ends the text."""
        begin = 0 if self.through else int(batch.on.any(1).int().argmax())
        before: State | None = None
        if begin:
            with torch.no_grad():
                before = self.states(batch.rows[:begin])
        head, end, _, _ = self.read(batch, begin, before)
        target, on = batch.target[begin:], batch.on[begin:]
        ended = functional.binary_cross_entropy_with_logits(end, batch.last[begin:], reduction="none")
        nats = mixture_nats(head, target) + ended * target[:, :, 2] * on
        return torch.cat((nats.new_zeros(begin, nats.shape[1]), nats))

    def forward(
        self, rows: Tensor, on: Tensor, ids: Tensor, style: Tensor | None = None, before: State | None = None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Rows (time, lines, inputs), ``on`` (time, lines), ids (lines, characters), the hands' style (lines, numbers), or
        nobody's, → (head, end, κ, φ).

        ``end``: (time, lines), the logit that the text ends with the next row, if that lifts the pen. κ, φ: see ``WindowLstm``.
        ``before``: the state that ink without text has left, instead of zeros.
        """
        half = torch.is_autocast_enabled(rows.device.type)
        kind = torch.bfloat16 if half else rows.dtype
        zero = rows.new_zeros(1, rows.shape[1], self.config.hidden)
        states = before or [(zero, zero)] * self.config.layers
        if style is None:
            style = rows.new_zeros(rows.shape[1], self.window.style)
        styles = on[:, :, None] * style  # only who writes a text knows it: without one the network is its trunk
        hidden, read, kappa, phi = self.lowest(rows, styles, on, ids, states[0])
        aside = torch.cat((read, on[:, :, None], styles), 2).to(kind)
        outputs = [self.dropout(hidden.to(kind))]
        for k in range(1, self.config.layers):
            layer = self.layer(k)
            wide = torch.cat((cast(Tensor, layer.weight_ih_l0), self.text.lstm[k], self.text.style_lstm[k]), 1)
            below = torch.cat((rows.to(kind), outputs[-1], aside), 2)
            parts = [wide, *(cast(Tensor, part) for part in (layer.weight_hh_l0, layer.bias_ih_l0, layer.bias_hh_l0))]
            state = tuple(part.to(kind) for part in states[k])
            outputs.append(self.dropout(torch.lstm(below, state, parts, True, 1, 0.0, self.training, False, False)[0]))
        with torch.autocast(rows.device.type, enabled=False):  # half precision is too coarse for means and deviations
            weights = torch.cat((self.head.weight, self.text.head, self.text.style_head), 1)
            top = torch.cat((*(out.float() if half else out for out in outputs), read), 2)
            head = functional.linear(torch.cat((top, styles), 2), weights, self.head.bias)
            return head, self.text.end(top)[:, :, 0], kappa, phi

    def lowest(
        self, rows: Tensor, styles: Tensor, on: Tensor, ids: Tensor, state: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """The lowest layer after ``state``, and the window over the text that it moves: ``WindowLstm``'s (h, w, κ, φ)."""
        half = torch.is_autocast_enabled(rows.device.type)
        first, window, (h, c) = self.layer(0), self.text.window, state
        with torch.autocast(rows.device.type, enabled=False):
            weights = torch.cat(
                (
                    cast(Tensor, first.weight_hh_l0),
                    self.text.lstm[0][:, :-1],
                    cast(Tensor, first.weight_ih_l0),
                    self.text.style_lstm[0],
                    self.text.lstm[0][:, -1:],
                    (cast(Tensor, first.bias_ih_l0) + cast(Tensor, first.bias_hh_l0))[:, None],
                ),
                1,
            )
            inputs = torch.cat((rows, styles, on[:, :, None], torch.ones_like(on)[:, :, None]), 2)
            return WindowLstm.apply(  # type: ignore[no-untyped-call,no-any-return]
                inputs,
                on,
                h[0].to(rows.dtype),
                c[0].to(rows.dtype),
                self.text(ids),
                weights,
                window.weight,
                window.bias,
                half,
            )

    def states(self, rows: Tensor) -> State:
        """The trunk's state after rows with no text, read as it is in training: with dropout."""
        states: State = []
        below = rows
        for k in range(self.config.layers):
            out, state = self.layer(k)(below)
            states.append(state)
            below = torch.cat((rows.to(out.dtype), self.dropout(out)), 2)
        return states

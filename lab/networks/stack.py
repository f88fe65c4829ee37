"""A small network of any cell: layers of it, with or without skips, under the mixture head of ``training.network``.

``network.Network`` is the same for LSTM layers alone, by torch's fused kernels, which know no other cell and no ablation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, cast

import torch
from torch import Tensor, nn

from lab.networks.cells import GRU, LSTM, LSTMParts, RecurrentCell, State, Vanilla
from lab.networks.initial_weights import Start, begin

Kind = Literal["rnn-tanh", "rnn-relu", "lstm", "gru"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A network's shape. ``skips``: the input skips to every layer, every layer skips to the head (Graves 2013, fig. 1);
    without, each layer sees the one below and the head the last. ``gates`` are an LSTM's, ``residual`` a vanilla network's.

    Raises ValueError for gates or a residual of a cell that has none.
    """

    cell: Kind = "lstm"
    hidden: int = 64
    layers: int = 1
    skips: bool = True
    gates: LSTMParts = field(default_factory=LSTMParts)
    start: Start = "uniform"
    residual: float = 0.0
    components: int = 10
    inputs: int = 4

    def __post_init__(self) -> None:
        if self.gates != LSTMParts() and self.cell != "lstm":
            raise ValueError(f"{self.cell}: only an LSTM has these gates")
        if self.residual and self.cell in ("lstm", "gru"):
            raise ValueError(f"{self.cell}: its state is added to already; a residual is for the vanilla network")


def build(shape: Shape, inputs: int) -> RecurrentCell:
    """One cell of ``shape`` that reads ``inputs`` numbers, its weights begun. Raises ValueError for an unknown cell."""
    cell: RecurrentCell
    if shape.cell == "lstm":
        cell = LSTM(inputs, shape.hidden, shape.gates)
    elif shape.cell == "gru":
        cell = GRU(inputs, shape.hidden)
    elif shape.cell in ("rnn-tanh", "rnn-relu"):
        cell = Vanilla(inputs, shape.hidden, relu=shape.cell == "rnn-relu", residual=shape.residual)
    else:
        raise ValueError(f"no such cell: {shape.cell}")
    begin(cell, shape.start)
    return cell


class Stack(nn.Module):
    """Layers of cells with a mixture head; its first weights come from torch's generator.

    Rows (time, batch, inputs) in scaled units → head (time, batch, 1 + 6·components), laid out as ``Network``'s.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        own = shape.inputs if shape.skips else 0
        below = [shape.inputs, *[shape.hidden + own] * (shape.layers - 1)]
        self.cells = nn.ModuleList(build(shape, width) for width in below)
        shown = shape.layers if shape.skips else 1
        self.head = nn.Linear(shown * shape.hidden, 1 + 6 * shape.components)

    def forward(
        self, rows: Tensor, state: list[State] | None = None, fresh: Tensor | None = None
    ) -> tuple[Tensor, list[State]]:
        """Whole sequences: rows (time, batch, inputs) → (head (time, batch, …), each layer's state after them).

        ``state``: each layer's before them; zero if it is not given. ``fresh``: (time, batch), true where a line begins,
        so that the state before that row is forgotten.
        """
        outputs, after = self.hidden_states(rows, state, fresh)
        return self.head(torch.cat(outputs, dim=-1) if self.shape.skips else outputs[-1]), after

    def hidden_states(
        self, rows: Tensor, state: list[State] | None = None, fresh: Tensor | None = None
    ) -> tuple[list[Tensor], list[State]]:
        """What ``forward`` does, before the head: each layer's h (time, batch, hidden), and the states after the last."""
        kept = [None] * len(rows) if fresh is None else _kept(fresh, rows.dtype)
        outputs: list[Tensor] = []
        after: list[State] = []
        for k, module in enumerate(self.cells):
            cell = cast(RecurrentCell, module)
            below = rows if not k else torch.cat((rows, outputs[-1]), dim=-1) if self.shape.skips else outputs[-1]
            now = cell.zero(rows.shape[1]) if state is None else state[k]
            shown = []
            # unbind, not an index a step: the gradient of an index is a whole block of zeros, each time
            for projected, keep in zip(cell.project(below).unbind(0), kept, strict=True):
                if keep is not None:
                    now = tuple(part * keep for part in now)
                now = cell.step(projected, now)
                shown.append(now[0])
            outputs.append(torch.stack(shown))
            after.append(now)
        return outputs, after


def _kept(fresh: Tensor, dtype: torch.dtype) -> list[Tensor | None]:
    """For each time, None where no line begins, else (batch, 1): 0 where one does and 1 elsewhere."""
    some = fresh.any(dim=1).tolist()
    keep = (~fresh).to(dtype)[..., None]
    return [keep[t] if begins else None for t, begins in enumerate(some)]


def detached(state: list[State]) -> list[State]:
    """The same state, through which no gradient goes back: what one window hands the next (Williams and Peng 1990)."""
    return [tuple(part.detach() for part in layer) for layer in state]

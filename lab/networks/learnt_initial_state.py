"""A network whose lines begin with a learnt state in place of zeros."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from lab.networks.cells import RecurrentCell, State
from lab.networks.stack import Shape, Stack


class Learnt(Stack):
    """A ``Stack`` whose lines begin with a state of its own wherever no other is given.

    ``first``: (parts of all layers, hidden), some 2 · hidden parameters for an LSTM of one layer. The weights' first values
    are those of a ``Stack`` from the same seed.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        self.first = nn.Parameter(
            torch.zeros(sum(cast(RecurrentCell, cell).parts for cell in self.cells), shape.hidden)
        )

    def begin(self, batch: int) -> list[State]:
        """The state before a line, of each layer: (batch, hidden) each part."""
        rows = iter(self.first.unbind(0))
        return [
            tuple(next(rows).expand(batch, -1) for _ in range(cast(RecurrentCell, cell).parts)) for cell in self.cells
        ]

    def hidden_states(
        self, rows: Tensor, state: list[State] | None = None, fresh: Tensor | None = None
    ) -> tuple[list[Tensor], list[State]]:
        """See ``Stack``. Raises ValueError for ``fresh``, which would put zeros where the learnt state belongs."""
        if fresh is not None:
            raise ValueError("lines that begin within a window begin with zeros; a learnt state is for whole lines")
        return super().hidden_states(rows, self.begin(rows.shape[1]) if state is None else state)


def first_state(network: Stack, batch: int) -> list[State]:
    """The state with which a network begins ``batch`` lines: its own if it has learnt one, else zero."""
    if isinstance(network, Learnt):
        return network.begin(batch)
    return [cast(RecurrentCell, cell).zero(batch) for cell in network.cells]

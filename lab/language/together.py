"""Texts that a network over characters reads side by side, those of like length together, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.character_form import BREAK, classes_of
from model.character_lstm import CharacterLstm, CharacterState

TOGETHER = 32


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """``numbers``: which texts; ``at``: how many characters of each are read, in ``state``; ``comes``: (texts,), the class that
    comes next, a break where a text is at its end or beyond."""

    numbers: Sequence[int]
    at: int
    state: CharacterState
    comes: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hold:
    """A cell whose c is set to ``level`` after every character, before the next one is read."""

    layer: int
    unit: int
    level: float


def read_together(
    network: CharacterLstm, texts: Sequence[str], before: str, hold: Hold | None = None
) -> Iterator[Step]:
    """Every step of every text, from nothing read to all. ``before``: what stands before each (``CharacterLstm.begin``)."""
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    first = network.begin(before)
    for begin in range(0, len(order), TOGETHER):
        numbers = order[begin : begin + TOGETHER]
        longest = len(texts[numbers[-1]])
        comes = np.full((longest + 1, len(numbers)), BREAK, dtype=np.int64)
        for row, number in enumerate(numbers):
            comes[: len(texts[number]), row] = classes_of(texts[number], network.alphabet)
        all_first = [0] * len(numbers)
        state = CharacterState(first.hidden[:, all_first], first.cell[:, all_first], first.log_chances[all_first])
        for at, own in enumerate(comes):
            if hold is not None:
                state.cell[hold.layer, :, hold.unit] = hold.level
            yield Step(numbers, at, state, own)
            if at < longest:
                state = network.follow(state, own.tolist())

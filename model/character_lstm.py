"""The network that foretells text, at run time: how likely each character comes next, for several texts side by side.

numpy alone. What a character adds to a layer's gates is looked up, since there are but a hundred; so a step costs one product
a layer, of what the layer below and the layer itself say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.arrays import Float32Array
from model.blstm import halved, log_softmax
from model.character_form import BREAK, classes_of
from model.checkpoint import CHARACTER_LSTM, Config, Tensors, check_shapes, load


@dataclass(frozen=True, eq=False, slots=True)
class CharacterState:
    """Where some texts stand. ``hidden``, ``cell``: (layers, texts, units); ``log_chances``: (texts, classes), log p of what
    comes next in each."""

    hidden: Float32Array
    cell: Float32Array
    log_chances: Float32Array


class CharacterLstm:
    """``model.character_form`` says what its weights are. Frozen after construction: threads may share it."""

    def __init__(self, weights: Tensors, config: Config) -> None:
        """Raises ValueError for weights that are not those of ``config``."""
        check_shapes(weights, config)
        self.alphabet: str = config["alphabet"]
        self.layers, self.hidden = int(config["layers"]), int(config["hidden"])
        embedding = weights["embedding.weight"]
        reads = embedding.shape[1]
        self._characters: list[Float32Array] = []  # (classes, 4H) a layer: what each adds to the gates, with the biases
        self._matrices: list[Float32Array] = []  # (H or 2H, 4H): of the layer below and of the layer itself
        for k in range(self.layers):
            name = f"lstm.{k}"
            below = halved(weights[f"{name}.weight_ih_l0"])
            own = halved(weights[f"{name}.weight_hh_l0"])
            bias = halved(weights[f"{name}.bias_ih_l0"] + weights[f"{name}.bias_hh_l0"])
            self._characters.append(embedding @ below[:, :reads].T + bias)
            self._matrices.append(np.ascontiguousarray(np.concatenate((below[:, reads:], own), axis=1).T))
        self._head, self._bias = np.ascontiguousarray(weights["head.weight"].T), weights["head.bias"]

    @classmethod
    def load(cls, path: Path) -> CharacterLstm:
        """From weights with their JSON. Raises CheckpointError."""
        return cls(*load(path, CHARACTER_LSTM))

    def begin(self, before: str = "") -> CharacterState:
        """One text, of which nothing is known but what stands just ``before``; "": a paragraph begins."""
        nothing = np.zeros((self.layers, 1, self.hidden), dtype=np.float32)
        state = CharacterState(nothing, nothing, np.zeros((1, len(self.alphabet) + 1), dtype=np.float32))
        return self.read(state, before) if before else self.follow(state, [BREAK])

    def read(self, state: CharacterState, text: str) -> CharacterState:
        """One text's state after more of it. Raises ValueError for what is not in the alphabet."""
        for number in classes_of(text, self.alphabet):
            state = self.follow(state, [number])
        return state

    def follow(
        self, state: CharacterState, classes: Sequence[int], texts: Sequence[int] | None = None
    ) -> CharacterState:
        """The states after one more character each. ``texts``: which of the state's; one may go on in several ways."""
        hidden, cell = state.hidden, state.cell
        if texts is not None:
            hidden, cell = hidden[:, texts], cell[:, texts]
        new_hidden, new_cell = np.empty_like(hidden), np.empty_like(cell)
        read = np.asarray(classes)
        for k in range(self.layers):
            known = np.concatenate((new_hidden[k - 1], hidden[k]), axis=1) if k else hidden[k]
            gates = known @ self._matrices[k]
            gates += self._characters[k][read]
            self._update(gates, cell[k], new_cell[k], new_hidden[k])
        tops = new_hidden.transpose(1, 0, 2).reshape(len(read), -1)
        return CharacterState(new_hidden, new_cell, log_softmax(tops @ self._head + self._bias))

    def _update(self, gates: Float32Array, cell: Float32Array, new_cell: Float32Array, out: Float32Array) -> None:
        """From the gates' sums, (texts, 4H) as ``halved`` orders them, to a layer's new c and h."""
        h = self.hidden
        np.tanh(gates, out=gates)
        gates[:, : 3 * h] += 1.0
        taken, kept, shown, new = (gates[:, k * h : (k + 1) * h] for k in range(4))
        new_cell[...] = 0.5 * (kept * cell + taken * new)
        np.multiply(0.5 * shown, np.tanh(new_cell), out=out)

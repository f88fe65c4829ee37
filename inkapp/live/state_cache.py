"""The network's states at stroke ends, found again by the rows that led there: equal rows lead to equal states."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b

import numpy as np

from inkapp.live.encoder import Prime
from model.network_protocol import State

KEPT_STATES = 512  # stroke ends; 8 KB each at the shipped size


class StateCache:
    """States at stroke ends by the rows that led there; the least used go first."""

    def __init__(self, size: int = KEPT_STATES) -> None:
        self._size = size
        self._states: OrderedDict[bytes, State] = OrderedDict()

    def find(self, key: bytes) -> State | None:
        """The state kept under a name of ``beginnings``, if it still is."""
        state = self._states.get(key)
        if state is not None:
            self._states.move_to_end(key)
        return state

    def keep(self, key: bytes, state: State) -> None:
        """Keeps a state, and lets the least used go where there is no more room."""
        self._states[key] = state
        self._states.move_to_end(key)
        while len(self._states) > self._size:
            self._states.popitem(last=False)


def beginnings(prime: Prime) -> list[tuple[int, bytes]]:
    """At each stroke's end, the line before's too: how many rows lead there, and a name for them, which is their digest."""
    rows = np.ascontiguousarray(prime.rows)
    digest = blake2b(digest_size=16)
    names, begin = [], 0
    for end in (np.flatnonzero(rows[:, 2] > 0.5) + 1).tolist():
        digest.update(rows[begin:end].tobytes())
        names.append((end, digest.digest()))
        begin = end
    return names

"""What the app asks of a network that writes: read ink, and go on from there.

Two kinds of network differ in what they remember, so a state is opaque: whoever is not in ``model`` keeps it, hands it back,
and never looks into it. ``model.sampler.Sampler`` is the one that is there; a network with a window over text comes in beside
it. What only that network has (gates, activations, many futures side by side) is asked of functions that take a Sampler:
``model.activations``, ``model.backward``, ``model.futures``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy.typing as npt

from model.strokes import Representation
from model.trace import Controls, Step


class State:
    """Where a network stands after what it has read. Frozen: threads may share it, and writing may go on from it many times."""

    __slots__ = ()


class Writer(Protocol):
    """A network ready to read and write ink; frozen, so that threads may share it. Rows: see ``model.input_rows``."""

    @property
    def name(self) -> str:
        """The weights' name."""

    @property
    def representation(self) -> Representation:
        """How its rows come from ink."""

    @property
    def reads_height(self) -> bool:
        """Whether its rows hold the height."""

    def start(self) -> State:
        """Before any ink."""

    def feed(self, state: State, rows: npt.ArrayLike) -> State:
        """The state after reading ``rows`` (n, inputs) of real ink. Raises ValueError for rows of another shape."""

    def at_rest(self, state: State, gap: float) -> State:
        """The state of a pen that has come to rest after real ink; a hop of more than ``gap`` to the right begins a word.

        ``gap``: above 0, in the representation's units.
        """

    def continue_ink(
        self,
        state: State,
        seed: int,
        controls: Controls | Callable[[], Controls],
        start_step: int = 0,
        limit: int | None = None,
    ) -> Iterator[tuple[Step, State]]:
        """Writes on from ``state``: each sampled Step, and the state after it, from which one may go on.

        ``controls``: fixed, or asked before every step. ``start_step``: the first step's index. A step's noise depends on
        ``seed`` and its index alone, so going on from the state after step k − 1 with ``start_step`` k repeats what would
        have come. ``limit``: how many steps at most; without it there is no end. Abandon it at any time.
        """

    def choose(
        self, state: State, index: int, controls: Controls, dx: float, dy: float, lift: bool
    ) -> tuple[Step, State]:
        """The point that a person chose as step ``index`` after ``state``, and the state after it.

        ``dx``, ``dy``: the representation's units. ``controls`` are only noted. Raises ValueError for an offset that is not
        finite.
        """

"""What the app asks of a network that writes texts: read a hand's ink, then write several texts side by side after it.

``model.batched_writer`` is the one that is there. Whoever is not in ``model`` keeps its states and never looks into them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from model.arrays import Float64Array
from model.attention import Faults
from model.network_protocol import State, Writer
from model.strokes import Representation
from model.trace import Controls


@dataclass(frozen=True, eq=False, slots=True)
class Try:
    """A text as it was written once, one of several tries, point by point.

    ``offsets``: (n, 2) from the point before, the first from where the line begins at its mean height; the representation's
    units. ``lifts``: (n,), whether the pen leaves the paper after the point. ``characters``: (n,), the number of the character
    that each point belongs to, as the window says. ``faults``: characters that may be missing or there twice, or whether the
    end is. ``cost``: the least is the likeliest to say its text, and most like the hand.
    """

    offsets: Float64Array
    lifts: npt.NDArray[np.bool_]
    characters: npt.NDArray[np.int64]
    faults: Faults
    cost: float

    @property
    def rank(self) -> tuple[int, float]:
        """The least is the best of several tries: the fewest faults, and then the least cost."""
        return self.faults.count, self.cost


class WritingStopped(Exception):
    """What was to be written is no longer wanted."""


class TryWriter(Protocol):
    """What writes tries of texts. Frozen, so that threads may share it."""

    def write_texts(
        self,
        state: State,
        texts: Sequence[str],
        seeds: Sequence[int],
        controls: Controls,
        stop: Callable[[], bool] | None = None,
    ) -> list[Try]:
        """Each text with its own seed, on a new line of its own after the ink of ``state``.

        ``stop``: asked between steps, says that nothing is wanted any more; then WritingStopped is raised. Equal state, text,
        seed and controls give equal ink, whatever is written beside it. Raises ValueError for characters that the network
        does not know.
        """

    def doubt(self, written: Try, text: str) -> float:
        """How unlikely a reader of ink takes a try to say its text, nats a character; 0 where nobody reads back."""


class TextNetwork(TryWriter, Protocol):
    """A network ready to read a hand's ink and to write texts after it."""

    @property
    def name(self) -> str:
        """The weights' name."""

    @property
    def representation(self) -> Representation:
        """How its rows come from ink."""

    def start(self) -> State:
        """Before any ink."""

    def feed(self, state: State, rows: npt.ArrayLike) -> State:
        """The state after reading ``rows`` (n, 4) of real ink. Raises ValueError for rows of another shape."""


class TextContinuer(Protocol):
    """A network that goes on with a text whose beginning stands on the paper: ``model.told_writer.ToldWriters``. Frozen."""

    @property
    def name(self) -> str:
        """The weights' name."""

    @property
    def trunk(self) -> Writer:
        """Reads ink whose text is hidden."""

    def begin(self, state: State, hand: npt.ArrayLike, standing: npt.ArrayLike, text: str) -> tuple[Writer, State]:
        """What goes on with ``text``, and where: after the ``trunk``'s state and the rows (n, 4) ``standing``, which are on a
        new line (``input_rows.on_new_line``) and say the text's beginning. ``hand``: rows of all ink, whose style it takes.

        Raises ValueError for rows of another shape, and for characters that the network does not know.
        """

"""A network that writes a text, as what the app asks of one that goes on by itself: ``network_protocol.Writer``.

It goes on with one text, the beginning of which stands on the paper already (``TextWriter.read_along``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy.typing as npt

from model.lstm_state import LstmState, of_lstm
from model.network_protocol import State
from model.sampler import Sampler
from model.strokes import Representation
from model.text_writer import HandState, TextState, TextWriter
from model.trace import Controls, Step


class ToldWriters:
    """See ``model.text_protocol.TextContinuer``."""

    def __init__(self, writer: TextWriter) -> None:
        self._writer = writer

    @property
    def name(self) -> str:
        """The weights' name."""
        return self._writer.name

    @property
    def trunk(self) -> Sampler:
        """Reads ink whose text is hidden."""
        return self._writer.trunk

    def begin(
        self, state: State, hand: npt.ArrayLike, standing: npt.ArrayLike, text: str
    ) -> tuple[ToldWriter, TextState]:
        """See ``TextContinuer``."""
        at, style = of_lstm(state), self._writer.read_style(hand)
        known = HandState(at.hidden, at.cell, at.height, at.lifted, style=style)
        return ToldWriter(self._writer, text), self._writer.read_along(known, standing, text)


class ToldWriter:
    """Goes on with ``text`` from states that ``writer`` has in it. Frozen: threads may share it. Steps end with the text."""

    def __init__(self, writer: TextWriter, text: str) -> None:
        self._writer, self.text = writer, text

    @property
    def name(self) -> str:
        """The weights' name."""
        return self._writer.name

    @property
    def representation(self) -> Representation:
        """How its rows come from ink."""
        return self._writer.representation

    @property
    def reads_height(self) -> bool:
        """Its rows hold the height."""
        return self._writer.trunk.reads_height

    def start(self) -> LstmState:
        """Before any ink."""
        return self._writer.start()

    def feed(self, state: State, rows: npt.ArrayLike) -> LstmState:
        """The state after reading ink whose text is hidden."""
        return self._writer.feed(state, rows)

    def at_rest(self, state: State, gap: float) -> State:
        """The text says whether a word has ended."""
        return state

    def continue_ink(
        self,
        state: State,
        seed: int,
        controls: Controls | Callable[[], Controls],
        start_step: int = 0,
        limit: int | None = None,
    ) -> Iterator[tuple[Step, TextState]]:
        """See ``Writer``; it ends where the text does. Raises TypeError for a state that is in no text."""
        return self._writer.write(_in_text(state), self.text, seed, controls, start_step, limit)

    def choose(
        self, state: State, index: int, controls: Controls, dx: float, dy: float, lift: bool
    ) -> tuple[Step, TextState]:
        """See ``Writer``."""
        return self._writer.choose(_in_text(state), self.text, index, controls, dx, dy, lift)


def _in_text(state: State) -> TextState:
    if not isinstance(state, TextState):
        raise TypeError(f"{type(state).__name__} is in no text")
    return state

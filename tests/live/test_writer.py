"""The sampling thread talks to any network that has ``model.network_protocol``, and never looks into its states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest

from inkapp.live.sampling_thread import SamplingThread
from inkapp.live.whole_ghost import continue_page
from model.network_protocol import State, Writer
from model.sampler import Sampler
from model.strokes import Representation
from model.trace import Controls, Mixture, Step
from tests.live import fakes
from tests.live.fakes import Ear, Row, page_of, tiny_network


@dataclass(frozen=True)
class Count(State):
    """How many rows were read or written."""

    rows: int
    rests: bool = False


NONE = np.zeros(1, dtype=np.float32)
FLAT = Mixture(NONE, NONE, NONE, NONE, NONE, NONE, 0.0)


class Dashes:
    """A network that writes a level dash of three points, again and again, a little longer after each row that it has read."""

    name = "dashes"
    representation = Representation()
    reads_height = True
    inputs = 4

    def start(self) -> Count:
        return Count(0)

    def feed(self, state: State, rows: npt.ArrayLike) -> Count:
        assert isinstance(state, Count)
        return Count(state.rows + len(np.asarray(rows)))

    def at_rest(self, state: State, gap: float) -> Count:
        assert isinstance(state, Count) and gap > 0
        return Count(state.rows, rests=True)

    def continue_ink(
        self,
        state: State,
        seed: int,
        controls: Controls | Callable[[], Controls],
        start_step: int = 0,
        limit: int | None = None,
    ) -> Iterator[tuple[Step, Count]]:
        assert isinstance(state, Count) and (state.rests or start_step) and isinstance(controls, Controls)
        for index in range(start_step, start_step + (limit or 10**6)):
            state = Count(state.rows + 1)
            lift, begins = index % 3 == 2, index % 3 == 0
            yield Step(index, 0.3 + 0.001 * state.rows, 0.0, lift, begins, 0.0, controls, FLAT, 0, NONE, NONE), state

    def choose(
        self, state: State, index: int, controls: Controls, dx: float, dy: float, lift: bool
    ) -> tuple[Step, Count]:
        raise NotImplementedError


def test_a_network_of_another_kind_writes_in_the_session() -> None:
    ear, writer = Ear(), Dashes()
    encode: Callable[..., object] = fakes.encode
    session = SamplingThread(lambda: writer, ear.tell, encode=encode, lay_out=Row)  # type: ignore[arg-type]
    try:
        document = page_of(20.0, 26.0)
        ticket = session.request(document, controls=Controls(0.4), limit=9)
        stroke = ear.ghost(ticket).strokes[0]
        assert session.writer is writer and len(stroke.x) == 9
        read = sum(len(stroke.x) for stroke in document.pages[0].strokes)
        assert np.diff(stroke.x)[0] == pytest.approx(0.3 + 0.001 * (read + 2))
    finally:
        assert session.close()


def test_it_writes_a_whole_ghost_too() -> None:
    writer: Writer = Dashes()
    ghost = continue_page(page_of(20.0, 26.0), 0, writer, seed=1, controls=Controls(), points=12)
    assert ghost.complete and ghost.strokes


def test_a_network_refuses_the_state_of_another() -> None:
    sampler = Sampler(*tiny_network())
    with pytest.raises(TypeError, match="Count is no state of this network"):
        sampler.feed(Count(0), np.zeros((1, 4)))

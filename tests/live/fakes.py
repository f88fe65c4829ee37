"""Doubles for the sampling thread's surroundings: a listener, a network that waits to be let on, plain roads to the page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from inkapp.ink.document import Document, Origin, Page, Stroke
from inkapp.ink.ghost import Ghost, GhostStroke
from inkapp.live.encoder import NothingToContinue, Prime
from inkapp.live.events import Event, Grown, Nothing
from model.checkpoint import Config, Tensors, expected_shapes
from model.lstm_state import LstmState
from model.network_protocol import State, Writer
from model.sampler import Sampler
from model.strokes import Frame
from model.trace import Controls, Step

E = TypeVar("E")

PATIENCE = 20.0  # seconds; a bound for a broken test, never a measurement


def tiny_network(hidden: int = 16) -> tuple[Tensors, Config]:
    """Random weights of a small network of the live kind."""
    config: dict[str, Any] = {
        "name": "tiny",
        "layers": 2,
        "hidden": hidden,
        "components": 4,
        "inputs": ["dx", "dy", "lift", "height"],
        "input_scale": [0.7, 0.6],
        "representation": {"kind": "space", "tolerance": 0.05, "smoothing": 0.06, "longest": 1.2},
    }
    random = np.random.default_rng(0)
    shapes = expected_shapes(config).items()
    return {name: random.normal(0.0, 0.4, shape).astype(np.float32) for name, shape in shapes}, config


class WatchedSampler(Sampler):
    """A tiny network that counts what it reads, and takes a step only when let on (or always, if not ``gated``)."""

    def __init__(self, *, gated: bool = False, breaks_at: int | None = None) -> None:
        super().__init__(*tiny_network())
        self.gated = gated
        self.breaks_at = breaks_at
        self.read: list[int] = []
        self.begun: list[tuple[int, int, float]] = []  # seed, first step, temperature
        self.taken = 0
        self._gate = threading.Semaphore(0)
        self.reached = threading.Semaphore(0)  # released whenever the worker stands at the gate

    def let(self, steps: int) -> None:
        """Lets so many steps pass."""
        self._gate.release(steps)

    def feed(self, state: State, rows: npt.ArrayLike) -> LstmState:
        self.read.append(len(np.asarray(rows)))
        return super().feed(state, rows)

    def continue_ink(
        self,
        state: State,
        seed: int,
        controls: Controls | Callable[[], Controls],
        start_step: int = 0,
        limit: int | None = None,
    ) -> Iterator[tuple[Step, LstmState]]:
        assert isinstance(controls, Controls)
        self.begun.append((seed, start_step, controls.temperature))
        for step, after in super().continue_ink(state, seed, controls, start_step, limit):
            if step.index == self.breaks_at:
                raise ArithmeticError("the network\nbroke")
            if self.gated:
                self.reached.release()
                assert self._gate.acquire(timeout=PATIENCE)
            self.taken += 1
            yield step, after


class Ear:
    """Collects events and waits for one."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._heard = threading.Condition()

    def tell(self, event: Event) -> None:
        with self._heard:
            self.events.append(event)
            self._heard.notify_all()

    def wait(self, kind: type[E], fits: Callable[[E], bool] = lambda event: True) -> E:
        """The first event of that kind that fits, waiting for it. Raises AssertionError when none comes."""

        def found() -> list[E]:
            return [event for event in self.events if isinstance(event, kind) and fits(event)]

        with self._heard:
            assert self._heard.wait_for(found, PATIENCE), f"no {kind.__name__} in {self.events}"
            return found()[0]

    def ghost(self, ticket: int) -> Ghost:
        """The complete ghost of a ticket."""
        return self.wait(Grown, lambda event: event.ticket == ticket and event.ghost.complete).ghost

    def of(self, ticket: int) -> list[Grown | Nothing]:
        """All answers to a ticket so far."""
        return [event for event in self.events if isinstance(event, Grown | Nothing) and event.ticket == ticket]


def stroke(left: float, n: int = 6) -> Stroke:
    """A short wave to the right."""
    t = np.linspace(0.0, 1.0, n)
    return Stroke(left + 4.0 * t, 30.0 + np.sin(9.0 * t), t, np.full(n, 0.5))


def page_of(*lefts: float) -> Document:
    """A document with a wave at each place."""
    return Document().add_strokes(stroke(left) for left in lefts)


def encode(document: Document, page: int, writer: Writer) -> Prime:
    """A row a point, in mm from the first one: a stroke more never changes the rows before."""
    strokes = document.pages[page].strokes
    if not strokes:
        raise NothingToContinue("nothing is written here")
    points = np.concatenate([np.stack((s.x, s.y), axis=1) for s in strokes]) - (strokes[0].x[0], strokes[0].y[0])
    ends = np.cumsum([len(s) for s in strokes])
    rows = np.zeros((len(points), 3 + writer.reads_height), dtype=np.float32)
    rows[1:, :2] = np.diff(points, axis=0)
    rows[ends - 1, 2] = 1.0
    rows[:, 3] = points[:, 1]
    return Prime(
        rows=rows,
        frame=Frame((0.0, 0.0), 1.0, 0.0),
        pen=(float(points[-1, 0]), float(points[-1, 1])),
        lead=0,
        stroke_rows=tuple(int(end) for end in ends),
        strokes=strokes,
        revision=document.revision,
    )


class Row:
    """A layout that sets every step as one point of one stroke, and is done after ``limit`` steps."""

    def __init__(self, prime: Prime, page: Page, weights: str, seed: int, limit: int) -> None:
        self._made_of = (prime, page, weights, seed, limit)
        self._steps: list[Step] = []
        self.done = self.full = False

    def add(self, step: Step) -> None:
        if len(self._steps) == self._made_of[4]:
            self.done = True
        else:
            self._steps.append(step)

    def ghost(self, complete: bool) -> Ghost:
        prime, _, weights, seed, _ = self._made_of
        if not self._steps:
            return Ghost(prime.revision, (), complete, seed)
        index = np.array([step.index for step in self._steps])
        drawn = GhostStroke(
            x=np.cumsum([step.dx for step in self._steps]),
            y=np.cumsum([step.dy for step in self._steps]),
            t=0.05 * index,
            pressure=np.full(len(index), 0.5),
            step=index,
            opens_piece=True,
            origin=Origin(weights, seed, self._steps[-1].controls.temperature),
        )
        return Ghost(prime.revision, (drawn,), complete, seed)

    def cut(self, step: int) -> Row:
        again = Row(*self._made_of)
        for earlier in self._steps[:step]:
            again.add(earlier)
        return again

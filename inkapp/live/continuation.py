"""One request being written: the steps, the state after each, and the ghost they make.

A ghost is reported at once after its first point and then once a screen's frame. Other controls from step k on keep the steps
before k and the noise after it. Whoever follows a continuation may leave it at any step.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from inkapp.ink.document import Document
from inkapp.ink.ghost import Ghost
from inkapp.live.events import Grown, Nothing, Steps
from model.network_protocol import State, Writer
from model.trace import Controls, Step

FRAME_SECONDS = 0.016  # between two ghosts


class Layout(Protocol):
    """What the sampling thread needs of ``ghost_layout.PageLayout``."""

    @property
    def done(self) -> bool:
        """No further step will be laid out."""

    @property
    def full(self) -> bool:
        """Done for want of room."""

    def add(self, step: Step) -> None:
        """Lays out one step."""

    def ghost(self, complete: bool) -> Ghost:
        """A frozen picture of what stands."""

    def cut(self, step: int) -> Layout:
        """Another one, as this was before ``step``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A point that a person chose in place of step ``step``: its offset in the network's units, and the pen after it."""

    step: int
    dx: float
    dy: float
    lift: bool


@dataclass(frozen=True, slots=True)
class WordsWanted:
    """That a ghost is to say words. ``choice``: which of the guesses, 0 the likeliest. ``temperature``: of the words after the
    first: 0 takes the likeliest, 1 draws them as likely as they are; ``seed`` draws them. ``or_free``: where no words are found
    the ink goes on by free hand, else not at all.
    """

    choice: int = 0
    temperature: float = 0.0
    seed: int = 0
    or_free: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked; ``limit`` is the number of points after which the layout looks for a sensible end.

    ``first``: a chosen first point, where there is one. ``insists``: a person asked for it, so that a drawing goes on too.
    ``words``: None for free hand.
    """

    ticket: int
    document: Document
    page: int
    seed: int
    controls: Controls
    limit: int
    first: Choice | None = None
    insists: bool = True
    words: WordsWanted | None = None


@dataclass(frozen=True, slots=True)
class Retune:
    """What was asked of a request that is being answered: other controls, or a chosen point, from a step on."""

    ticket: int
    controls: Controls
    from_step: int
    choice: Choice | None = None


class Continuation:
    """The writing of one request, from the state after its prime."""

    def __init__(self, writer: Writer, request: Request, start: State, layout: Layout) -> None:
        self.request = request
        self._writer = writer
        self._start = start
        self._layout = layout
        self._trail: list[tuple[Step, State]] = []

    def write(
        self, controls: Controls, from_step: int = 0, choice: Choice | None = None
    ) -> Iterator[Grown | Nothing | Steps | None]:
        """Keeps the steps before ``from_step`` and writes on to the end: the events to report, None after other steps.

        Where ``from_step`` is not yet written it goes on from the next step. The new steps replace the old ones when
        the first of them is reported, so that leaving before that changes nothing. ``choice``: the point that step
        ``from_step`` is to be; the noise of those after it is what it would have been. One that is not next is ignored.
        """
        request = self.request
        trail = self._trail[:from_step]
        layout = self._layout.cut(len(trail))  # a copy even at 0: an earlier writing may have been left unreported
        state = trail[-1][1] if trail else self._start
        reported = len(trail)
        if choice is not None and choice.step == len(trail):
            trail.append(self._writer.choose(state, choice.step, controls, choice.dx, choice.dy, choice.lift))
            layout.add(trail[-1][0])
            state = trail[-1][1]
        begun = len(trail)
        # The layout knows sensible ends; this only bounds a network that never lifts the pen.
        most = max(request.limit + request.limit // 2 + 100 - begun, 0)
        due = 0.0  # the first ghost at once
        for step, after in self._writer.continue_ink(state, request.seed, controls, begun, most):
            layout.add(step)
            if layout.done:
                break
            trail.append((step, after))
            if time.perf_counter() >= due and (ghost := layout.ghost(False)).strokes:
                self._trail, self._layout = trail, layout
                yield from self._events(ghost, trail[reported:])
                reported = len(trail)
                due = time.perf_counter() + FRAME_SECONDS
            else:
                yield None
        self._trail, self._layout = trail, layout
        ghost = layout.ghost(True)
        if ghost.strokes:
            yield from self._events(ghost, trail[reported:])
        else:
            yield Nothing(
                request.ticket, request.document.revision, "There is no room left to write on", page_full=True
            )

    def _events(self, ghost: Ghost, fresh: list[tuple[Step, State]]) -> Iterator[Grown | Steps]:
        if fresh:
            yield Steps(self.request.ticket, tuple(step for step, _ in fresh))
        full = ghost.complete and self._layout.full
        yield Grown(self.request.ticket, self.request.document.revision, ghost, full)

"""Reveals a ghost at the pace of a pen: a ghost, its clock, and what of it is visible now."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

if TYPE_CHECKING:
    from inkapp.ink.ghost import Ghost, GhostStroke

FRAME_MS = 16


class GhostPlayer(QObject):
    """The clock of one ghost.

    The clock starts at the first ``show`` after a ``clear`` and never goes back. Where the ghost has no more to show it
    stands still: time spent waiting for the network is not made up for by a jump. The canvas that shows it becomes its
    parent: an object without one, forgotten while its timer runs, may be freed by Python's collector in the midst of that
    timer's call, which ends the process (PySide 6.11 under Python 3.11).

    Signals: ``changed`` (something to repaint), ``finished`` (all of a complete ghost is visible; once).
    """

    changed = Signal()
    finished = Signal()

    def __init__(self, *, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__()
        self._clock = clock
        self._ghost: Ghost | None = None
        self._elapsed = 0.0
        self._read_at = 0.0  # when the clock was last read
        self._pace = 1.0
        self._finished = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def ghost(self) -> Ghost | None:
        """The whole ghost, visible or not."""
        return self._ghost

    @property
    def elapsed(self) -> float:
        """Seconds on the ghost's clock."""
        self._advance()
        return self._elapsed

    @property
    def pace(self) -> float:
        """See ``set_pace``."""
        return self._pace

    def show(self, ghost: Ghost) -> None:
        """Replaces the ghost; what is shown of it goes on from where the clock is."""
        self._advance()
        if self._ghost is None:
            self._elapsed = 0.0
            self._finished = False
        self._ghost = ghost
        self._read_at = self._clock()
        if self._elapsed < ghost.duration or not ghost.complete:
            self._finished = False
        self._go_on()

    def clear(self) -> None:
        """Sends the ghost away."""
        self._timer.stop()
        if self._ghost is not None:
            self._ghost = None
            self._elapsed = 0.0
            self.changed.emit()

    def visible(self) -> tuple[GhostStroke, ...]:
        """What stands now; the last stroke may be cut where the pen is."""
        return self._ghost.visible_at(self.elapsed) if self._ghost is not None else ()

    def step_now(self) -> int:
        """The network's first step that is not yet wholly visible: from here on a new temperature acts."""
        return self._ghost.step_at(self.elapsed) if self._ghost is not None else 0

    def set_pace(self, factor: float) -> None:
        """How fast the ghost is revealed: 1 as it was meant, 0 at once (for reduced motion)."""
        if not 0.0 <= factor < float("inf"):
            raise ValueError(f"a ghost's pace must be 0 or more, not {factor}")
        self._advance()
        self._pace = factor
        if self._ghost is not None:
            self._go_on()

    def _advance(self) -> None:
        """Brings the ghost's clock up to now, but not beyond what there is to see."""
        if self._ghost is None:
            return
        now = self._clock()
        since, self._read_at = max(now - self._read_at, 0.0), now
        there_is = self._ghost.duration
        reached = self._elapsed + since * self._pace if self._pace > 0 else there_is
        self._elapsed = max(self._elapsed, min(reached, there_is))

    def _go_on(self) -> None:
        """Repaints, and lets the timer run exactly while there is more to come."""
        self._advance()
        ghost = self._ghost
        if ghost is None:
            return
        shown = self._elapsed >= ghost.duration
        if shown:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        self.changed.emit()
        if shown and ghost.complete and not self._finished and self._ghost is ghost:
            self._finished = True
            self.finished.emit()

    @Slot()
    def _tick(self) -> None:
        self._go_on()

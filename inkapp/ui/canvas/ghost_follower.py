"""Keeps what is written by itself in sight: the view follows it down, gently, unless the person writes or moved it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inkapp.ui.canvas.ghost_player import FRAME_MS, GhostPlayer
from inkapp.ui.canvas.view import View

ROOM_MM = 4.0  # below the ghost's ink
SHARE, MOST_PX = 0.12, 20.0  # of the way that is left, scrolled a frame, and the most
PAUSE_S = 2.0  # after the person moved the view


class ScrollableView(Protocol):
    """What is needed of the canvas."""

    @property
    def view(self) -> View:
        """Where the page lies in the widget."""

    @property
    def is_held(self) -> bool:
        """Whether the pen is down, or the page taken hold of."""

    def height(self) -> int:
        """Of the widget, in its pixels."""

    def scroll_by(self, dx_px: float, dy_px: float) -> None:
        """Shows what is so many pixels farther right and down."""


class GhostFollower(QObject):
    """Signals: ``below_changed``, see ``is_below``.

    Whoever moves the view while a ghost stands wants to see something else: that ghost is not followed any more, nor the ink
    that comes of it. Ink that was written last is followed to its end, also when no ghost is left.
    """

    below_changed = Signal()

    def __init__(
        self,
        canvas: ScrollableView,
        player: GhostPlayer,
        parent: QObject,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._player, self._clock = canvas, player, clock
        self._scrolls = False  # the view is moved by this follower, not by the person
        self._left_alone = False
        self._moved_at = -math.inf
        self._below = False
        self._ink: float | None = None  # how far down ink was written that is still to come into sight, page mm
        self._glides = True
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.follow)
        player.changed.connect(self._on_ghost)

    @property
    def is_below(self) -> bool:
        """Whether ghost ink that is shown lies below what is seen, and the view is not about to go there."""
        return self._below

    @property
    def is_left_alone(self) -> bool:
        """Whether the person has moved the view since the ghost came."""
        return self._left_alone

    def follow_ink(self, lowest: float, *, glides: bool) -> None:
        """Ink was written, down to ``lowest`` (page mm), that is to be seen; the view ``glides`` there, or goes at once."""
        if not self._left_alone:
            self._ink, self._glides = lowest, glides
            self._timer.start()

    def stop(self) -> None:
        """Nothing that was written is to come into sight any more."""
        self._ink = None
        self._timer.stop()

    def bring_into_view(self) -> bool:
        """Scrolls to the ghost where none of it is in sight; whether it had to."""
        visible, height = self._player.visible(), self._canvas.height()
        spans = [
            [self._canvas.view.to_widget(0.0, float(y))[1] for y in (stroke.y.min(), stroke.y.max())]
            for stroke in visible
        ]
        if not spans or any(bottom > 0 and top < height for top, bottom in spans):
            return False
        self._canvas.scroll_by(0.0, spans[0][0] - height / 2)
        return True

    def view_changed(self) -> None:
        """The canvas shows another part of the page."""
        if self._scrolls:
            return
        self._ink = None
        self._moved_at = self._clock()
        self._left_alone = self._player.ghost is not None
        self._tell_if_below(self._lowest())

    @Slot()
    def follow(self) -> None:
        """Scrolls one frame's worth; stops where the ghost is in sight, or must not be followed."""
        away = self._away(self._lowest())
        if away <= 0 or not self._may_follow():
            self.stop()
        else:
            before = self._canvas.view
            glides = self._player.pace > 0 if self._ink is None else self._glides
            step = away if not glides else min(max(SHARE * away, 1.0), MOST_PX)
            self._scrolls = True
            self._canvas.scroll_by(0.0, math.ceil(step))
            self._scrolls = False
            if self._canvas.view == before:  # the page's end
                self.stop()
        self._tell_if_below(self._lowest())

    @Slot()
    def _on_ghost(self) -> None:
        lowest = self._lowest()
        if self._player.ghost is None:
            self._left_alone = False
            if self._ink is None:
                self._timer.stop()
        elif self._away(lowest) > 0 and self._may_follow() and not self._timer.isActive():
            self._timer.start()
        self._tell_if_below(lowest)

    def _may_follow(self) -> bool:
        has_just_moved = self._clock() - self._moved_at < PAUSE_S
        return not (self._canvas.is_held or self._left_alone or (has_just_moved and self._ink is None))

    def _lowest(self) -> float | None:
        """How far down the ghost's ink, and ink to come into sight, reach in the widget, pixels; None where there is none."""
        ends = [float(stroke.y.max()) for stroke in self._player.visible()]
        lowest = max(ends if self._ink is None else [*ends, self._ink], default=None)
        return None if lowest is None else self._canvas.view.to_widget(0.0, lowest)[1]

    def _away(self, lowest: float | None) -> float:
        """How far, in pixels, the ghost's ink reaches below what is well in sight."""
        return -1.0 if lowest is None else lowest + ROOM_MM * self._canvas.view.scale - self._canvas.height()

    def _tell_if_below(self, lowest: float | None) -> None:
        below = lowest is not None and lowest > self._canvas.height() and not self._timer.isActive()
        if below != self._below:
            self._below = below
            self.below_changed.emit()

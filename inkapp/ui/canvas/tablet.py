"""Qt's tablet and mouse events → samples of one pen.

What toolkits and drivers get wrong is mended here: the mouse event that doubles a tablet's may come first, or come although
the tablet's was accepted; proximity is announced wrongly or not at all; presses and releases are lost; a pen is turned
over without leaving; time stamps are missing. Pressures and times are mended by ``ink/recorder``.

One state machine serves both devices: at any time nothing, the tablet, or the mouse holds the one pen. A tablet's press
takes it from a mouse that has only just begun (it doubled the pen), and from a finger or palm however long it has been
there; while the tablet holds it the mouse is deaf.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointerEvent, QPointingDevice, QTabletEvent

from inkapp.ink.pen import PenSample, Phase
from inkapp.ui.canvas.view import View, is_near

DOUBLE_S = 0.5  # a mouse event so soon after a tablet's, or before it, doubles it
SILENT_S = 2.0  # a pen that says nothing for so long has been taken away, and its release lost


def keep_every_event(app: QCoreApplication) -> None:
    """Asks Qt for every event of mouse and tablet, not only the latest.

    To be called after the application was constructed: the xcb platform sets the first attribute in its constructor.
    """
    app.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    app.setAttribute(Qt.ApplicationAttribute.AA_CompressTabletEvents, False)


class Source(Enum):
    """Which device holds the pen."""

    TABLET = "tablet"
    MOUSE = "mouse"


@dataclass(frozen=True, slots=True)
class Touch:
    """A sample, and what must be known beside it.

    ``erases``: it is of the pen's tail; the same from DOWN to UP. ``again``: this DOWN replaces the touch under way,
    which was a duplicate of it: what was written since is to be forgotten.
    """

    sample: PenSample
    erases: bool = False
    again: bool = False


class PenInput:
    """The one input state machine. Every DOWN it gives is followed by one UP, before the next DOWN that is not ``again``."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._source: Source | None = None
        self._erases = False
        self._stamped = False  # whether the touch's time is the events' own
        self._last = PenSample(0.0, 0.0, 0.0, None, Phase.UP)
        self._tablet_at = -math.inf  # on the events' clock …
        self._tablet_heard = -math.inf  # … and on ours
        self._mouse_at = -math.inf
        self._mouse_heard = -math.inf
        self._ignored_press = False  # the mouse button down now doubles a tablet's press
        self._by_finger = False  # the mouse's touch is a finger's
        self._steady: dict[int, float] = {}  # pressure of pens that say they measure none, by their device …
        self._varying: set[int] = set()  # … and those whose pressure has changed all the same
        self._stylus_seen = False

    @property
    def source(self) -> Source | None:
        """Who holds the pen, if it is down."""
        return self._source

    def tablet(self, event: QTabletEvent, view: View) -> tuple[Touch, ...]:
        """Takes a tablet event; ``view`` says where on the page it is."""
        erases = event.pointerType() == QPointingDevice.PointerType.Eraser
        kind = event.type()
        self.hear(event)
        tip = event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton)  # not a button on the barrel
        down = self._source is Source.TABLET
        if kind == QEvent.Type.TabletPress:
            return self._press_tablet(event, view, erases) if tip else ()
        if kind == QEvent.Type.TabletRelease:
            return self._up(event, view) if down and tip else ()
        touches = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if down and not touches and not event.pressure() > 0:  # hovering: the release was lost
            return self._up(event, view)
        if down and erases == self._erases:
            return self._move(event, view)
        if touches and event.pressure() > 0:  # the press was lost, or the pen turned over without leaving
            return self._press_tablet(event, view, erases)
        return ()

    def hear(self, event: QTabletEvent) -> None:
        """Notes a tablet event, also one that is not this input's, so that what doubles it is known."""
        self._stylus_seen = True
        if event.type() != QEvent.Type.TabletMove or self._source is Source.TABLET:  # a pen that hovers does not count
            self._tablet_at, self._tablet_heard = _stamp(event), self._clock()

    def mouse(self, event: QMouseEvent, view: View) -> tuple[Touch, ...]:
        """Takes a mouse event, of whatever making."""
        kind = event.type()
        left = event.button() == Qt.MouseButton.LeftButton
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            if not left:
                return ()
            self._ignored_press = self._doubles_tablet(event)
            if self._ignored_press:
                return ()
            ended = self.finish()  # a pen long silent, or a mouse whose release was lost
            self._mouse_at, self._mouse_heard = _stamp(event), self._clock()
            self._source, self._erases, self._by_finger = Source.MOUSE, False, _is_finger(event)
            return (*ended, *self._down(event, view, again=False))
        if self._source is not Source.MOUSE or self._ignored_press:
            return ()
        if kind == QEvent.Type.MouseButtonRelease:
            return self._up(event, view) if left else ()
        if not event.buttons() & Qt.MouseButton.LeftButton:  # the release went to another window
            return self._up(event, view)
        return self._move(event, view)

    def finish(self) -> tuple[Touch, ...]:
        """Ends the touch under way where it was last seen: its release is not coming."""
        if self._source is None:
            return ()
        self._source = None
        last = self._last
        return (Touch(PenSample(last.x, last.y, last.t, last.pressure, Phase.UP), self._erases),)

    def is_silent(self) -> bool:
        """Whether a tablet's pen is down but has said nothing for long."""
        return self._source is Source.TABLET and self._clock() - self._tablet_heard >= SILENT_S

    def is_lone_finger(self, event: QMouseEvent) -> bool:
        """Whether a mouse press is a finger's or a palm's that drags the page: who has a stylus writes with it alone."""
        return self._stylus_seen and _is_finger(event) and not self._doubles_tablet(event)

    def _press_tablet(self, event: QTabletEvent, view: View, erases: bool) -> tuple[Touch, ...]:
        again = self._source is Source.MOUSE and (
            self._by_finger
            or abs(_stamp(event) - self._mouse_at) <= DOUBLE_S
            or self._clock() - self._mouse_heard <= DOUBLE_S
        )
        ended = () if again else self.finish()
        self._ignored_press = again
        self._source, self._erases = Source.TABLET, erases
        return (*ended, *self._down(event, view, again=again))

    def _doubles_tablet(self, event: QMouseEvent) -> bool:
        """Whether a mouse press is the tablet's pen once more."""
        if self._source is Source.TABLET:
            # the pen rests on the paper without a word: only a real mouse's press may end that
            return not self.is_silent() or event.source() != Qt.MouseEventSource.MouseEventNotSynthesized
        return abs(_stamp(event) - self._tablet_at) <= DOUBLE_S or self._clock() - self._tablet_heard <= DOUBLE_S

    def _down(self, event: QPointerEvent, view: View, *, again: bool) -> tuple[Touch, ...]:
        self._stamped = event.timestamp() > 0
        at = _position(event)
        if at is None:  # the first move with a position will be taken for the press
            self._source = None
            return ()
        return (Touch(self._sample(event, view, at, Phase.DOWN), self._erases, again),)

    def _move(self, event: QPointerEvent, view: View) -> tuple[Touch, ...]:
        at = _position(event)
        return (Touch(self._sample(event, view, at, Phase.MOVE), self._erases),) if at is not None else ()

    def _up(self, event: QPointerEvent, view: View) -> tuple[Touch, ...]:
        at = _position(event)
        if at is None:
            return self.finish()
        self._source = None
        return (Touch(self._sample(event, view, at, Phase.UP), self._erases),)

    def _sample(self, event: QPointerEvent, view: View, at: QPointF, phase: Phase) -> PenSample:
        t = event.timestamp() / 1000 if self._stamped else self._clock()
        x, y = view.to_page(at.x(), at.y())
        self._last = PenSample(x, y, t, self._pressure(event), phase)
        return self._last

    def _pressure(self, event: QPointerEvent) -> float | None:
        """What the device measured, unmended; None where it measures nothing.

        On Windows Qt takes a pen's capabilities from its first event, which may lack the pressure: one that varies is
        measured, whatever they say.
        """
        if not isinstance(event, QTabletEvent):
            return None
        pressure, device = event.pressure(), event.device().systemId()
        if event.device().capabilities() & QInputDevice.Capability.Pressure:
            return pressure
        touches = pressure > 0 and event.type() != QEvent.Type.TabletRelease
        if touches and self._steady.setdefault(device, pressure) != pressure:
            self._varying.add(device)
        return pressure if device in self._varying else None


def _is_finger(event: QMouseEvent) -> bool:
    """Whether a mouse event was made of a finger's or a palm's touch, by Qt or by the system."""
    return (
        event.pointerType() == QPointingDevice.PointerType.Finger
        or event.deviceType() == QInputDevice.DeviceType.TouchScreen
        or event.source() == Qt.MouseEventSource.MouseEventSynthesizedBySystem
    )


def _position(event: QPointerEvent) -> QPointF | None:
    """Sub-pixel, in widget coordinates; None where the driver sent no numbers."""
    at = event.points()[0].position()
    return at if is_near(at.x(), at.y()) else None


def _stamp(event: QPointerEvent) -> float:
    """Seconds on the events' clock; NaN, which is near to nothing, where there is none."""
    return event.timestamp() / 1000 if event.timestamp() > 0 else math.nan

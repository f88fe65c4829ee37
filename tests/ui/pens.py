"""Events of pens and mice, sent as the platform would send them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication, QWidget

LEFT, RIGHT, MIDDLE, NONE = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.NoButton,
)
PRESS, MOVE, RELEASE = QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease
MOUSE_PRESS, MOUSE_MOVE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove
MOUSE_RELEASE = QEvent.Type.MouseButtonRelease

_Capability = QInputDevice.Capability
TOUCH_SCREEN = QPointingDevice(
    "touch screen",
    9,
    QInputDevice.DeviceType.TouchScreen,
    QPointingDevice.PointerType.Finger,
    _Capability.Position,
    10,
    0,
)


def stylus(*, tail: bool = False, pressure: bool = True) -> QPointingDevice:
    kind = QPointingDevice.PointerType.Eraser if tail else QPointingDevice.PointerType.Pen
    can = _Capability.Position | _Capability.Pressure if pressure else _Capability.Position
    return QPointingDevice("stylus", 8 if tail else 7, QInputDevice.DeviceType.Stylus, kind, can, 1, 2)


def tablet_event(
    device: QPointingDevice,
    kind: QEvent.Type,
    x: float,
    y: float,
    pressure: float = 0.5,
    stamp: int = 0,
    button: Qt.MouseButton | None = None,
    buttons: Qt.MouseButton | None = None,
) -> QTabletEvent:
    place = QPointF(x, y)
    button = (NONE if kind == MOVE else LEFT) if button is None else button
    buttons = (NONE if kind == RELEASE else LEFT) if buttons is None else buttons
    none = Qt.KeyboardModifier.NoModifier
    event = QTabletEvent(kind, device, place, place, pressure, 0, 0, 0, 0, 0, none, button, buttons)
    event.setTimestamp(stamp)
    return event


def mouse_event(
    kind: QEvent.Type, x: float, y: float, stamp: int = 0, button: Qt.MouseButton = LEFT, held: bool | None = None
) -> QMouseEvent:
    place = QPointF(x, y)
    held = kind != MOUSE_RELEASE if held is None else held
    buttons = button if held else NONE
    own = NONE if kind == MOUSE_MOVE else button
    event = QMouseEvent(kind, place, place, place, own, buttons, Qt.KeyboardModifier.NoModifier)
    event.setTimestamp(stamp)
    return event


def finger_event(kind: QEvent.Type, x: float, y: float, stamp: int = 0, *, by_system: bool = False) -> QMouseEvent:
    """The mouse event that Qt, or the system, makes of a touch."""
    place = QPointF(x, y)
    own, held = NONE if kind == MOUSE_MOVE else LEFT, NONE if kind == MOUSE_RELEASE else LEFT
    source = (
        Qt.MouseEventSource.MouseEventSynthesizedBySystem
        if by_system
        else Qt.MouseEventSource.MouseEventSynthesizedByQt
    )
    device = QPointingDevice.primaryPointingDevice() if by_system else TOUCH_SCREEN
    none = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, place, place, place, own, held, none, source, device)
    event.setTimestamp(stamp)
    return event


class Pen:
    """A stylus over a widget, with a clock of its own."""

    def __init__(self, widget: QWidget, *, tail: bool = False, pressure: bool = True, stamp: int = 1000) -> None:
        self._widget = widget
        self._device = stylus(tail=tail, pressure=pressure)
        self.stamp = stamp

    def send(self, kind: QEvent.Type, x: float, y: float, pressure: float = 0.5, **more: Qt.MouseButton) -> None:
        self.stamp += 5
        event = tablet_event(self._device, kind, x, y, pressure, self.stamp, **more)
        QApplication.sendEvent(self._widget, event)

    def line(self, points: list[tuple[float, float]], pressure: float = 0.5) -> None:
        """Press, moves, release."""
        self.send(PRESS, *points[0], pressure)
        for point in points[1:]:
            self.send(MOVE, *point, pressure)
        self.send(RELEASE, *points[-1], 0.0)


class Mouse:
    """A mouse over a widget."""

    def __init__(self, widget: QWidget, stamp: int = 1000) -> None:
        self._widget = widget
        self.stamp = stamp

    def send(
        self, kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton = LEFT, held: bool | None = None
    ) -> None:
        self.stamp += 5
        QApplication.sendEvent(self._widget, mouse_event(kind, x, y, self.stamp, button, held))

    def line(self, points: list[tuple[float, float]]) -> None:
        """Press, moves, release."""
        self.send(MOUSE_PRESS, *points[0])
        for point in points[1:]:
            self.send(MOUSE_MOVE, *point)
        self.send(MOUSE_RELEASE, *points[-1])

"""Events that no sane device sends, to a window: positions that are no numbers, presses without releases, keys in between."""

from __future__ import annotations

import math
import random

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QKeyEvent, QMouseEvent, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from inkapp.ui.window import Window

ODD = (math.nan, math.inf, -math.inf, 1e308, -1e308, 1e12, -1e5, 0.0, -0.0, 1e-320)
BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton)
KEYS = [Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_PageDown]
KEYS += [Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Shift]  # none that opens a dialog
MODIFIERS = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
MOUSE = [QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease]
MOUSE += [QEvent.Type.MouseButtonDblClick]
TABLET = [QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease]


class RandomEvents:
    """Sends events to a window's canvas, equal ones for equal seeds."""

    def __init__(self, window: Window, seed: int) -> None:
        self._window, self._choice = window, random.Random(seed)
        can = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
        self._pens = [
            QPointingDevice("pen", number, QInputDevice.DeviceType.Stylus, kind, can, 1, 2)
            for number, kind in enumerate((QPointingDevice.PointerType.Pen, QPointingDevice.PointerType.Eraser), 90)
        ]
        self._stamp = 1_000

    def send(self) -> None:
        """One event, and what Qt makes of it."""
        canvas, choice = self._window.canvas, self._choice
        self._stamp = choice.choice((self._stamp + choice.randrange(20), self._stamp, 0, 2**40))
        at, keys = self._place(), choice.choice(MODIFIERS)
        event: QEvent
        match choice.randrange(10):
            case 0 | 1 | 2 | 3:
                button, pressed = choice.choice(BUTTONS), choice.choice(BUTTONS)
                event = QMouseEvent(choice.choice(MOUSE), at, at, at, button, pressed, keys)
                event.setTimestamp(self._stamp % 2**31)
            case 4 | 5 | 6:
                force = choice.choice((0.5, 0.0, 1.0, *ODD))
                kind, pen = choice.choice(TABLET), choice.choice(self._pens)
                button, pressed = choice.choice(BUTTONS), choice.choice(BUTTONS)
                event = QTabletEvent(kind, pen, at, at, force, 0, 0, 0, 0, 0, keys, button, pressed)
                event.setTimestamp(self._stamp % 2**31)
            case 7:
                turn = QPoint(choice.choice((0, 120)), choice.choice((120, -120, 2**31 - 1, -(2**31))))
                none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
                event = QWheelEvent(at, at, QPoint(), turn, none, keys, phase, False)
            case 8:
                kind = choice.choice((QEvent.Type.KeyPress, QEvent.Type.KeyRelease))
                event = QKeyEvent(kind, choice.choice(KEYS), keys)
            case _:
                event = QEvent(choice.choice((QEvent.Type.WindowDeactivate, QEvent.Type.Leave, QEvent.Type.Enter)))
                if choice.random() < 0.2:
                    self._window.resize(choice.randrange(300, 1500), choice.randrange(200, 1100))
        QApplication.sendEvent(canvas, event)
        if choice.random() < 0.3:
            QApplication.processEvents()

    def _place(self) -> QPointF:
        choice = self._choice
        if choice.random() < 0.15:
            return QPointF(choice.choice(ODD), choice.choice((choice.choice(ODD), 100.0)))
        return QPointF(choice.uniform(0, self._window.width()), choice.uniform(0, self._window.height()))

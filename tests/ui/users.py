"""A person at the window: draws with the mouse, presses keys, and waits for what comes, never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inkapp.ink.document import Author
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.chrome.dialogs import Answer
from inkapp.ui.chrome.settings import Appearance, Settings
from inkapp.ui.window import Window
from tests.live.fakes import PATIENCE
from tests.ui.fakes import FakeReadBridge, FakeTextBridge, Person, ghost

WAIT_MS = int(1000 * PATIENCE)
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WAVE = [(30.0 + 0.5 * n, 38.0 + 3.0 * float(np.sin(0.7 * n))) for n in range(40)]


def send_mouse(canvas: Canvas, kind: QEvent.Type, x: float, y: float) -> None:
    """The left button at a point of the page, mm."""
    place = QPointF(*canvas.view.to_widget(x, y))
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    event = QMouseEvent(
        kind,
        place,
        canvas.mapToGlobal(place),
        none if kind is QEvent.Type.MouseMove else left,
        none if kind is QEvent.Type.MouseButtonRelease else left,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(canvas, event)


class User:
    """A window and hands to use it with. The app's own hands are those in ``folder / "own"``: none, until a test makes some."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        bridge: object,
        clock: Callable[[], float] = time.perf_counter,
        data: Path | None = None,
        own_hands: Path | None = None,
        *,
        shown: bool = True,
    ) -> None:
        self.qtbot, self.bridge, self.person = qtbot, bridge, Person()
        self.settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        self.settings.appearance = Appearance.LIGHT
        self.settings.rest_ms = 150
        self.texts, self.reads, self.bridge_clock = FakeTextBridge(), FakeReadBridge(), clock
        self.person.while_waiting = self.reads.tell
        self.window = Window(
            bridge,  # type: ignore[arg-type]
            self.texts,  # type: ignore[arg-type]
            self.settings,
            self.person,  # type: ignore[arg-type]
            clock,
            data,
            folder / "own" if own_hands is None else own_hands,
            self.reads,  # type: ignore[arg-type]
        )
        qtbot.addWidget(self.window, before_close_func=lambda _: setattr(self.person, "answer", Answer.DISCARD))
        if shown:
            with qtbot.waitSignal(self.window.completed, timeout=WAIT_MS):
                self.window.show()
                self.window.activateWindow()
            qtbot.waitUntil(self.window.isActiveWindow, timeout=WAIT_MS)

    def mouse(self, kind: QEvent.Type, x: float, y: float) -> None:
        send_mouse(self.window.canvas, kind, x, y)

    def draw(self, points: list[tuple[float, float]] = WAVE, shift: float = 0.0) -> None:
        moved = [(x + shift, y) for x, y in points]
        self.mouse(QEvent.Type.MouseButtonPress, *moved[0])
        for point in moved[1:]:
            self.mouse(QEvent.Type.MouseMove, *point)
        self.mouse(QEvent.Type.MouseButtonRelease, *moved[-1])

    def click(self, x: float, y: float) -> None:
        """At a point of the page, mm."""
        self.mouse(QEvent.Type.MouseButtonPress, x, y)
        self.mouse(QEvent.Type.MouseButtonRelease, x, y)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def pass_time(self, seconds: float) -> None:
        """The clock goes on, and a frame is shown."""
        self.bridge_clock.now += seconds
        self.window.player.set_pace(self.window.player.pace)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)

    def until_ghost(self) -> None:
        self.until(lambda: self.window.companion.state.has_ghost)

    def until_complete(self) -> None:
        self.until(lambda: self.window.player.ghost is not None and self.window.player.ghost.complete)

    @property
    def authors(self) -> list[Author]:
        return [stroke.author for stroke in self.window.open_document.document.pages[0].strokes]

    @property
    def status(self) -> str:
        return self.window.status.text


def ghosted(user: User, pieces: int = 3) -> User:
    user.draw()
    user.until(lambda: user.bridge.asked)
    user.bridge.grow(ghost(pieces, shift=8.0))
    return user


def begun(user: User) -> None:
    """A stroke whose pen is still down."""
    user.mouse(QEvent.Type.MouseButtonPress, 30.0, 80.0)
    for n in range(20):
        user.mouse(QEvent.Type.MouseMove, 30.0 + n, 80.0)

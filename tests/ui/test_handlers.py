"""Exceptions in handlers of Qt's events: told, and the app and its ink live on."""

from __future__ import annotations

import importlib
import math
import pkgutil

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication, QListWidget, QStyledItemDelegate, QWidget
from pytestqt.qtbot import QtBot

import inkapp.ui
from inkapp.ui.handlers import DELEGATES, FAILED, guard_handlers
from tests.ui.pens import MIDDLE, MOUSE_MOVE, MOUSE_PRESS, MOVE, Mouse, Pen, mouse_event, stylus, tablet_event
from tests.ui.users import User

pytestmark = pytest.mark.window


def test_every_handler_of_the_window_is_guarded() -> None:
    modules = [importlib.import_module(m.name) for m in pkgutil.walk_packages(inkapp.ui.__path__, "inkapp.ui.")]
    kinds = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type)}
    handlers = {
        f"{kind.__qualname__}.{name}": method
        for kind in kinds
        if issubclass(kind, QObject) and kind.__module__.startswith("inkapp.")
        for name, method in vars(kind).items()
        if name in FAILED or name.endswith("Event") or (issubclass(kind, QAbstractItemDelegate) and name in DELEGATES)
    }
    assert len(handlers) > 30
    assert not [name for name, method in handlers.items() if not hasattr(method, "__wrapped__")]


@guard_handlers
class Inner(QWidget):
    def mousePressEvent(self, event: QEvent) -> None:
        math.floor(math.nan)  # raised by C code


@guard_handlers
class Outer(Inner):
    def event(self, event: QEvent) -> bool:
        return super().event(event)


def test_an_exception_below_two_overrides_is_told_once(qtbot: QtBot) -> None:
    widget = Outer()
    qtbot.addWidget(widget)
    with qtbot.captureExceptions() as caught:
        QApplication.sendEvent(widget, mouse_event(MOUSE_PRESS, 5, 5))
    assert [str(error) for _, error, _ in caught] == ["cannot convert float NaN to integer"]


@guard_handlers
class Sizes(QStyledItemDelegate):
    def sizeHint(self, option: object, index: object) -> QSize:
        return QSize(math.floor(math.nan), 0)  # raised by C code


def test_an_exception_in_a_delegate_is_told(qtbot: QtBot) -> None:
    shown = QListWidget()
    qtbot.addWidget(shown)
    shown.setItemDelegate(Sizes(shown))
    with qtbot.captureExceptions() as caught:
        shown.addItem("one")
        assert shown.sizeHintForRow(0) <= 0
        shown.setItemDelegate(QStyledItemDelegate(shown))  # by which it is laid out later
    assert {str(error) for _, error, _ in caught} == {"cannot convert float NaN to integer"}


def test_an_exception_in_the_canvas_is_told_and_the_ink_is_still_there(
    user: User, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, canvas = user.window, user.window.canvas
    Pen(canvas).line([(300, 200), (340, 240)])
    ink = window.open_document.document.pages
    assert len(ink[0].strokes) == 1
    with qtbot.captureExceptions() as caught, monkeypatch.context() as broken:
        broken.setattr(canvas, "_take", lambda touches: math.floor(math.inf))
        Mouse(canvas, stamp=60_000).send(MOUSE_PRESS, 300, 300)
    assert len(caught) == 1
    assert window.open_document.document.pages == ink


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e308])
def test_a_driver_without_numbers_does_not_move_the_page_away(user: User, bad: float) -> None:
    canvas, device = user.window.canvas, stylus()
    before = canvas.view
    QApplication.sendEvent(canvas, mouse_event(MOUSE_PRESS, 400, 300, 1000, MIDDLE))
    QApplication.sendEvent(canvas, tablet_event(device, MOVE, bad, 300, 0.5, 1005))
    QApplication.sendEvent(canvas, mouse_event(MOUSE_MOVE, bad, bad, 1010, MIDDLE))
    assert canvas.view == before
    canvas.let_go()

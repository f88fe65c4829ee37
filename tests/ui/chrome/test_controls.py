"""The bar's controls and the status line, by mouse and by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from inkapp.ui.chrome.controls import SeedField, TemperatureSlider, ZoomLabel
from inkapp.ui.chrome.status import Status


def test_temperature_tells_a_person_and_not_the_program(qtbot: QtBot):
    control = TemperatureSlider()
    qtbot.addWidget(control)
    told: list[float] = []
    control.changed.connect(told.append)
    control.set_temperature(0.73)
    assert told == [] and control.temperature == 0.73 and control._value.text() == "0.73"
    control.step(1)
    qtbot.keyClick(control.slider, Qt.Key.Key_Right)
    assert told == pytest.approx([0.83, 0.93])
    control.step(100)
    control.step(-100)
    assert told[-2:] == [1.5, 0.1]


def test_a_typed_seed_is_told_once_the_field_is_left(qtbot: QtBot):
    field, other = SeedField(QAction("lock")), QLineEdit()
    window = QWidget()
    row = QHBoxLayout(window)
    row.addWidget(field)
    row.addWidget(other)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.field.setFocus()
    told: list[int] = []
    field.entered.connect(told.append)
    field.set_seed(42)
    assert told == [] and field.field.text() == "42"
    field.field.selectAll()
    qtbot.keyClicks(field.field, "x12-3")
    assert field.field.text() == "123"
    field.set_seed(43)  # a ghost comes meanwhile
    assert field.field.text() == "123"
    other.setFocus()
    assert field.field.text() == "123" and told == [123]
    field.field.setFocus()
    field.field.selectAll()
    qtbot.keyClicks(field.field, "9999999999999")
    qtbot.keyClick(field.field, Qt.Key.Key_Return)
    assert told == [123, 999_999_999] and field.field.text() == "999999999"
    field.field.selectAll()
    for leave in (lambda: qtbot.keyClick(field.field, Qt.Key.Key_Return), other.setFocus):
        field.field.setFocus()
        field.field.selectAll()
        qtbot.keyClick(field.field, Qt.Key.Key_Backspace)
        leave()
    assert len(told) == 2 and field.field.text() == "999999999"


def test_zoom_is_shown_in_percent(qtbot: QtBot):
    label = ZoomLabel(QMenu())
    qtbot.addWidget(label)
    label.set_zoom(1.256)
    assert label.text() == "126 %" and label.accessibleName() == "Zoom 126%"


def test_trouble_stands_before_the_hint_until_it_is_over(qtbot: QtBot):
    status = Status()
    qtbot.addWidget(status)
    status.resize(300, 30)
    status.show()
    status.set_hint("rest the pen")
    status.warn("/a/" + "very/" * 40 + "long.ink: cannot be read")
    status.set_hint("Tab takes it", ghost=True)
    assert status.text.endswith("cannot be read") and status._line.property("tone") == "trouble"
    assert "…" in status._line.text()  # cut, not wrapped
    assert status.width() == 300
    status.hush()
    assert status.text == "Tab takes it" and status._line.property("tone") == "ghost"

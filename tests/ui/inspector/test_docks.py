"""Docks on a platform whose windows cannot be dragged by the app."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget

from inkapp.ui.inspector import docks
from tests.ui.inspector.conftest import Looker

FLOATABLE = QDockWidget.DockWidgetFeature.DockWidgetFloatable


def test_on_wayland_no_dock_floats(looker: Looker, monkeypatch: pytest.MonkeyPatch) -> None:
    looker.open("cells")
    dock = looker.inspector.docks.dock("cells")
    assert dock.features() & FLOATABLE
    dock.setFloating(True)
    state = looker.inspector.docks.state
    monkeypatch.setattr(docks.QGuiApplication, "platformName", lambda: "wayland-egl")
    looker.open("futures")
    looker.window.tour.toggle()
    tour = looker.window.tour._dock
    assert tour is not None
    for one in (looker.inspector.docks.dock("futures"), tour):
        assert not one.features() & FLOATABLE and one.features() & QDockWidget.DockWidgetFeature.DockWidgetMovable
    looker.inspector.docks.restore(("cells",), state)  # kept on another platform, where it floated
    assert not dock.isFloating() and dock.isVisible()
    monkeypatch.undo()
    assert not QGuiApplication.platformName().startswith("wayland")

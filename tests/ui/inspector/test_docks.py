"""Docks on a platform whose windows cannot be dragged by the app."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDockWidget

from inkapp.inspect.panel_list import PANELS
from inkapp.inspect.story import STORY
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


@pytest.mark.parametrize("first", ["tour", "panel", "panels that were closed"])
def test_beside_the_tour_and_a_panel_a_small_window_leaves_a_page_that_can_be_read(looker: Looker, first: str) -> None:
    looker.window.resize(800, 460)
    looker.write("ink")
    if first != "tour":
        looker.open("cells")
        looker.open("density")
    if first == "panels that were closed":
        looker.inspector.docks.close_all()
    looker.window.tour.toggle()
    for _ in range(4):
        looker.window.tour.turn(1)
    looker.settle()
    QApplication.processEvents()
    assert looker.window.width() == 800 and looker.window.tour.is_open and "density" in looker.inspector.docks.open
    assert looker.window.canvas.view.zoom > 0.3


def test_the_tour_opens_a_panel_at_a_time_and_closes_none_of_the_persons(looker: Looker) -> None:
    looker.open("cells")
    looker.window.tour.toggle()
    seen = []
    for _ in range(len(STORY) - 1):
        looker.window.tour.turn(1)
        seen.append(set(looker.inspector.docks.open))
    assert all("cells" in names and len(names) <= 2 for names in seen) and len(set().union(*seen)) > 5
    looker.window.tour.turn(1)
    assert looker.inspector.docks.open == ("cells",)


@pytest.mark.parametrize("name", [name for name in PANELS if name != "timeline"])
def test_nothing_above_the_picture_is_cut_in_a_narrow_dock(looker: Looker, name: str) -> None:
    panel = looker.open(name)
    dock = looker.inspector.docks.dock(name)
    dock.setFloating(True)
    for wide in (500, 240, 500):
        dock.resize(wide, 400)
        looker.settle()
        QApplication.processEvents()
        assert dock.width() == wide
        controls = [panel.export, *(panel.tools.itemAt(n).widget() for n in range(panel.tools.count()))]
        for widget in filter(None, controls):
            assert widget.geometry().right() < panel.width() and widget.width() >= widget.minimumSizeHint().width()
        assert panel.export.width() >= panel.export.sizeHint().width()

"""A closed panel costs nothing: nothing is read, heard or drawn; and what is closed in the middle of work is forgotten."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QApplication, QStyleOptionDockWidget, QTabBar

from inkapp.inspect import page
from inkapp.inspect.panel_list import PANELS
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.inspector import feed
from inkapp.ui.inspector.worker import SWITCH_S, USUAL_SWITCH_S
from tests.live.fakes import PATIENCE
from tests.ui.inspector.conftest import Looker


def test_nothing_is_read_while_no_panel_is_seen(looker: Looker, monkeypatch) -> None:
    calls: list[object] = []
    for name in ("read_page", "with_ghost"):
        monkeypatch.setattr(feed, name, lambda *a, **k: calls.append(a))
    looker.write("hello")
    looker.ghost(0.5)
    inspector = looker.inspector
    assert calls == [] and inspector.worker.worked == 0 and not inspector.worker.is_running
    assert (
        looker.window.canvas._layers.overlays == looker.window.canvas._layers.marks == ()
        and not looker.window.canvas.hasMouseTracking()
    )
    assert inspector.docks.panels == {}


def test_closing_the_last_panel_ends_it(looker: Looker) -> None:
    looker.write("hello")
    for kind in PANELS.values():
        looker.open(kind.name)
    docks = looker.inspector.docks
    assert sys.getswitchinterval() == pytest.approx(SWITCH_S)
    for name in docks.open:
        docks._docks[name].close()
    looker.settle()
    assert sys.getswitchinterval() == pytest.approx(USUAL_SWITCH_S)
    worked = looker.inspector.worker.worked
    looker.write("you", baseline=66.0)
    looker.ghost(0.5)
    looker.ghost(1.0)
    assert looker.inspector.worker.worked == worked
    assert (
        looker.window.canvas._layers.overlays == looker.window.canvas._layers.marks == ()
        and not looker.window.canvas.hasMouseTracking()
    )
    assert not looker.inspector.feed._period.isActive() and not looker.inspector.play.is_on
    panel = looker.open(next(iter(PANELS)))
    assert not panel.lacks and looker.selection.line.steps


def test_a_panel_that_is_closed_while_it_works_is_forgotten(looker: Looker, monkeypatch) -> None:
    import threading

    begun, let = threading.Event(), threading.Event()

    def slow(*arguments: object, **named: object) -> page.PageReading:
        begun.set()
        assert let.wait(PATIENCE)
        return page.read_page(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(feed, "read_page", slow)
    told: list[object] = []
    looker.inspector.feed.read.connect(told.append)
    docks = looker.inspector.docks
    docks.show("timeline")
    looker.write_without_waiting("hello")
    looker.until(begun.is_set)
    docks._docks["timeline"].close()
    told.clear()
    let.set()
    looker.settle()
    looker.window.grab()
    assert [reading for reading in told if reading is not None] == []


def test_a_reader_that_hangs_does_not_hold_the_window(looker: Looker) -> None:
    import threading

    let = threading.Event()
    worker = looker.inspector.worker
    worker.ask("slow", lambda stale: let.wait(PATIENCE))
    looker.until(lambda: worker.worked == 1)
    assert not worker.close(0.05)
    let.set()
    assert worker.close(PATIENCE)
    worker.ask("late", lambda stale: 1)
    assert worker.worked == 1


def test_open_panels_are_remembered(looker: Looker) -> None:
    for kind in PANELS.values():
        looker.open(kind.name)
    settings: Settings = looker.settings
    looker.inspector.keep(settings)
    assert set(settings.panels) == set(PANELS) and len(settings.panels_state)  # type: ignore[arg-type]
    settings.panels = ("timeline", "one-of-long-ago")
    looker.inspector.restore(settings)
    assert "timeline" in looker.inspector.docks.open


def test_tabs_have_a_word_and_bars_the_whole_title(looker: Looker) -> None:
    docks = looker.inspector.docks
    for kind in PANELS.values():
        looker.open(kind.name)
    bar = max(looker.window.findChildren(QTabBar), key=lambda bar: bar.count())
    assert {bar.tabText(k) for k in range(bar.count())} == {
        kind.tab for kind in PANELS.values() if kind.name != "timeline"
    }
    looker.window.resize(1280, 800)
    QApplication.processEvents()
    words = bar.fontMetrics()
    assert all(bar.tabRect(k).width() > words.horizontalAdvance(bar.tabText(k)) for k in range(bar.count()))
    assert bar.tabRect(bar.count() - 1).right() <= bar.width()
    dock = docks.dock("density")
    option = QStyleOptionDockWidget()
    dock.initStyleOption(option)
    assert option.title == dock.accessibleName() == docks.panels["density"].title
    dock.setFloating(True)
    assert dock.windowTitle() == docks.panels["density"].title

"""What holds for every panel: it says what it lacks, follows the ink, is kept as SVG, and outlives whatever is done to it."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from inkapp.ink.document import Document, Stroke
from inkapp.inspect.panel_list import PANELS
from inkapp.ui.inspector.meanings import NO_TABLE
from inkapp.ui.inspector.panel import LITTLE
from inkapp.ui.inspector.selection import Spot
from model.sampler import Sampler
from tests.live.fakes import tiny_network
from tests.ui.inspector.conftest import Looker
from tests.ui.users import CTRL, KEY

NAMES = list(PANELS)
each = pytest.mark.parametrize("name", NAMES)


def put(looker: Looker, *strokes: list[tuple[float, float]]) -> None:
    """Strokes through points, mm, in place of all there is."""
    made = []
    for points in strokes:
        x, y = np.array(points, dtype=float).T
        made.append(Stroke(x, y, np.linspace(0.0, 1.0, len(x)), np.full(len(x), 0.5)))
    looker.window.open_document.show(Document().add_strokes(made), Path("made.svg"))
    looker.window.writing.show()
    looker.settle()


@each
def test_without_ink_it_says_what_would_fill_it(looker: Looker, name: str) -> None:
    panel = looker.open(name)
    assert panel.lacks == f"Write a word or two: {panel.fills}" and not panel.export.isEnabled()
    put(looker, [(40.0, 50.0)])
    assert panel.lacks == LITTLE and not panel.export.isEnabled()
    looker.window.writing.undo()
    looker.write("hello")
    assert not panel.lacks
    looker.window.writing.undo()
    looker.settle()
    assert "Write" in panel.lacks
    assert looker.window.canvas._layers.overlays == ()


ODD: list[list[list[tuple[float, float]]]] = [
    [[(40.0, 50.0)]],  # one dot
    [[(40.0, 50.0), (40.01, 50.0)]],
    [[(40.0, 50.0), (44.0, 54.0)]],  # hardly ink
    [[(40.0, 50.0)] * 30],
    [[(20.0, 40.0), (190.0, 280.0), (20.0, 280.0), (190.0, 40.0)]],  # a picture
]


@each
def test_little_ink_and_odd_ink_are_no_trouble(looker: Looker, name: str) -> None:
    panel = looker.open(name)
    for strokes in ODD:
        put(looker, *strokes)
        for row in (0, 1, 10_000):
            looker.selection.pin(Spot(0, row))
            looker.settle()
            looker.window.grab()
        assert "worked out" not in panel.lacks


@each
def test_it_follows_a_ghost_and_the_selection_and_is_kept(looker: Looker, name: str, tmp_path: Path) -> None:
    panel = looker.open(name)
    looker.write("hello", "you")
    for share in (0.2, 0.6, 1.0):
        looker.ghost(share)
        looker.window.grab()
        assert not panel.lacks
    for row in (0, 1, 5, len(looker.selection.line) - 1):
        looker.selection.pin(Spot(0, row))
        looker.settle()
        looker.window.grab()
        assert "worked out" not in panel.lacks
    if name != "timeline":
        looker.person.path = tmp_path / "kept.svg"
        panel.export.click()
        assert ElementTree.parse(looker.person.path).getroot().tag.endswith("svg")
        looker.person.path = tmp_path / "no" / "such" / "folder.svg"
        panel.export.click()
        assert len(looker.person.not_saved_files) == 1
    looker.window.companion.ghost.take_shown()
    looker.settle()
    assert not looker.selection.line.steps


@each
def test_other_weights_are_read_anew(looker: Looker, name: str) -> None:
    panel = looker.open(name)
    looker.write("hello")
    before = looker.selection.line
    other = Sampler(*tiny_network(24))
    looker.window.inspector.feed._bridge._session._writer = other
    looker.window.inspector.feed._bridge.ready.emit("other")
    looker.settle()
    after = looker.selection.line
    assert after.reading.sampler is other and before.reading.sampler is not other
    assert not panel.lacks
    looker.window.grab()


@each
def test_it_opens_closes_floats_and_wears_both_themes(looker: Looker, name: str) -> None:
    looker.write("hello")
    action, docks = looker.window._actions[f"inspect_{name}"], looker.inspector.docks
    action.trigger()
    looker.settle()
    assert action.isChecked() and docks.open == (name,)
    panel, dock = docks.panels[name], docks._docks[name]
    reach = [w for w in panel.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert all(widget.accessibleName() for widget in reach)
    for _ in range(2):
        looker.key(KEY.Key_D, CTRL)
        looker.settle()
        looker.window.grab()
    dock.setFloating(True)
    looker.until(lambda: panel.isVisible() and panel.is_live)
    dock.setFloating(False)
    looker.settle()
    assert not panel.lacks
    action.trigger()
    looker.settle()
    assert not action.isChecked() and docks.open == () and not panel.is_live
    action.trigger()
    dock.close()  # by its own button
    assert not action.isChecked()


def test_one_selection_moves_all(looker: Looker, monkeypatch: pytest.MonkeyPatch) -> None:
    looker.write("hello", "you")
    panels = []
    for name in NAMES:
        panels.append(looker.open(name))
    for panel in panels:  # side by side, so that all are seen
        looker.inspector.docks._docks[panel.name].setFloating(True)
    looker.until(lambda: all(panel.is_live for panel in panels))
    looker.settle()
    visited: list[str] = []
    for panel in panels:
        monkeypatch.setattr(panel, "visit", lambda line, spot, name=panel.name: visited.append(f"{name} {spot.row}"))
    looker.selection.step(-3)
    looker.settle()
    row = looker.selection.spot.row
    assert set(visited) == {f"{name} {row}" for name in NAMES}
    for panel in panels:
        looker.inspector.docks._docks[panel.name].close()
    QApplication.processEvents()


def test_a_panel_behind_another_rests(looker: Looker) -> None:
    looker.write("hello")
    first, second = looker.open("cells"), looker.open("surprise")
    assert second.is_live and not first.is_live
    looker.window._actions["inspect_cells"].trigger()  # brings it to the front
    looker.until(lambda: first.is_live and not second.is_live)
    assert set(looker.inspector.docks.open) == {"cells", "surprise"}
    assert looker.inspector.marks.colours == ""


def test_how_far_back_has_the_same_line_in_the_labs_networks(looker: Looker):
    looker.write("hello")
    panel = looker.open("gradient")
    looker.until(lambda: len(panel._beside) == 4 and panel._flow is not None)
    for one, moved in zip(panel._beside, (panel._flow.moved, *(m for _, m in panel._flow.lab)), strict=True):
        x, y = one.getData()
        assert len(x) and 10.0 ** y[0] == pytest.approx(moved[int(x[0]) - 1], rel=1e-5)
        assert y.max() - y.min() <= 8.0


@pytest.mark.parametrize("name", ["cells", "cell-on-ink"])
def test_without_a_table_of_cells_it_says_so(looker: Looker, name: str) -> None:
    panel = looker.open(name)
    looker.write("hello")
    assert NO_TABLE in panel.caption.text()
    if name == "cells":
        panel.plots.arrow.emit(0, 1)
        assert panel.caption.text().startswith("Cell ") and NO_TABLE in panel.caption.text()

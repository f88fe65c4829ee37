"""What tablet and mouse write on the canvas is what it tells, sample by sample, whatever a driver does."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from pytestqt.qtbot import QtBot

from inkapp.ink import file
from inkapp.ui.canvas.paper_edge import OFF_SHEET_MM
from tests.ui.canvas.host import Host
from tests.ui.pens import MOUSE_MOVE, MOUSE_PRESS, MOUSE_RELEASE, MOVE, PRESS, RELEASE, Mouse, Pen
from tests.ui.pictures import grabbed

NAN = math.nan


def test_a_tablet_stroke_with_mouse_duplicates_is_one_stroke_with_every_sample(host: Host) -> None:
    pen, mouse = Pen(host.canvas), Mouse(host.canvas)
    places = [(200 + i * 1.37, 200 + 30 * math.sin(i / 9)) for i in range(201)]
    mouse.send(MOUSE_PRESS, *places[0])  # the duplicate comes first …
    pen.send(PRESS, *places[0], 0.1)
    for i, place in enumerate(places[1:], 1):
        pen.send(MOVE, *place, 0.1 + 0.8 * i / 200)
        mouse.send(MOUSE_MOVE, round(place[0]), round(place[1]))
    pen.send(RELEASE, *places[-1], 0.0)
    mouse.send(MOUSE_RELEASE, *places[-1])  # … and goes last
    (stroke,) = host.strokes
    assert len(stroke) >= 200
    assert stroke.has_pressure
    assert (np.diff(stroke.pressure) > 0).all()
    assert stroke.pressure[[0, -1]] == pytest.approx([0.1, 0.9], abs=0.001)
    at = np.array([host.canvas.view.to_widget(x, y) for x, y in zip(stroke.x, stroke.y, strict=True)])
    assert np.abs(at - np.array(places)[-len(at) :]).max() < 0.5  # pixels: sub-pixel positions arrived
    assert stroke.t[-1] == pytest.approx(1.0, abs=0.02)  # the events' time, not the test's
    assert host.told == ["begun", "ended"]
    assert host.pressures[-1] == pytest.approx(0.9)


@pytest.mark.parametrize("pressure", [NAN, -0.5, math.inf, 7.0])
def test_a_hostile_driver_costs_no_ink(host: Host, tmp_path: Path, pressure: float) -> None:
    pen = Pen(host.canvas)
    for kind in (PRESS, *[MOVE] * 9):
        pen.send(kind, 200 + pen.stamp / 50, 200, pressure)
    pen.stamp -= 5  # the same time again
    pen.send(MOVE, NAN, 300, pressure)
    pen.send(MOVE, 300, 300, pressure)
    pen.send(PRESS, 220, 250, pressure)  # no release
    pen.send(MOVE, 260, 250, pressure)
    assert host.canvas.pen_tool.is_down
    host.canvas.hide()  # nor here
    assert not host.canvas.pen_tool.is_down
    assert len(host.strokes) == 2
    path = tmp_path / "page.ink"
    file.save(host.history.current, path)
    again = file.load(path)
    assert again.pages == host.history.current.pages
    for stroke in again.pages[0].strokes:
        assert np.isfinite(np.stack((stroke.x, stroke.y, stroke.t, stroke.pressure))).all()
        assert stroke.pressure.min() >= 0 and stroke.pressure.max() <= 1


def test_a_pen_taken_away_without_a_word_leaves_its_stroke(host: Host, qtbot: QtBot) -> None:
    pen = Pen(host.canvas)
    pen.send(PRESS, 200, 200)
    pen.send(MOVE, 250, 220)
    qtbot.waitUntil(lambda: len(host.strokes) == 1, timeout=20_000)
    assert not host.canvas.pen_tool.is_down


def test_a_tap_is_a_dot_that_is_seen(host: Host) -> None:
    before = host.picture()
    Mouse(host.canvas).line([(300, 300)])
    (dot,) = host.strokes
    assert len(dot) == 1
    changed = np.argwhere((host.picture() != before).any(axis=2))
    middle = changed.mean(axis=0) / host.canvas.devicePixelRatioF()
    assert middle == pytest.approx([299.5, 299.5], abs=1)
    assert len(changed) >= 4


def test_a_double_click_is_two_dots(host: Host) -> None:
    mouse = Mouse(host.canvas)
    mouse.line([(300, 300)])
    mouse.send(QEvent.Type.MouseButtonDblClick, 302, 300)
    mouse.send(MOUSE_RELEASE, 302, 300)
    assert len(host.strokes) == 2


def test_the_line_ends_at_the_pen_while_it_is_written(host: Host) -> None:
    before = host.picture()
    mouse = Mouse(host.canvas)
    mouse.send(MOUSE_PRESS, 200, 200)
    for i in range(1, 150):
        mouse.send(MOUSE_MOVE, 200 + 2 * i, 200 + 20 * math.sin(i / 10))
        if i % 10 == 0:
            changed = np.argwhere((grabbed(host.canvas) != before).any(axis=2))
            assert changed[:, 1].max() / host.canvas.devicePixelRatioF() >= 200 + 2 * i
    assert host.canvas.pen_tool.is_down


def test_ink_stays_where_it_is_when_the_stroke_ends(host: Host) -> None:
    mouse = Mouse(host.canvas)
    host.canvas.pen_tool.stroke_ended.disconnect()  # nobody takes it into a document
    mouse.send(MOUSE_PRESS, 200, 200)
    for i in range(1, 200):
        mouse.send(MOUSE_MOVE, 200 + 1.5 * i, 200 + 30 * math.sin(i / 12))
    live = grabbed(host.canvas).astype(int)
    mouse.send(MOUSE_RELEASE, 498.5, 200 + 30 * math.sin(199 / 12))
    waiting = grabbed(host.canvas).astype(int)
    assert (np.abs(live - waiting) > 128).any(axis=2).sum() <= 5  # smoothed a little, but not moved
    assert np.abs(live - waiting).mean() < 0.1


def test_nothing_is_written_beside_the_paper(host: Host) -> None:
    x = host.canvas.view.x
    assert x > 20
    Mouse(host.canvas).line([(3, 300), (8, 300), (8, 320)])
    assert host.strokes == () and host.told == []


def test_a_stroke_begun_beside_the_paper_begins_at_its_edge(host: Host) -> None:
    x = host.canvas.view.x
    assert x > 20
    mouse = Mouse(host.canvas)
    mouse.send(MOUSE_PRESS, x - 18, 300)
    assert host.told == []
    for i in range(1, 40):
        mouse.send(MOUSE_MOVE, x - 18 + 5 * i, 300 + i)
    assert host.told == ["begun"] and host.canvas.pen_tool.live_stroke() is not None
    mouse.send(MOUSE_RELEASE, x + 177, 339)
    (stroke,) = host.strokes
    begin = host.canvas.view.to_widget(stroke.x[0], stroke.y[0])
    assert stroke.x[0] == pytest.approx(-OFF_SHEET_MM) and 300 < begin[1] < 304
    assert (np.diff(stroke.x) > 0).all() and (np.diff(stroke.t) >= 0).all() and len(stroke) > 30


def test_a_stroke_that_leaves_the_paper_ends_at_its_edge_and_what_comes_back_is_another(host: Host) -> None:
    view = host.canvas.view
    out = [(view.x + 100 - 5 * i, 300.0) for i in range(25)]
    back = [(view.x - 20 + 5 * i, 330.0) for i in range(25)]
    Pen(host.canvas).line([*out, *back])
    assert host.told == ["begun", "ended", "begun", "ended"] and not host.canvas.pen_tool.is_down
    first, second = host.strokes
    assert first.x[-1] == second.x[0] == pytest.approx(-OFF_SHEET_MM)
    assert first.x.min() >= -OFF_SHEET_MM - 0.1 and second.x.min() >= -OFF_SHEET_MM - 0.1
    assert (first.pressure > 0).all() and (second.pressure > 0).all()


def test_a_stroke_across_a_corner_between_two_samples_is_kept(host: Host) -> None:
    view = host.canvas.view
    x, y = view.x, view.y
    Mouse(host.canvas).line([(x - 20, y + 15), (x + 15, y - 20), (x + 60, y - 20)])
    (stroke,) = host.strokes
    assert (
        len(stroke) == 2
        and stroke.x[0] == pytest.approx(-OFF_SHEET_MM)
        and stroke.y[-1] == pytest.approx(-OFF_SHEET_MM)
    )


def test_a_pen_without_pressure_says_so(host: Host) -> None:
    Pen(host.canvas, pressure=False).line([(200, 200), (240, 220)])
    assert host.pressures == [None]
    assert not host.strokes[0].has_pressure

"""The canvas with real events: what is written is what is told, shown and left alone."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inkapp.ink import file
from inkapp.ink.document import Document, Origin, Page, Stroke
from inkapp.ink.edits import AddStrokes, EraseStrokes
from inkapp.ink.ghost import Ghost, GhostStroke
from inkapp.ink.history import History
from inkapp.ui.canvas.canvas import Canvas, Tool
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.canvas.view import View
from inkapp.ui.chrome.theme import DARK
from tests.ui.pens import MIDDLE, MOUSE_MOVE, MOUSE_PRESS, MOUSE_RELEASE, MOVE, NONE, PRESS, RELEASE, Mouse, Pen
from tests.ui.pictures import grabbed, wave

NAN = math.nan


class Host:
    """The window's part: a history that follows the canvas."""

    def __init__(self, qtbot: QtBot, strokes: tuple[Stroke, ...] = ()) -> None:
        self.player = GhostPlayer()
        self.canvas = Canvas(self.player)
        qtbot.addWidget(self.canvas)
        self.canvas.resize(800, 600)
        self.canvas.show()
        self.history = History(Document((Page(strokes),)))
        self.canvas.set_document(self.history.current)
        self.told: list[str] = []
        self.pressures: list[float | None] = []
        self.canvas.pen_tool.stroke_begun.connect(lambda: self.told.append("begun"))
        self.canvas.pen_tool.stroke_ended.connect(self._add)
        self.canvas.pen_tool.strokes_erased.connect(self._erase)
        self.canvas.pen_tool.pressure_seen.connect(self.pressures.append)

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        return self.history.current.pages[0].strokes

    def show(self, document: Document) -> None:
        self.canvas.set_document(document)

    def picture(self) -> np.ndarray:  # type: ignore[type-arg]
        self.canvas.settle()
        return grabbed(self.canvas)

    def _add(self, stroke: Stroke) -> None:
        self.told.append("ended")
        self.show(self.history.apply(AddStrokes((stroke,))))

    def _erase(self, numbers: tuple[int, ...]) -> None:
        self.told.append(f"erased {len(numbers)}")
        self.show(self.history.apply(EraseStrokes(numbers)))


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    return Host(qtbot)


def ghost(complete: bool = True) -> Ghost:
    stroke = wave(60, 60, 30)
    step = np.arange(len(stroke))
    made = GhostStroke(stroke.x, stroke.y, stroke.t, stroke.pressure, step, True, Origin("live", 1, 0.5))
    return Ghost(0, (made,), complete, 1)


# Writing


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
    assert host.canvas.is_drawing
    host.canvas.hide()  # nor here
    assert not host.canvas.is_drawing
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
    assert not host.canvas.is_drawing


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
    assert host.canvas.is_drawing


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
    Mouse(host.canvas).line([(3, 300), (60, 300), (100, 320)])
    assert host.strokes == () and host.told == []


def test_a_pen_without_pressure_says_so(host: Host) -> None:
    Pen(host.canvas, pressure=False).line([(200, 200), (240, 220)])
    assert host.pressures == [None]
    assert not host.strokes[0].has_pressure


# Erasing


def rows() -> tuple[Stroke, ...]:
    return tuple(wave(40, 30 + 12 * row, 60) for row in range(4))


def at(canvas: Canvas, x: float, y: float) -> tuple[float, float]:
    return canvas.view.to_widget(x, y)


def test_erase_three_draw_one_and_two_undos_bring_everything_back(qtbot: QtBot) -> None:
    host = Host(qtbot, rows())
    first, untouched = host.picture(), host.history.current
    host.canvas.set_tool(Tool.ERASER)
    Mouse(host.canvas).line([at(host.canvas, 60, 28), at(host.canvas, 60, 40), at(host.canvas, 60, 60)])
    assert host.told == ["erased 3"]
    assert host.strokes == rows()[3:]
    host.canvas.set_tool(Tool.PEN)
    Mouse(host.canvas, stamp=9000).line([(300, 300), (340, 320), (380, 300)])
    assert len(host.strokes) == 2
    host.show(host.history.undo())
    host.show(host.history.undo())
    assert host.history.current.pages is not None
    assert all(one is other for one, other in zip(host.strokes, untouched.pages[0].strokes, strict=True))
    assert file.dumps(host.history.current) == file.dumps(untouched)
    assert np.array_equal(host.picture(), first)


def test_what_is_erased_is_hidden_before_anybody_is_told(qtbot: QtBot) -> None:
    host = Host(qtbot, rows())
    first = host.picture()
    mouse = Mouse(host.canvas)
    host.canvas.set_tool(Tool.ERASER)
    mouse.send(MOUSE_PRESS, *at(host.canvas, 60, 28))
    mouse.send(MOUSE_MOVE, *at(host.canvas, 60, 36))
    assert host.told == [] and len(host.strokes) == 4
    assert not np.array_equal(host.picture(), first)
    host.show(Document((Page(rows()[2:]),), 7))  # another document meanwhile: the old numbers mean nothing
    mouse.send(MOUSE_RELEASE, *at(host.canvas, 60, 36))
    assert host.told == []
    host.show(host.history.current)
    assert np.array_equal(host.picture(), first)


def test_the_tail_erases_and_the_tip_draws_again(qtbot: QtBot) -> None:
    host = Host(qtbot, rows())
    Pen(host.canvas, tail=True).line([at(host.canvas, 60, 28), at(host.canvas, 60, 36)])
    assert host.told == ["erased 1"]
    Pen(host.canvas, stamp=9000).line([(300, 300), (340, 320)])
    assert host.told == ["erased 1", "begun", "ended"]


def test_an_eraser_that_touched_nothing_tells_nothing(host: Host) -> None:
    host.canvas.set_tool(Tool.ERASER)
    Mouse(host.canvas).line([(300, 300), (400, 300)])
    assert host.told == []


# Looking


def wheel(canvas: Canvas, at_px: QPointF, notches: float, *, ctrl: bool = False) -> None:
    keys = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at_px, at_px, QPoint(), QPoint(0, round(120 * notches)), NONE, keys, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(canvas, event)


def test_the_first_view_fits_and_goes_on_fitting_until_the_person_zooms(host: Host, qtbot: QtBot) -> None:
    canvas = host.canvas
    assert canvas.view == View.fit_width(800, 600, 210, 297)
    canvas.resize(1000, 500)
    assert canvas.view == View.fit_width(1000, 500, 210, 297)
    with qtbot.waitSignal(canvas.zoom_changed) as seen:
        canvas.zoom_actual()
    assert seen.args == [1.0] and canvas.view.zoom == 1.0
    canvas.resize(700, 500)
    assert canvas.view.zoom == 1.0
    canvas.zoom_fit()
    assert canvas.view.zoom == View.fit_width(700, 500, 210, 297).zoom


def test_ctrl_and_the_wheel_zoom_at_the_cursor(host: Host) -> None:
    cursor = QPointF(420, 260)
    for notches in (2, 3, -1):
        under = host.canvas.view.to_page(cursor.x(), cursor.y())
        zoom = host.canvas.view.zoom
        wheel(host.canvas, cursor, notches, ctrl=True)
        assert (host.canvas.view.zoom > zoom) == (notches > 0)
        assert host.canvas.view.to_widget(*under) == pytest.approx((cursor.x(), cursor.y()), abs=0.51)


def test_the_wheel_scrolls_and_the_page_cannot_be_lost(host: Host) -> None:
    top = host.canvas.view.y
    wheel(host.canvas, QPointF(300, 300), -2)
    assert host.canvas.view.y < top
    wheel(host.canvas, QPointF(300, 300), 50)
    assert host.canvas.view.y == top
    host.canvas.scroll_by(0, 100)
    assert host.canvas.view.y == top - 100


@pytest.mark.parametrize("space", [True, False])
def test_space_or_the_middle_button_drag_the_page(host: Host, space: bool) -> None:
    canvas = host.canvas
    before = canvas.view
    button = Qt.MouseButton.LeftButton if space else MIDDLE
    none = Qt.KeyboardModifier.NoModifier
    if space:
        QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, none, " "))
    mouse = Mouse(canvas)
    mouse.send(MOUSE_PRESS, 300, 300, button)
    mouse.send(MOUSE_MOVE, 300, 250, button)
    mouse.send(MOUSE_RELEASE, 300, 250, button)
    if space:
        QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Space, none, " "))
    assert canvas.view == before.moved(0, -50)
    assert host.told == []
    mouse.line([(300, 300), (320, 310)])
    assert host.told == ["begun", "ended"]


def test_a_stroke_goes_on_while_the_page_is_scrolled(host: Host) -> None:
    mouse = Mouse(host.canvas)
    mouse.send(MOUSE_PRESS, 300, 300)
    mouse.send(MOUSE_MOVE, 320, 300)
    wheel(host.canvas, QPointF(320, 300), -1)
    mouse.send(MOUSE_MOVE, 321, 300)
    mouse.send(MOUSE_RELEASE, 321, 300)
    (stroke,) = host.strokes
    assert stroke.y[-1] - stroke.y[0] == pytest.approx(60 / host.canvas.view.scale, abs=0.1)


@pytest.mark.parametrize("tablet", [True, False])
def test_a_stroke_under_way_goes_on_whatever_is_held_or_arrives(host: Host, tablet: bool) -> None:
    device, (press, move, release) = (
        (Pen(host.canvas), (PRESS, MOVE, RELEASE))
        if tablet
        else (Mouse(host.canvas), (MOUSE_PRESS, MOUSE_MOVE, MOUSE_RELEASE))
    )
    none = Qt.KeyboardModifier.NoModifier
    device.send(press, 200, 200)
    device.send(move, 220, 200)
    QApplication.sendEvent(host.canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, none, " "))
    device.send(move, 240, 220)
    host.show(host.history.apply(AddStrokes((wave(60, 60, 30, model=True),))))
    assert host.canvas.is_drawing
    device.send(move, 260, 200)
    device.send(release, 260, 200)
    QApplication.sendEvent(host.canvas, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Space, none, " "))
    assert not host.canvas.is_drawing
    assert len(host.strokes) == 2 and len(host.strokes[1]) == 4


# What is seen


def test_the_picture_does_not_depend_on_how_it_came_about(qtbot: QtBot) -> None:
    """Written, scrolled and zoomed to: the same as opened there."""
    host = Host(qtbot)
    for stroke in rows():
        host.canvas.pen_tool.stroke_ended.emit(stroke)
    host.canvas.zoom_in()
    host.canvas.scroll_by(37, 91)
    host.canvas.settle()
    host.canvas.scroll_by(-21, -13)
    other = Host(qtbot, rows())
    other.canvas.zoom_in()
    other.canvas.scroll_by(16, 78)
    assert other.canvas.view == host.canvas.view
    difference = np.abs(host.picture().astype(int) - other.picture())
    assert difference.max() <= 2


def test_a_theme_is_only_a_view(qtbot: QtBot) -> None:
    host = Host(qtbot, rows())
    light, content = host.picture(), file.dumps(host.history.current)
    host.canvas.set_theme(DARK)
    dark = host.picture()
    assert light.mean() > 180 > 100 > dark.mean()
    assert dark[..., :3].max() > 200  # light ink
    assert file.dumps(host.history.current) == content


def test_a_ghost_is_drawn_in_its_own_colour_and_goes(host: Host) -> None:
    before = host.picture()
    host.player.show(ghost())
    host.player.set_pace(0)
    seen = host.picture()
    changed = (seen != before).any(axis=2)
    assert changed.sum() > 200
    darkest = seen[changed][:, :3].astype(int).sum(axis=1).min()
    assert darkest > 200  # grey, not ink
    host.player.clear()
    assert np.array_equal(host.picture(), before)


def test_a_growing_ghost_shows_its_pen(host: Host) -> None:
    host.player.show(ghost(complete=False))
    host.player.set_pace(0)
    growing = host.picture()
    host.player.show(ghost(complete=True))
    assert not np.array_equal(host.picture(), growing)


def test_accepted_ink_differs_from_ghost_and_from_the_hands(host: Host) -> None:
    pictures = []
    for stroke in (wave(60, 60, 30), wave(60, 60, 30, model=True)):
        host.show(Document((Page((stroke,)),)))
        pictures.append(host.picture())
    assert not np.array_equal(*pictures)


def test_the_hint_shows_on_the_empty_page_only(host: Host) -> None:
    empty = host.picture()
    host.canvas.set_hint("Write a few words")
    assert not np.array_equal(host.picture(), empty)
    mouse = Mouse(host.canvas)
    mouse.line([(300, 500), (320, 500)])
    host.canvas.set_hint("")
    written = host.picture()
    host.canvas.set_hint("Write a few words")
    assert np.array_equal(host.picture(), written)
    host.show(host.history.undo())
    assert not np.array_equal(host.picture(), empty)


def test_a_page_of_another_size_is_fitted(host: Host) -> None:
    host.show(Document((Page(width=100, height=50), Page())))
    assert host.canvas.view.zoom == View.fit_width(800, 600, 100, 50).zoom
    with pytest.raises(IndexError):
        host.canvas.set_document(Document(), 3)


def test_it_has_a_name_and_says_what_is_on_it(qtbot: QtBot) -> None:
    host = Host(qtbot, rows())
    assert host.canvas.accessibleName() == "Page"
    assert "4 strokes" in host.canvas.accessibleDescription()
    assert host.canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus

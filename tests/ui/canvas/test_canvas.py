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


class Desk:
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
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def ghost(complete: bool = True) -> Ghost:
    stroke = wave(60, 60, 30)
    step = np.arange(len(stroke))
    made = GhostStroke(stroke.x, stroke.y, stroke.t, stroke.pressure, step, True, Origin("live", 1, 0.5))
    return Ghost(0, (made,), complete, 1)


# Writing


def test_a_tablet_stroke_with_mouse_duplicates_is_one_stroke_with_every_sample(desk: Desk) -> None:
    pen, mouse = Pen(desk.canvas), Mouse(desk.canvas)
    places = [(200 + i * 1.37, 200 + 30 * math.sin(i / 9)) for i in range(201)]
    mouse.send(MOUSE_PRESS, *places[0])  # the duplicate comes first …
    pen.send(PRESS, *places[0], 0.1)
    for i, place in enumerate(places[1:], 1):
        pen.send(MOVE, *place, 0.1 + 0.8 * i / 200)
        mouse.send(MOUSE_MOVE, round(place[0]), round(place[1]))
    pen.send(RELEASE, *places[-1], 0.0)
    mouse.send(MOUSE_RELEASE, *places[-1])  # … and goes last
    (stroke,) = desk.strokes
    assert len(stroke) >= 200
    assert stroke.has_pressure
    assert (np.diff(stroke.pressure) > 0).all()
    assert stroke.pressure[[0, -1]] == pytest.approx([0.1, 0.9], abs=0.001)
    at = np.array([desk.canvas.view.to_widget(x, y) for x, y in zip(stroke.x, stroke.y, strict=True)])
    assert np.abs(at - np.array(places)[-len(at) :]).max() < 0.5  # pixels: sub-pixel positions arrived
    assert stroke.t[-1] == pytest.approx(1.0, abs=0.02)  # the events' time, not the test's
    assert desk.told == ["begun", "ended"]
    assert desk.pressures[-1] == pytest.approx(0.9)


@pytest.mark.parametrize("pressure", [NAN, -0.5, math.inf, 7.0])
def test_a_hostile_driver_costs_no_ink(desk: Desk, tmp_path: Path, pressure: float) -> None:
    pen = Pen(desk.canvas)
    for kind in (PRESS, *[MOVE] * 9):
        pen.send(kind, 200 + pen.stamp / 50, 200, pressure)
    pen.stamp -= 5  # the same time again
    pen.send(MOVE, NAN, 300, pressure)
    pen.send(MOVE, 300, 300, pressure)
    pen.send(PRESS, 220, 250, pressure)  # no release
    pen.send(MOVE, 260, 250, pressure)
    assert desk.canvas.is_drawing
    desk.canvas.hide()  # nor here
    assert not desk.canvas.is_drawing
    assert len(desk.strokes) == 2
    path = tmp_path / "page.ink"
    file.save(desk.history.current, path)
    again = file.load(path)
    assert again.pages == desk.history.current.pages
    for stroke in again.pages[0].strokes:
        assert np.isfinite(np.stack((stroke.x, stroke.y, stroke.t, stroke.pressure))).all()
        assert stroke.pressure.min() >= 0 and stroke.pressure.max() <= 1


def test_a_pen_taken_away_without_a_word_leaves_its_stroke(desk: Desk, qtbot: QtBot) -> None:
    pen = Pen(desk.canvas)
    pen.send(PRESS, 200, 200)
    pen.send(MOVE, 250, 220)
    qtbot.waitUntil(lambda: len(desk.strokes) == 1, timeout=20_000)
    assert not desk.canvas.is_drawing


def test_a_tap_is_a_dot_that_is_seen(desk: Desk) -> None:
    before = desk.picture()
    Mouse(desk.canvas).line([(300, 300)])
    (dot,) = desk.strokes
    assert len(dot) == 1
    changed = np.argwhere((desk.picture() != before).any(axis=2))
    middle = changed.mean(axis=0) / desk.canvas.devicePixelRatioF()
    assert middle == pytest.approx([299.5, 299.5], abs=1)
    assert len(changed) >= 4


def test_a_double_click_is_two_dots(desk: Desk) -> None:
    mouse = Mouse(desk.canvas)
    mouse.line([(300, 300)])
    mouse.send(QEvent.Type.MouseButtonDblClick, 302, 300)
    mouse.send(MOUSE_RELEASE, 302, 300)
    assert len(desk.strokes) == 2


def test_the_line_ends_at_the_pen_while_it_is_written(desk: Desk) -> None:
    before = desk.picture()
    mouse = Mouse(desk.canvas)
    mouse.send(MOUSE_PRESS, 200, 200)
    for i in range(1, 150):
        mouse.send(MOUSE_MOVE, 200 + 2 * i, 200 + 20 * math.sin(i / 10))
        if i % 10 == 0:
            changed = np.argwhere((grabbed(desk.canvas) != before).any(axis=2))
            assert changed[:, 1].max() / desk.canvas.devicePixelRatioF() >= 200 + 2 * i
    assert desk.canvas.is_drawing


def test_ink_stays_where_it_is_when_the_stroke_ends(desk: Desk) -> None:
    mouse = Mouse(desk.canvas)
    desk.canvas.pen_tool.stroke_ended.disconnect()  # nobody takes it into a document
    mouse.send(MOUSE_PRESS, 200, 200)
    for i in range(1, 200):
        mouse.send(MOUSE_MOVE, 200 + 1.5 * i, 200 + 30 * math.sin(i / 12))
    live = grabbed(desk.canvas).astype(int)
    mouse.send(MOUSE_RELEASE, 498.5, 200 + 30 * math.sin(199 / 12))
    waiting = grabbed(desk.canvas).astype(int)
    assert (np.abs(live - waiting) > 128).any(axis=2).sum() <= 5  # smoothed a little, but not moved
    assert np.abs(live - waiting).mean() < 0.1


def test_nothing_is_written_beside_the_paper(desk: Desk) -> None:
    x = desk.canvas.view.x
    assert x > 20
    Mouse(desk.canvas).line([(3, 300), (60, 300), (100, 320)])
    assert desk.strokes == () and desk.told == []


def test_a_pen_without_pressure_says_so(desk: Desk) -> None:
    Pen(desk.canvas, pressure=False).line([(200, 200), (240, 220)])
    assert desk.pressures == [None]
    assert not desk.strokes[0].has_pressure


# Erasing


def rows() -> tuple[Stroke, ...]:
    return tuple(wave(40, 30 + 12 * row, 60) for row in range(4))


def at(canvas: Canvas, x: float, y: float) -> tuple[float, float]:
    return canvas.view.to_widget(x, y)


def test_erase_three_draw_one_and_two_undos_bring_everything_back(qtbot: QtBot) -> None:
    desk = Desk(qtbot, rows())
    first, untouched = desk.picture(), desk.history.current
    desk.canvas.set_tool(Tool.ERASER)
    Mouse(desk.canvas).line([at(desk.canvas, 60, 28), at(desk.canvas, 60, 40), at(desk.canvas, 60, 60)])
    assert desk.told == ["erased 3"]
    assert desk.strokes == rows()[3:]
    desk.canvas.set_tool(Tool.PEN)
    Mouse(desk.canvas, stamp=9000).line([(300, 300), (340, 320), (380, 300)])
    assert len(desk.strokes) == 2
    desk.show(desk.history.undo())
    desk.show(desk.history.undo())
    assert desk.history.current.pages is not None
    assert all(one is other for one, other in zip(desk.strokes, untouched.pages[0].strokes, strict=True))
    assert file.dumps(desk.history.current) == file.dumps(untouched)
    assert np.array_equal(desk.picture(), first)


def test_what_is_erased_is_hidden_before_anybody_is_told(qtbot: QtBot) -> None:
    desk = Desk(qtbot, rows())
    first = desk.picture()
    mouse = Mouse(desk.canvas)
    desk.canvas.set_tool(Tool.ERASER)
    mouse.send(MOUSE_PRESS, *at(desk.canvas, 60, 28))
    mouse.send(MOUSE_MOVE, *at(desk.canvas, 60, 36))
    assert desk.told == [] and len(desk.strokes) == 4
    assert not np.array_equal(desk.picture(), first)
    desk.show(Document((Page(rows()[2:]),), 7))  # another document meanwhile: the old numbers mean nothing
    mouse.send(MOUSE_RELEASE, *at(desk.canvas, 60, 36))
    assert desk.told == []
    desk.show(desk.history.current)
    assert np.array_equal(desk.picture(), first)


def test_the_tail_erases_and_the_tip_draws_again(qtbot: QtBot) -> None:
    desk = Desk(qtbot, rows())
    Pen(desk.canvas, tail=True).line([at(desk.canvas, 60, 28), at(desk.canvas, 60, 36)])
    assert desk.told == ["erased 1"]
    Pen(desk.canvas, stamp=9000).line([(300, 300), (340, 320)])
    assert desk.told == ["erased 1", "begun", "ended"]


def test_an_eraser_that_touched_nothing_tells_nothing(desk: Desk) -> None:
    desk.canvas.set_tool(Tool.ERASER)
    Mouse(desk.canvas).line([(300, 300), (400, 300)])
    assert desk.told == []


# Looking


def wheel(canvas: Canvas, at_px: QPointF, notches: float, *, ctrl: bool = False) -> None:
    keys = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at_px, at_px, QPoint(), QPoint(0, round(120 * notches)), NONE, keys, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(canvas, event)


def test_the_first_view_fits_and_goes_on_fitting_until_the_person_zooms(desk: Desk, qtbot: QtBot) -> None:
    canvas = desk.canvas
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


def test_ctrl_and_the_wheel_zoom_at_the_cursor(desk: Desk) -> None:
    cursor = QPointF(420, 260)
    for notches in (2, 3, -1):
        under = desk.canvas.view.to_page(cursor.x(), cursor.y())
        zoom = desk.canvas.view.zoom
        wheel(desk.canvas, cursor, notches, ctrl=True)
        assert (desk.canvas.view.zoom > zoom) == (notches > 0)
        assert desk.canvas.view.to_widget(*under) == pytest.approx((cursor.x(), cursor.y()), abs=0.51)


def test_the_wheel_scrolls_and_the_page_cannot_be_lost(desk: Desk) -> None:
    top = desk.canvas.view.y
    wheel(desk.canvas, QPointF(300, 300), -2)
    assert desk.canvas.view.y < top
    wheel(desk.canvas, QPointF(300, 300), 50)
    assert desk.canvas.view.y == top
    desk.canvas.scroll_by(0, 100)
    assert desk.canvas.view.y == top - 100


@pytest.mark.parametrize("space", [True, False])
def test_space_or_the_middle_button_drag_the_page(desk: Desk, space: bool) -> None:
    canvas = desk.canvas
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
    assert desk.told == []
    mouse.line([(300, 300), (320, 310)])
    assert desk.told == ["begun", "ended"]


def test_a_stroke_goes_on_while_the_page_is_scrolled(desk: Desk) -> None:
    mouse = Mouse(desk.canvas)
    mouse.send(MOUSE_PRESS, 300, 300)
    mouse.send(MOUSE_MOVE, 320, 300)
    wheel(desk.canvas, QPointF(320, 300), -1)
    mouse.send(MOUSE_MOVE, 321, 300)
    mouse.send(MOUSE_RELEASE, 321, 300)
    (stroke,) = desk.strokes
    assert stroke.y[-1] - stroke.y[0] == pytest.approx(60 / desk.canvas.view.scale, abs=0.1)


@pytest.mark.parametrize("tablet", [True, False])
def test_a_stroke_under_way_goes_on_whatever_is_held_or_arrives(desk: Desk, tablet: bool) -> None:
    device, (press, move, release) = (
        (Pen(desk.canvas), (PRESS, MOVE, RELEASE))
        if tablet
        else (Mouse(desk.canvas), (MOUSE_PRESS, MOUSE_MOVE, MOUSE_RELEASE))
    )
    none = Qt.KeyboardModifier.NoModifier
    device.send(press, 200, 200)
    device.send(move, 220, 200)
    QApplication.sendEvent(desk.canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, none, " "))
    device.send(move, 240, 220)
    desk.show(desk.history.apply(AddStrokes((wave(60, 60, 30, model=True),))))
    assert desk.canvas.is_drawing
    device.send(move, 260, 200)
    device.send(release, 260, 200)
    QApplication.sendEvent(desk.canvas, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Space, none, " "))
    assert not desk.canvas.is_drawing
    assert len(desk.strokes) == 2 and len(desk.strokes[1]) == 4


# What is seen


def test_the_picture_does_not_depend_on_how_it_came_about(qtbot: QtBot) -> None:
    """Written, scrolled and zoomed to: the same as opened there."""
    desk = Desk(qtbot)
    for stroke in rows():
        desk.canvas.pen_tool.stroke_ended.emit(stroke)
    desk.canvas.zoom_in()
    desk.canvas.scroll_by(37, 91)
    desk.canvas.settle()
    desk.canvas.scroll_by(-21, -13)
    other = Desk(qtbot, rows())
    other.canvas.zoom_in()
    other.canvas.scroll_by(16, 78)
    assert other.canvas.view == desk.canvas.view
    difference = np.abs(desk.picture().astype(int) - other.picture())
    assert difference.max() <= 2


def test_a_theme_is_only_a_view(qtbot: QtBot) -> None:
    desk = Desk(qtbot, rows())
    light, content = desk.picture(), file.dumps(desk.history.current)
    desk.canvas.set_theme(DARK)
    dark = desk.picture()
    assert light.mean() > 180 > 100 > dark.mean()
    assert dark[..., :3].max() > 200  # light ink
    assert file.dumps(desk.history.current) == content


def test_a_ghost_is_drawn_in_its_own_colour_and_goes(desk: Desk) -> None:
    before = desk.picture()
    desk.player.show(ghost())
    desk.player.set_pace(0)
    seen = desk.picture()
    changed = (seen != before).any(axis=2)
    assert changed.sum() > 200
    darkest = seen[changed][:, :3].astype(int).sum(axis=1).min()
    assert darkest > 200  # grey, not ink
    desk.player.clear()
    assert np.array_equal(desk.picture(), before)


def test_a_growing_ghost_shows_its_pen(desk: Desk) -> None:
    desk.player.show(ghost(complete=False))
    desk.player.set_pace(0)
    growing = desk.picture()
    desk.player.show(ghost(complete=True))
    assert not np.array_equal(desk.picture(), growing)


def test_accepted_ink_differs_from_ghost_and_from_the_hands(desk: Desk) -> None:
    pictures = []
    for stroke in (wave(60, 60, 30), wave(60, 60, 30, model=True)):
        desk.show(Document((Page((stroke,)),)))
        pictures.append(desk.picture())
    assert not np.array_equal(*pictures)


def test_the_hint_shows_on_the_empty_page_only(desk: Desk) -> None:
    empty = desk.picture()
    desk.canvas.set_hint("Write a few words")
    assert not np.array_equal(desk.picture(), empty)
    mouse = Mouse(desk.canvas)
    mouse.line([(300, 500), (320, 500)])
    desk.canvas.set_hint("")
    written = desk.picture()
    desk.canvas.set_hint("Write a few words")
    assert np.array_equal(desk.picture(), written)
    desk.show(desk.history.undo())
    assert not np.array_equal(desk.picture(), empty)


def test_a_page_of_another_size_is_fitted(desk: Desk) -> None:
    desk.show(Document((Page(width=100, height=50), Page())))
    assert desk.canvas.view.zoom == View.fit_width(800, 600, 100, 50).zoom
    with pytest.raises(IndexError):
        desk.canvas.set_document(Document(), 3)


def test_it_has_a_name_and_says_what_is_on_it(qtbot: QtBot) -> None:
    desk = Desk(qtbot, rows())
    assert desk.canvas.accessibleName() == "Page"
    assert "4 strokes" in desk.canvas.accessibleDescription()
    assert desk.canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus

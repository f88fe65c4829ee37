"""One point for all: pinned, pointed at, stepped along, and where it goes when the ink changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from inkapp.inspect.page import PageReading
from inkapp.ui.inspector.selection import Selection, Spot
from tests.ui.inspector.conftest import Looker
from tests.ui.users import KEY, begun

ALT = Qt.KeyboardModifier.AltModifier


def point_at(looker: Looker, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """Moves the mouse to a place on the page (mm), and clicks a button there."""
    canvas, none = looker.window.canvas, Qt.MouseButton.NoButton
    place = QPointF(*canvas.view.to_widget(x, y))
    kinds = [QEvent.Type.MouseMove]
    if button != none:
        kinds += [QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease]
    for kind in kinds:
        held = button if kind == QEvent.Type.MouseButtonPress else none
        told = none if kind == QEvent.Type.MouseMove else button
        QApplication.sendEvent(
            canvas, QMouseEvent(kind, place, canvas.mapToGlobal(place), told, held, Qt.KeyboardModifier(0))
        )
    looker.settle()


def test_an_empty_page_has_no_point(qtbot: object) -> None:
    selection = Selection()
    for move in (selection.step, selection.jump, selection.to_end):
        move(1)
        move(-1)
    selection.pin(Spot(0, 0))
    assert selection.spot is None and not selection.is_pinned and selection.line is None


def test_the_last_point_is_shown_until_one_is_pinned(looker: Looker) -> None:
    looker.open("timeline")
    looker.write("hello")
    line = looker.inspector.feed.reading.lines[0]
    assert looker.selection.spot == Spot(0, len(line) - 1)
    looker.write("you", baseline=66.0)
    assert looker.selection.spot.line == 1
    looker.selection.pin(Spot(0, 3))
    looker.write("and", baseline=78.0)
    assert looker.selection.spot == Spot(0, 3) and looker.selection.is_pinned


def test_pointing_moves_and_leaving_brings_back(looker: Looker) -> None:
    looker.open("timeline")
    looker.write("hello")
    line = looker.inspector.feed.reading.lines[0]
    told: list[Spot | None] = []
    looker.selection.moved.connect(told.append)
    point_at(looker, float(line.x[5]), float(line.y[5]))
    assert looker.selection.spot.row == 5 == told[-1].row and not looker.selection.is_pinned
    point_at(looker, 150.0, 200.0)  # beside the ink
    assert looker.selection.spot.row == len(line) - 1
    point_at(looker, float(line.x[7]), float(line.y[7]), Qt.MouseButton.RightButton)
    point_at(looker, 150.0, 200.0)
    assert looker.selection.is_pinned
    assert looker.selection.spot.row == 7
    assert (
        len(looker.window.open_document.document.pages[0].strokes)
        == looker.inspector.feed.reading.lines[0].stroke.max() + 1
    )


def test_the_pen_writes_as_before_while_a_panel_is_open(looker: Looker) -> None:
    looker.open("timeline")
    looker.draw()
    looker.settle()
    assert len(looker.authors) == 1 and looker.inspector.feed.reading.points > 1


def test_steps_go_over_the_ends_of_lines_and_jumps_from_lift_to_lift(looker: Looker) -> None:
    looker.open("timeline")
    looker.write("hello")
    looker.write("you", baseline=66.0)
    first, second = looker.inspector.feed.reading.lines
    selection = looker.selection
    selection.pin(Spot(0, len(first) - 1))
    selection.step(1)
    assert selection.spot == Spot(1, 0)
    selection.step(-1)
    assert selection.spot == Spot(0, len(first) - 1)
    selection.to_end(-1)
    selection.jump(1)
    assert first.lift[selection.spot.row] and not first.lift[: selection.spot.row].any()
    for _ in range(40):
        selection.jump(1)
    assert selection.spot == Spot(1, len(second) - 1) and not selection.is_pinned
    for _ in range(40):
        selection.jump(-1)
    assert selection.spot == Spot(0, 0)


@pytest.mark.parametrize("share", [0.3, 0.8])
def test_the_last_point_is_the_ghosts_where_it_grows(looker: Looker, share: float) -> None:
    looker.open("timeline")
    looker.write("hello")
    looker.ghost(share)
    line = looker.selection.line
    assert len(line.steps) == looker.window.player.step_now() > 0
    assert looker.selection.spot.row == len(line) - 1 >= line.written


def test_undo_leaves_the_point_where_there_is_one(looker: Looker) -> None:
    looker.open("timeline")
    looker.write("hello")
    looker.write("hello", "you", baseline=66.0)
    looker.selection.pin(Spot(1, 10))
    looker.window.writing.undo()
    looker.settle()
    assert looker.selection.spot is not None and looker.selection.spot.line == 0
    looker.window.writing.undo()
    looker.settle()
    assert looker.selection.spot is None


def test_a_long_page_shows_its_last_line_first_and_a_pinned_point_stays_in_its_line(
    looker: Looker,
) -> None:
    looker.write("hello")
    looker.write("you", baseline=66.0)
    seen: list[tuple[int, bool]] = []

    def heard(reading: PageReading) -> None:
        seen.append((len(reading.lines), reading.is_whole))

    looker.inspector.feed.read.connect(heard)
    looker.open("timeline")
    looker.inspector.feed.read.disconnect(heard)
    assert seen[:2] == [(1, False), (2, True)]
    looker.selection.pin(Spot(1, 2))
    whole = looker.inspector.feed.reading
    looker.selection.set_reading(replace(whole, lines=whole.lines[1:]))
    assert looker.selection.spot == Spot(0, 2)
    looker.selection.set_reading(whole)
    assert looker.selection.spot == Spot(1, 2)


def test_keys_step_only_while_a_panel_is_seen(looker: Looker) -> None:
    looker.write("hello", "you")
    assert not looker.window._actions["inspect_back"].isEnabled()
    looker.key(KEY.Key_1, ALT)
    looker.settle()
    end = looker.selection.spot.row
    looker.key(KEY.Key_Left, ALT)
    assert looker.selection.spot.row == end - 1
    looker.key(KEY.Key_Right, ALT)
    assert looker.selection.spot.row == end and not looker.selection.is_pinned
    looker.key(KEY.Key_Up, ALT)
    assert looker.selection.line.lift[looker.selection.spot.row]


def test_the_stroke_under_the_pen_is_read_while_it_is_written(looker: Looker) -> None:
    looker.open("cell-on-ink")
    looker.write("hello")
    begun(looker)
    for n in range(40):
        looker.mouse(QEvent.Type.MouseMove, 50.0 + 0.5 * n, 54.0 + 2.0 * (n % 2))
    before = len(looker.inspector.feed.reading.lines)
    looker.until(lambda: int(max(line.stroke.max() for line in looker.inspector.feed.reading.lines)) > 0 or before == 0)
    assert looker.window.canvas.pen_tool.is_down
    looker.mouse(QEvent.Type.MouseButtonRelease, 70.0, 54.0)
    looker.settle()
    assert looker.inspector.feed.reading.revision == looker.window.open_document.document.revision

"""The time line: scrubbed by the mouse, stepped and played by keys, also while a ghost would have them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.inspector.conftest import Looker
from tests.ui.users import KEY


def opened(looker: Looker):
    panel = looker.open("timeline")
    looker.write("hello", "you")
    panel.track.setFocus()
    return panel, looker.selection


def test_it_says_what_would_fill_it(looker: Looker) -> None:
    panel = looker.open("timeline")
    assert "Write" in panel.lacks
    looker.write("hello")
    assert not panel.lacks
    looker.window.writing.undo()
    looker.settle()
    assert "Write" in panel.lacks


def test_keys_step_jump_and_go_to_the_ends(looker: Looker) -> None:
    panel, selection = opened(looker)
    end = selection.spot.row
    looker.key(KEY.Key_Left)
    looker.key(KEY.Key_Left)
    looker.key(KEY.Key_Right)
    assert selection.spot.row == end - 1
    looker.key(KEY.Key_PageUp)
    assert selection.line.lift[selection.spot.row]
    looker.key(KEY.Key_Home)
    assert selection.spot.row == 0
    looker.key(KEY.Key_PageDown)
    assert selection.line.lift[selection.spot.row]
    looker.key(KEY.Key_End)
    assert selection.spot.row == end
    assert f"point {end} of 0 … {end}" in panel.where.text()


def test_a_ghost_does_not_take_its_keys(looker: Looker) -> None:
    panel, selection = opened(looker)
    looker.ghost(1.0)
    panel.track.setFocus()
    before, strokes = selection.spot.row, len(looker.authors)
    looker.key(KEY.Key_Left)
    looker.key(KEY.Key_Right)
    looker.key(KEY.Key_Left)
    assert selection.spot.row == before - 1 and len(looker.authors) == strokes


def test_it_plays_to_the_end_and_stops(looker: Looker) -> None:
    panel, selection = opened(looker)
    play = looker.inspector.play
    end = selection.spot.row
    looker.key(KEY.Key_Space)
    assert play.is_on and selection.spot.row == 0  # from the beginning, for it stood at the end
    for _ in range(end + 1):
        play.beat()
    assert selection.spot.row == end and not play.is_on
    looker.key(KEY.Key_F5)
    assert play.is_on
    QTest.mouseClick(panel.track, Qt.MouseButton.LeftButton, pos=QPoint(int(panel.track.x_of(9)), 20))
    assert selection.spot.row == 9 and not play.is_on


def test_dragging_scrubs_and_pointing_only_looks(looker: Looker) -> None:
    panel, selection = opened(looker)
    track = panel.track
    QTest.mouseMove(track, QPoint(int(track.x_of(4)), 20))
    looker.until(lambda: selection.spot.row == 4)
    assert not selection.is_pinned
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=QPoint(int(track.x_of(12)), 20))
    assert selection.spot.row == 12 and selection.is_pinned
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=QPoint(int(track.x_of(12)), 20))
    looker.window._actions["inspect_follow"].trigger()
    assert not selection.is_pinned


def test_it_follows_a_growing_ghost(looker: Looker) -> None:
    _, selection = opened(looker)
    written = selection.spot.row
    rows = []
    for share in (0.2, 0.5, 1.0):
        looker.ghost(share)
        rows.append(selection.spot.row)
    assert written < rows[0] < rows[1] < rows[2]


def test_its_buttons_have_names_and_can_be_reached(looker: Looker) -> None:
    panel, _ = opened(looker)
    assert all(button.accessibleName() for button in panel.buttons.values())
    seen = set()
    for _ in range(60):
        seen.add(QApplication.focusWidget())
        looker.window.focusNextChild()
    assert {panel.track, *(b for b in panel.buttons.values() if b.isEnabled())} <= seen

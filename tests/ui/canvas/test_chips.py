"""Chips: near the ghost, on no ink, with the page as it moves; a press on one is a click and no stroke."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inkapp.ink.document import Document, Page
from inkapp.ui.canvas.chips import LONGEST, Chip, Chips
from tests.ui.canvas.host import Host
from tests.ui.fakes import ghost
from tests.ui.pens import MOUSE_PRESS, MOUSE_RELEASE, MOVE, PRESS, RELEASE, Mouse, Pen
from tests.ui.pictures import grabbed, wave

TEXTS = ("support of the", "supper time", "suppose")


class Guessing(Host):
    """A ghost in the middle of the canvas, and the chips of three guesses, the second of which it says."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot, (wave(10, 40, 30),))
        self.chips = Chips(self.canvas, self.player)
        self.clicked: list[int] = []
        self.chips.clicked.connect(self.clicked.append)
        self.player.set_pace(0.0)
        self.chips.show_texts(TEXTS, 1)
        self.player.show(ghost(3, shift=20.0))

    @property
    def all(self) -> list[Chip]:
        return self.canvas.findChildren(Chip)

    @property
    def seen(self) -> list[Chip]:
        return [chip for chip in self.all if chip.isVisible()]

    @property
    def places(self) -> list[QRect]:
        return [chip.geometry() for chip in self.seen]

    def ink(self) -> QRect:
        """Where the ghost is, pixels."""
        points = np.concatenate([stroke.points for stroke in self.player.ghost.strokes])
        (x0, y0), (x1, y1) = (self.canvas.view.to_widget(*end) for end in (points.min(axis=0), points.max(axis=0)))
        return QRect(QPoint(int(x0), int(y0)), QPoint(int(x1) + 1, int(y1) + 1))


@pytest.fixture
def guessing(qtbot: QtBot) -> Guessing:
    return Guessing(qtbot)


def test_they_stand_under_the_ghost_in_a_row_and_say_which_it_is(guessing: Guessing):
    first, second, third = guessing.places
    ink = guessing.ink()
    assert abs(first.left() - ink.left()) <= 2 and 0 < first.top() - ink.bottom() < 12
    assert (
        first.top() == second.top() == third.top() and first.right() < second.left() and second.right() < third.left()
    )
    assert [chip.isChecked() for chip in guessing.seen] == [False, True, False]
    assert [chip.accessibleName() for chip in guessing.seen] == [
        f"Guess {n}: {text}" for n, text in enumerate(TEXTS, 1)
    ]
    assert all(chip.focusPolicy() == Qt.FocusPolicy.NoFocus for chip in guessing.seen)


def test_they_go_with_the_guesses(guessing: Guessing):
    guessing.chips.show_texts(TEXTS[:1], 0)
    assert len(guessing.seen) == 1
    guessing.chips.show_texts((), 0)
    assert guessing.seen == []


def test_they_wait_for_a_ghost_and_stay_where_they_are_while_another_is_written(guessing: Guessing):
    before = guessing.places
    guessing.player.clear()
    guessing.chips.show_texts(TEXTS, 2)
    assert guessing.places == before
    guessing.player.show(ghost(2, complete=False, shift=20.0))
    assert guessing.places == before
    guessing.chips.show_texts((), 0)
    guessing.player.clear()
    guessing.chips.show_texts(TEXTS, 0)
    assert guessing.seen == []
    guessing.player.show(ghost(1, shift=20.0))
    assert guessing.places == before


def test_a_ghost_that_grows_down_to_them_moves_them(guessing: Guessing):
    grown = ghost(4, shift=20.0)
    low = replace(grown.strokes[0], y=grown.strokes[0].y + 6.0)
    guessing.player.show(replace(grown, strokes=(low, *grown.strokes[1:])))
    for place in guessing.places:
        assert not place.intersects(QRect(*map(int, (*guessing.canvas.view.to_widget(40, 55), 20, 2))))
    assert guessing.places[0].top() > guessing.ink().bottom()


def test_they_keep_off_ink(guessing: Guessing):
    below = [wave(20, row, 90) for row in range(58, 110, 4)]
    guessing.show(Document((Page((*guessing.strokes, *below)),)))
    guessing.player.clear()
    guessing.chips.show_texts((), 0)
    guessing.chips.show_texts(TEXTS, 0)
    guessing.player.show(ghost(3, shift=20.0))
    assert len(guessing.seen) == 3 and all(place.bottom() < guessing.ink().top() for place in guessing.places)


def test_where_no_place_is_free_they_are_not_shown(guessing: Guessing):
    guessing.show(Document((Page(tuple(wave(2, row, 200) for row in np.arange(4.0, 200.0, 3.0))),)))
    guessing.chips.show_texts(TEXTS, 0)
    assert guessing.seen == []


def test_they_scroll_with_the_page_and_stay_in_sight_at_any_zoom(guessing: Guessing):
    before = guessing.places
    guessing.canvas.scroll_by(0, 30)
    assert [place.translated(0, 30) for place in guessing.places] == before
    for _ in range(6):
        guessing.canvas.zoom_in()
        assert all(guessing.canvas.rect().contains(place) for place in guessing.places)
    guessing.canvas.scroll_by(0, 1e6)
    assert guessing.seen == []  # the ghost is out of sight
    guessing.canvas.zoom_fit()
    guessing.canvas.show_top()
    assert len(guessing.seen) == 3


def test_one_below_another_in_a_narrow_canvas(guessing: Guessing):
    guessing.canvas.resize(300, 600)
    left, top = zip(*((place.left(), place.top()) for place in guessing.places), strict=True)
    assert len(set(left)) == 1 and len(set(top)) == 3


def test_a_long_guess_is_cut(guessing: Guessing):
    guessing.chips.show_texts(("wonderful " * 20,), 0)
    assert LONGEST < guessing.places[0].width() < LONGEST + 60
    grabbed(guessing.canvas)


def test_a_click_of_the_mouse_is_no_stroke(guessing: Guessing):
    QTest.mouseClick(guessing.canvas.windowHandle(), Qt.MouseButton.LeftButton, pos=guessing.places[2].center())
    assert guessing.clicked == [2] and guessing.told == []
    assert [chip.isChecked() for chip in guessing.seen] == [False, True, False]  # until it is told


def test_between_two_chips_no_dot_is_written(guessing: Guessing):
    first, second = guessing.places[:2]
    for x in range(first.center().x(), second.center().x()):
        assert guessing.canvas.childAt(x, first.center().y()) in guessing.all


def test_a_pen_clicks_and_neither_it_nor_the_mouse_event_that_doubles_it_writes(guessing: Guessing):
    chip = guessing.seen[0]
    middle = QPointF(chip.rect().center())
    pen = Pen(chip)
    pen.send(PRESS, middle.x(), middle.y())
    assert chip.isDown()
    pen.send(MOVE, middle.x() + 1, middle.y())
    pen.send(RELEASE, middle.x() + 1, middle.y(), 0.0)
    assert guessing.clicked == [0] and not chip.isDown()
    place = chip.geometry().center()
    guessing.chips.show_texts((), 0)  # the mouse's events come when the chip has gone
    mouse = Mouse(guessing.canvas, stamp=pen.stamp)
    for kind in (MOUSE_PRESS, MOUSE_RELEASE):
        mouse.send(kind, place.x(), place.y())
    assert guessing.told == [] and len(guessing.strokes) == 1


def test_a_pen_that_slides_off_a_chip_clicks_nothing(guessing: Guessing):
    chip = guessing.seen[0]
    Pen(chip).line([(5.0, 5.0), (5.0, 80.0)])
    assert guessing.clicked == [] and guessing.told == [] and not chip.isDown()


def test_a_chip_that_goes_under_the_pen_is_not_left_pressed(guessing: Guessing):
    chip = guessing.seen[0]
    Pen(chip).send(PRESS, 5.0, 5.0)
    guessing.chips.show_texts((), 0)
    assert not chip.isDown()


def test_a_ghost_that_is_only_revealed_costs_no_search(guessing: Guessing, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guessing.canvas, "strokes_within", lambda box: pytest.fail("searched"))
    guessing.player.changed.emit()


def test_each_state_looks_different(guessing: Guessing):
    chip = guessing.seen[0]
    looks = []
    for checked, down in ((False, False), (True, False), (False, True)):
        chip.setChecked(checked)
        chip.setDown(down)
        looks.append(grabbed(chip))
    assert all(not np.array_equal(looks[a], looks[b]) for a, b in ((0, 1), (0, 2), (1, 2)))

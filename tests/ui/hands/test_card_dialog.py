"""The card on the screen: written with mouse and keys, kept while one writes, filled in later and again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inkapp.editor.hands import Hands, Kept
from inkapp.ink.card import Box
from inkapp.ink.document import Page
from inkapp.ink.hand import new_hand
from inkapp.ink.hand_file import load_hand
from inkapp.ui.chrome.theme import LIGHT
from inkapp.ui.hands.card_dialog import HINT, CardDialog
from tests.ui.hands.conftest import line
from tests.ui.users import CTRL, KEY, SHIFT, WAIT_MS, send_mouse


class Filler:
    """A person with a card."""

    def __init__(self, qtbot: QtBot, hands: Hands, kept: Kept) -> None:
        self.qtbot, self.hands, self.kept = qtbot, hands, kept
        self.dialog = CardDialog(kept, hands, LIGHT)
        qtbot.addWidget(self.dialog)
        self.dialog.open()
        qtbot.waitUntil(self.dialog.isActiveWindow, timeout=WAIT_MS)

    def box(self, sign: str) -> Box:
        return next(box for box in self.dialog.card.pages[self.dialog.card.page].boxes if box.sign == sign)

    def mouse(self, kind: QEvent.Type, x: float, y: float) -> None:
        send_mouse(self.dialog.canvas, kind, x, y)

    def drag(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, x0, y0)
        for n in range(1, 11):
            self.mouse(QEvent.Type.MouseMove, x0 + (x1 - x0) * n / 10, y0 + (y1 - y0) * n / 10)
        self.mouse(QEvent.Type.MouseButtonRelease, x1, y1)

    def write(self, sign: str, at: float = 0.5) -> None:
        """A bar from the height of an x down to the baseline."""
        box = self.box(sign)
        x = box.left + at * box.width
        self.drag(x, box.baseline - box.x_height, x, box.baseline)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.dialog, key, modifiers)

    def until_kept(self, *signs: str) -> None:
        """Without anything being pressed."""
        self.qtbot.waitUntil(lambda: set(load_hand(self.kept.path).signs) == set(signs), timeout=WAIT_MS)


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path / "hands", tmp_path / "own")


@pytest.fixture
def kept(hands: Hands) -> Kept:
    return hands.keep(new_hand("Anna", Page().with_strokes(line())))


@pytest.fixture
def filler(qtbot: QtBot, hands: Hands, kept: Kept) -> Filler:
    return Filler(qtbot, hands, kept)


def test_what_is_written_in_boxes_is_kept_while_one_writes(filler: Filler):
    filler.write("@")
    filler.write("7")
    filler.write("7", 0.7)
    filler.until_kept("@", "7")
    signs = load_hand(filler.kept.path).signs
    assert len(signs["7"].strokes) == 2 and signs["7"].x_height == filler.box("7").x_height
    assert signs["@"].strokes[0].bounds[3] == pytest.approx(0.0, abs=0.3)  # a pixel or so beside the baseline
    assert signs["@"].strokes[0].bounds[1] == pytest.approx(-signs["@"].x_height, abs=0.3)
    assert filler.dialog.pages.currentText() == "Digits and signs: 2 of 53"
    assert filler.dialog.line.text() == HINT


def test_boxes_are_as_large_as_the_hand(filler: Filler):
    assert filler.box("7").x_height == pytest.approx(3.4, rel=0.35)


def test_strokes_in_no_box_are_told_and_not_kept(filler: Filler):
    filler.drag(2.0, 2.0, 5.0, 5.0)
    assert filler.dialog.line.text().startswith("A stroke lies in no box")
    filler.drag(3.0, 2.0, 6.0, 5.0)
    assert filler.dialog.line.text().startswith("2 strokes lie in no box")
    filler.key(KEY.Key_Z, CTRL)
    filler.key(KEY.Key_Z, CTRL)
    assert filler.dialog.line.text() == HINT and filler.dialog.keep()
    assert load_hand(filler.kept.path).signs == {}


def test_pages_are_turned_by_keys_and_by_the_list_and_undo_goes_back_to_its_page(filler: Filler):
    filler.write("7")
    filler.key(KEY.Key_PageUp, CTRL)  # there is none before
    filler.key(KEY.Key_PageDown, CTRL)
    filler.write("Q")
    assert filler.dialog.pages.currentText() == "Capitals: 1 of 26"
    filler.dialog.pages.setFocus()
    filler.key(KEY.Key_Down)
    filler.qtbot.waitUntil(lambda: filler.dialog.card.page == 2, timeout=WAIT_MS)
    filler.write("q")
    for _ in range(2):
        filler.key(KEY.Key_Z, CTRL)
    assert filler.dialog.card.page == 1 and filler.dialog.pages.currentText() == "Capitals: 0 of 26"
    filler.key(KEY.Key_Z, CTRL | SHIFT)
    assert filler.dialog.pages.currentText() == "Capitals: 1 of 26"
    filler.key(KEY.Key_Escape)
    assert set(load_hand(filler.kept.path).signs) == {"7", "Q"} and not filler.dialog.isVisible()


def test_it_is_filled_in_later_and_again(filler: Filler, qtbot: QtBot, hands: Hands):
    filler.write("7")
    filler.qtbot.mouseClick(filler.dialog.finish, Qt.MouseButton.LeftButton)
    before = load_hand(filler.kept.path)
    again = Filler(qtbot, hands, Kept(filler.kept.path, before))
    assert again.dialog.pages.currentText() == "Digits and signs: 1 of 53" and not again.dialog.undo.isEnabled()
    again.write("8")
    again.until_kept("7", "8")
    assert load_hand(filler.kept.path).signs["7"] == before.signs["7"]
    again.key(KEY.Key_E)
    box = again.box("7")
    again.drag(box.left + 1, box.baseline - 2, box.left + box.width - 1, box.baseline - 2)
    again.until_kept("8")
    again.key(KEY.Key_Z, CTRL)
    again.until_kept("7", "8")


def test_another_windows_signs_stay(filler: Filler, hands: Hands, qtbot: QtBot):
    other = Filler(qtbot, hands, filler.kept)
    filler.write("7")
    assert filler.dialog.keep()
    for sign in ("8", "9"):  # of a hand that had no 7 when it was opened
        other.write(sign)
        assert other.dialog.keep()
    filler.write("0")
    assert filler.dialog.keep()
    assert set(load_hand(filler.kept.path).signs) == {"0", "7", "8", "9"}


def test_closing_with_the_pen_down_keeps_the_stroke(filler: Filler):
    box = filler.box("7")
    filler.mouse(QEvent.Type.MouseButtonPress, box.left + 5, box.baseline - 4)
    for n in range(5):
        filler.mouse(QEvent.Type.MouseMove, box.left + 5, box.baseline - 4 + n)
    assert not filler.dialog.keep()  # not in the midst of a stroke
    filler.dialog.close()
    assert set(load_hand(filler.kept.path).signs) == {"7"}


def test_where_it_cannot_be_kept_it_says_so_and_stays_once(filler: Filler):
    filler.write("7")
    filler.kept.path.unlink()
    filler.dialog.close()
    assert filler.dialog.isVisible() and filler.dialog.line.text().startswith("Not kept:")
    assert "is lost" in filler.dialog.line.text()
    filler.dialog.close()
    assert not filler.dialog.isVisible()


def test_all_of_it_has_names_and_can_be_reached_by_keys(filler: Filler):
    filler.write("7")
    reach = {
        w
        for w in filler.dialog.findChildren(QWidget)
        if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert all(widget.accessibleName() or widget is filler.dialog.finish for widget in reach)
    seen = set()
    for _ in range(len(reach) + 1):
        seen.add(QApplication.focusWidget())
        filler.key(KEY.Key_Tab)
    assert seen >= reach


def test_it_fits_a_small_screen(filler: Filler):
    filler.dialog.resize(520, 360)
    QApplication.processEvents()
    assert filler.dialog.width() == 520 and filler.dialog.height() == 360
    assert filler.dialog.finish.geometry().bottom() < 360 and filler.dialog.canvas.height() > 150
    filler.write("3")
    assert filler.dialog.keep() and set(load_hand(filler.kept.path).signs) == {"3"}

"""What a person says to Qt's own dialogs, and what comes back."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inkapp.ui.chrome.dialogs import Answer, Conflict, Dialogs
from inkapp.ui.chrome.recovery_dialog import Offer, RecoveryChoice


@pytest.fixture
def dialogs(qtbot: QtBot) -> Dialogs:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    made = Dialogs(parent)
    made._keep = parent
    return made


def say(what: Callable[[QDialog], None]) -> None:
    """Does something with the dialog as soon as one is open."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and dialog.isVisible():
            what(dialog)
        else:
            QTimer.singleShot(5, act)

    QTimer.singleShot(0, act)


@pytest.mark.parametrize(("text", "answer"), [("Save", "save"), ("Discard", "discard"), ("Cancel", "cancel")])
def test_unsaved_ink_has_three_answers(dialogs: Dialogs, text: str, answer: str):
    def click(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox) and "“&lt;i&gt;page.ink”" in dialog.text()
        (button,) = (b for b in dialog.buttons() if b.text() == f"&{text}")
        button.click()

    say(click)
    assert dialogs.unsaved("<i>page.ink") is Answer(answer)


def test_esc_is_no_answer_and_enter_saves(dialogs: Dialogs, qtbot: QtBot):
    say(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    assert dialogs.unsaved("a") is Answer.CANCEL
    say(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return))
    assert dialogs.unsaved("a") is Answer.SAVE


@pytest.mark.parametrize(
    ("chosen", "typed", "gives"),
    [("SVG (*.svg)", "out", "out.svg"), ("INKML (*.inkml)", "out", "out.inkml"), ("SVG (*.svg)", "a.ink", "a.ink")],
)
def test_a_name_gets_the_extension_of_the_chosen_format(
    dialogs: Dialogs, tmp_path: Path, chosen: str, typed: str, gives: str
):
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog) and dialog.nameFilters() == ["SVG (*.svg)", "INKML (*.inkml)"]
        dialog.filterSelected.emit(chosen)
        dialog.findChildren(QLineEdit)[0].setText(typed)
        dialog.accept()

    say(fill)
    path = dialogs.save_path(tmp_path / "page.svg", (".svg", ".inkml"), "Export")
    assert path == tmp_path / gives


def test_thinking_better_of_it_gives_no_name(dialogs: Dialogs, tmp_path: Path):
    say(lambda dialog: dialog.reject())
    assert dialogs.save_path(tmp_path / "page.svg", (".svg",), "Export") is None
    say(lambda dialog: dialog.reject())
    assert dialogs.open_path((".ink",), tmp_path) is None


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"/a (b)/<i>.ink: cannot be written ({os.strerror(errno.ENOSPC)})", "The disk is full."),
        ("/a (b)/<i>.ink: cannot be written (it is write-protected)", "It is write-protected."),
        ("<i>.ink: documents are saved as .ink", "Documents are saved as .ink."),
    ],
)
def test_what_could_not_be_saved_is_told_in_plain_words(
    dialogs: Dialogs, tmp_path: Path, line: str, why: str, there: bool
):
    path = tmp_path / "<i>.ink"
    if there:
        path.write_text("")
    seen: list[QMessageBox] = []

    def read(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        seen.append(dialog)
        assert "“&lt;i&gt;.ink” could not be saved" in dialog.text() and dialog.detailedText() == line
        assert dialog.informativeText().startswith(why) and "is still here" in dialog.informativeText()
        assert ("the file is as it was" in dialog.informativeText()) == there
        dialog.accept()

    say(read)
    dialogs.not_saved(path, line)
    assert len(seen) == 1


def test_a_damaged_file_is_told_in_plain_words_with_the_technical_line_behind_a_button(
    dialogs: Dialogs, tmp_path: Path
):
    path = tmp_path / "page 7 <b>.ink"
    for line, where in (("not an ink file (Expecting value)", ""), ("page 3, stroke 2: its times go back", "page 3")):
        dialogs.damaged(path, f"{path}: {line}")
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "This file is damaged: “page 7 &lt;b&gt;.ink” cannot be read" in box.text() and where in box.text()
        assert ("the trouble" in box.text()) == bool(where) and line not in box.text()
        assert "Nothing was changed" in box.informativeText() and box.detailedText() == f"{path}: {line}"
        (details,) = (b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.ActionRole)
        for _ in range(3):
            assert details.text().endswith("…")  # as on every other button, and not three dots
            details.click()
        box.close()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Save as…", Conflict.SAVE_AS),
        ("Overwrite", Conflict.OVERWRITE),
        ("Read anew", Conflict.RELOAD),
        ("Cancel", Conflict.CANCEL),
    ],
)
def test_a_file_that_was_changed_elsewhere_has_four_answers(dialogs: Dialogs, text: str, answer: Conflict):
    def press(dialog: QDialog) -> None:
        assert (
            isinstance(dialog, QMessageBox) and "<i>page</i>" not in dialog.text() and "another window" in dialog.text()
        )
        next(button for button in dialog.buttons() if button.text().replace("&", "") == text).click()

    say(press)
    assert dialogs.conflict("<i>page</i>.ink") is answer


@pytest.mark.parametrize(("text", "answer"), [("Replace", True), ("Cancel", False)])
@pytest.mark.parametrize("count", [1, 3, 20])
def test_files_that_would_be_replaced_are_named(dialogs: Dialogs, tmp_path: Path, text: str, answer: bool, count: int):
    paths = [tmp_path / f"note <b>-{number}.svg" for number in range(1, count + 1)]

    def press(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox) and tmp_path.name in dialog.text()
        assert ("3 files" in dialog.text()) == (count == 3)
        listed = dialog.informativeText().split("<br>")
        assert listed[: min(count, 8)] == [escape(path.name) for path in paths[:8]]
        assert ("… and 12 more" in listed) == (count == 20)
        next(button for button in dialog.buttons() if button.text().replace("&", "") == text).click()

    say(press)
    assert dialogs.replace(paths) is answer


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_neither_esc_nor_enter_replaces_a_file(dialogs: Dialogs, qtbot: QtBot, tmp_path: Path, key: Qt.Key):
    say(lambda dialog: qtbot.keyClick(dialog, key))
    assert not dialogs.replace([tmp_path / "a.svg"])


def test_esc_and_enter_lose_neither_of_two_versions(dialogs: Dialogs, qtbot: QtBot):
    for key, answer in ((Qt.Key.Key_Escape, Conflict.CANCEL), (Qt.Key.Key_Return, Conflict.SAVE_AS)):
        say(lambda dialog, key=key: qtbot.keyClick(dialog, key))  # type: ignore[misc]
        assert dialogs.conflict("page.ink") is answer


def offers(count: int) -> list[Offer]:
    picture = QPixmap(300, 130)
    picture.fill(Qt.GlobalColor.white)
    return [Offer(f"Untitled {number}", "today\n3 strokes", picture) for number in range(count)]


@pytest.mark.parametrize(
    ("key", "choice"), [(Qt.Key.Key_Return, RecoveryChoice.RECOVER), (Qt.Key.Key_Escape, RecoveryChoice.LATER)]
)
def test_enter_recovers_and_esc_leaves_it_for_later(
    dialogs: Dialogs, qtbot: QtBot, key: Qt.Key, choice: RecoveryChoice
):
    def press(dialog: QDialog) -> None:
        assert dialog.focusWidget().accessibleName() == "Unsaved documents"
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
        qtbot.keyClick(dialog.focusWidget(), key)

    say(press)
    assert dialogs.recover(offers(3)) == (choice, 1)


@pytest.mark.parametrize(("sure", "choice"), [(True, RecoveryChoice.DISCARD), (False, RecoveryChoice.LATER)])
def test_discarding_is_asked_about_once_more(dialogs: Dialogs, qtbot: QtBot, sure: bool, choice: RecoveryChoice):
    def answer(box: QDialog) -> None:
        assert isinstance(box, QMessageBox) and "Untitled 0" in box.text()
        button = box.button(QMessageBox.StandardButton.Discard) if sure else box.defaultButton()
        button.click()

    def discard(dialog: QDialog) -> None:
        say(answer)
        next(b for b in dialog.findChildren(QPushButton) if "Discard" in b.text()).click()
        if not sure:
            dialog.reject()

    say(discard)
    assert dialogs.recover(offers(2)) == (choice, 0)

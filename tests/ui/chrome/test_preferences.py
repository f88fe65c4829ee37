"""The preferences' list of own words: what it shows, and what its button does."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from inkapp.editor.own_words import FILE, OwnWords
from inkapp.ui.chrome import preferences
from inkapp.ui.chrome.own_words_view import LIST_PX, OwnWordsView
from inkapp.ui.chrome.preferences import Preferences
from inkapp.ui.chrome.settings import Settings
from tests.ui.users import User


@pytest.fixture
def own(tmp_path: Path) -> OwnWords:
    return OwnWords(tmp_path)


def opened(qtbot: QtBot, own: OwnWords, folder: Path) -> tuple[Preferences, OwnWordsView]:
    settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    dialog = Preferences(settings, own)
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    assert dialog.own_words is not None
    return dialog, dialog.own_words


def shown(view: OwnWordsView) -> list[tuple[str, str]]:
    rows = [view.list.topLevelItem(row) for row in range(view.list.topLevelItemCount())]
    return [(row.text(0), row.text(1)) for row in rows if row is not None]


def test_words_are_shown_forgotten_and_brought_back(qtbot: QtBot, own: OwnWords, tmp_path: Path):
    own.add("the notes of Zubat", "the notes")
    dialog, view = opened(qtbot, own, tmp_path)
    words = [("notes", "2"), ("the", "2"), ("of", "1"), ("Zubat", "1")]
    assert shown(view) == words and view.about.text().startswith("4 words, ")
    top, height = view.list.mapTo(dialog, view.list.rect().topLeft()).y(), view.list.height()
    assert height == LIST_PX and top + height <= view.button.mapTo(dialog, view.button.rect().topLeft()).y()
    with qtbot.waitSignal(dialog.words_changed):
        qtbot.mouseClick(view.button, Qt.MouseButton.LeftButton)
    assert shown(view) == [] and own.texts() == () and not (tmp_path / FILE).exists()
    assert "brought back" in view.about.text() and view.button.text() == "&Bring them back"
    with qtbot.waitSignal(dialog.words_changed):
        qtbot.mouseClick(view.button, Qt.MouseButton.LeftButton)
    assert shown(view) == words and own.texts() == ("the notes of Zubat", "the notes")
    assert view.button.text() == "&Forget them"


def test_there_is_nothing_to_forget_where_nothing_is_known(qtbot: QtBot, own: OwnWords, tmp_path: Path):
    _, view = opened(qtbot, own, tmp_path)
    assert not view.button.isEnabled() and not view.list.isVisible() and view.about.text().startswith("None yet.")


def test_what_cannot_be_deleted_is_said(qtbot: QtBot, own: OwnWords, tmp_path: Path):
    own.add("one")
    _, view = opened(qtbot, own, tmp_path)
    own.path.unlink()
    own.path.mkdir()  # what is no file cannot be deleted as one
    own.path.joinpath("x").touch()
    own._unkept = ["one"]
    qtbot.mouseClick(view.button, Qt.MouseButton.LeftButton)
    assert "cannot be deleted" in view.about.text().replace("\n", " ") and shown(view) == [("one", "1")]


def test_preferences_without_own_words_have_no_list(qtbot: QtBot, tmp_path: Path):
    dialog = Preferences(Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(dialog)
    assert dialog.own_words is None


def test_a_windows_words_stand_beside_its_hand(user: User, tmp_path: Path):
    own = user.window.reading.own_words
    assert own.path.parent.name == "reading" and own.texts() == ()
    own.path.parent.mkdir(parents=True, exist_ok=True)
    own.path.write_text("[")
    assert own.texts() == ()
    user.until(lambda: "own-words.json: not a file of own words" in user.window.status.text)


def test_on_a_small_screen_all_of_it_is_reached(
    qtbot: QtBot, own: OwnWords, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(preferences, "SCREEN_SHARE", 0.4)
    own.add("some words")
    dialog, view = opened(qtbot, own, tmp_path)
    assert dialog.height() <= 0.5 * dialog.screen().availableSize().height()
    assert view.button.visibleRegion().isEmpty()
    dialog.findChild(QScrollArea).ensureWidgetVisible(view.button)
    assert not view.button.visibleRegion().isEmpty()

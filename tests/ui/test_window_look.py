"""How the window looks, and who cannot see it: themes, names, focus, menus, narrow windows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from inkapp.ui.chrome import menus, style
from inkapp.ui.chrome.actions import ACTIONS, GROUPS
from inkapp.ui.chrome.settings import Appearance
from inkapp.ui.chrome.theme import DARK, LIGHT
from inkapp.ui.flow.writing import HINT
from tests.ui.fakes import FakeBridge
from tests.ui.users import CTRL, KEY, SHIFT, User


def test_dark_is_remembered_and_changes_no_export(user: User, tmp_path: Path):
    user.draw()
    exports = []
    for theme in (LIGHT, DARK):
        assert QApplication.palette().window().color() == theme.surface
        assert user.window._actions["dark"].isChecked() == theme.is_dark
        user.person.path = tmp_path / f"{theme.name}.svg"
        user.key(KEY.Key_E, CTRL)
        exports.append(user.person.path.read_bytes())
        user.key(KEY.Key_D, CTRL)
    assert exports[0] == exports[1]
    user.key(KEY.Key_D, CTRL)
    assert user.settings.appearance is Appearance.DARK
    user.key(KEY.Key_D, CTRL)


def test_every_widget_that_takes_keys_has_a_name_and_can_be_reached(user: User):
    reach = {
        w for w in user.window.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert all(widget.accessibleName() for widget in reach)
    assert {type(w).__name__ for w in reach} >= {"Canvas", "QToolButton", "QSlider", "QLineEdit", "ZoomLabel"}
    user.draw()  # so that undo is a stop, too
    user.key(KEY.Key_Escape)
    seen = set()
    for _ in range(len(reach) + 2):  # backwards, since Tab is the ghost's
        seen.add(QApplication.focusWidget())
        user.key(KEY.Key_Backtab, SHIFT)
    assert seen >= {widget for widget in reach if widget.isEnabled()}


def test_esc_leads_back_to_the_paper(user: User):
    user.window.bar.seed.field.setFocus()
    user.key(KEY.Key_Escape)
    assert QApplication.focusWidget() is user.window.canvas


def test_letters_typed_as_a_seed_are_no_commands(user: User):
    field = user.window.bar.seed.field
    field.setFocus()
    user.qtbot.keyClicks(field, "r]e1")
    assert user.bridge.asked == [] and field.text().endswith("1")


def names(menu: QMenu | QMenuBar) -> set[str]:
    """Of all actions in a menu and its submenus."""
    found: set[str] = set()
    for action in menu.actions():
        below = action.menu()
        found |= names(below) if isinstance(below, QMenu) else {action.objectName()}
    return found


def test_all_actions_are_in_the_menu(user: User):
    assert names(user.window.bar.menu) >= {entry.name for entry in ACTIONS} - {"menu"}


def test_macos_has_them_all_in_a_menu_bar_too(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(menus.sys, "platform", "darwin")
    user = User(qtbot, tmp_path, FakeBridge())
    monkeypatch.undo()
    bar = user.window.menuBar()
    assert [action.text().replace("&", "") for action in bar.actions()] == list(GROUPS)
    assert names(bar) >= {entry.name for entry in ACTIONS} - {"menu"}
    assert names(user.window.bar.menu) >= {entry.name for entry in ACTIONS} - {"menu"}


@pytest.mark.skipif(sys.platform == "darwin", reason="there is one")
def test_elsewhere_there_is_no_menu_bar(user: User):
    assert not user.window.menuBar().actions()


def test_the_empty_page_says_what_to_do(user: User):
    assert user.window.canvas._layers.hint == HINT
    user.draw()
    assert user.window.canvas._layers.hint == ""
    user.key(KEY.Key_Z, CTRL)
    assert user.window.canvas._layers.hint == HINT


def test_zoom_by_keys_is_shown(user: User):
    shown = user.window.bar.zoom
    user.key(KEY.Key_1, CTRL)
    assert shown.text() == "100 %"
    user.key(KEY.Key_Plus, CTRL)
    assert shown.text() != "100 %"
    user.key(KEY.Key_0, CTRL)
    user.window.resize(800, 600)
    assert shown.text() == f"{user.window.canvas.view.zoom:.0%}".replace("%", " %")


def test_the_sheet_and_the_preferences_open_and_close(user: User):
    for key, modifiers in ((KEY.Key_F1, Qt.KeyboardModifier.NoModifier), (KEY.Key_Comma, CTRL)):
        seen: list[QWidget] = []

        def close(seen: list[QWidget] = seen) -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None:  # not open yet
                QTimer.singleShot(5, close)
                return
            seen.append(dialog)
            if hasattr(dialog, "rest"):
                dialog.rest.setValue(700)
                dialog.still.setChecked(True)
            dialog.close()

        user.window.activateWindow()
        user.until(user.window.isActiveWindow)
        QTimer.singleShot(0, close)
        user.key(key, modifiers)
        assert len(seen) == 1
    assert user.settings.rest_ms == 700 == user.window.companion._rest.interval() and user.settings.reduced_motion


def test_the_first_window_leaves_room_for_its_frame(user: User):
    assert user.window.height() <= user.window.screen().availableSize().height() - 40


def test_a_narrow_window_keeps_its_words_and_buttons_apart(user: User):
    user.window.resize(100, 400)
    user.window.status.warn("x" * 4000)
    QApplication.processEvents()
    assert user.window.width() <= 640  # half of a small screen, which is all there is at twice the scale
    bar = user.window.bar
    assert bar.menu_button.geometry().right() < bar.width() and not bar.zoom.isVisible()
    shown = [w for w in bar.children() if isinstance(w, QWidget) and w.isVisible() and w.parent() is bar]
    edges = sorted((w.geometry().left(), w.geometry().right()) for w in shown)
    assert all(right < left for (_, right), (left, _) in pairwise(edges))
    user.window.resize(1000, 400)
    QApplication.processEvents()
    assert bar.zoom.isVisible() and bar.dark.isVisible()


class Hints:
    """A system whose scheme is dark, and that tells of each change at once, as Windows does."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.asked: Qt.ColorScheme | None = None
        self.changed: Callable[[], None] = lambda: None

    def setColorScheme(self, scheme: Qt.ColorScheme) -> None:
        self._be(scheme)

    def unsetColorScheme(self) -> None:
        self._be(None)

    def colorScheme(self) -> Qt.ColorScheme:
        return self.asked or Qt.ColorScheme.Dark

    def _be(self, scheme: Qt.ColorScheme | None) -> None:
        self.told.append(scheme)
        if scheme != self.asked:
            self.asked = scheme
            self.changed()


def test_the_systems_own_windows_follow_the_theme(user: User, monkeypatch: pytest.MonkeyPatch):
    hints = Hints()
    monkeypatch.setattr(style.QApplication, "styleHints", lambda: hints)
    hints.changed = user.window._follow_settings  # again and again, were it not guarded
    for appearance, theme in ((Appearance.DARK, DARK), (Appearance.LIGHT, LIGHT), (Appearance.SYSTEM, DARK)):
        user.settings.appearance = appearance
        user.window._follow_settings()
        assert user.window._theme is theme and QApplication.palette().window().color() == theme.surface
    assert hints.told == [Qt.ColorScheme.Dark, Qt.ColorScheme.Light, None]
    monkeypatch.undo()
    user.settings.appearance = Appearance.LIGHT
    user.window._follow_settings()


class Painted(QObject):
    """What of a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.whole, self.parts = widget.rect(), list[QRect]()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.parts.append(event.region().boundingRect())
        return False


def test_a_stroke_paints_no_more_than_its_surroundings(user: User):
    user.draw()
    user.window.canvas.settle()
    QApplication.processEvents()
    painted = Painted(user.window.canvas)
    user.draw(shift=30.0)
    QApplication.processEvents()
    assert painted.parts
    assert all(
        2 * part.width() * part.height() < painted.whole.width() * painted.whole.height() for part in painted.parts
    )

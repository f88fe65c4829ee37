"""What a person sees and does of a ghost that says words: guesses, the switch, and accepted ink that knows its text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from inkapp.ink.document import Author
from inkapp.ink.ghost import Ghost, SaidWord
from inkapp.ui.canvas.chips import Chip
from inkapp.ui.chrome.ghost_settings import GhostMode
from inkapp.ui.chrome.preferences import Preferences
from inkapp.ui.flow.writing import HINT, HINT_OFF
from inkapp.ui.ghost_controls import GHOST_HINT, IDLE_HINT, OFF_HINT, guesses_hint
from tests.ui.fakes import ghost
from tests.ui.users import CTRL, KEY, SHIFT, User

WORDS = ("support of the", "supper time", "suppose")


def said(user: User) -> Ghost:
    """Words of one piece each, the first of which the person has begun with all ink that is there."""
    plain = ghost(3, shift=8.0)
    begun = user.window.open_document.document.pages[0].strokes
    words = (SaidWord("support", begun), SaidWord("of"), SaidWord("the"))
    strokes = tuple(replace(stroke, word=number // 2) for number, stroke in enumerate(plain.strokes))
    return replace(plain, strokes=strokes, words=words)


@pytest.fixture
def guessed(user: User) -> User:
    """A stroke, three guesses of how it goes on, and the ghost of the first."""
    user.draw()
    user.until(lambda: user.bridge.asked)
    user.bridge.guess(*WORDS)
    user.bridge.grow(said(user))
    return user


def chips(user: User) -> list[str]:
    """The numbers and texts that are seen, the chosen one with a star."""
    seen = [chip for chip in user.window.canvas.findChildren(Chip) if chip.isVisible()]
    return [f"{'*' if chip.isChecked() else ''}{chip.text()}" for chip in seen]


def texts(user: User) -> list[tuple[int, str]]:
    """Of each correction on the page, how much ink it has and what it says."""
    return [(len(one.strokes), one.text) for one in user.window.open_document.document.pages[0].corrections]


def test_guesses_stand_beside_the_ghost_and_go_with_it(guessed: User):
    assert chips(guessed) == ["*support of the", "supper time", "suppose"] and guessed.status == guesses_hint(3)
    description = guessed.window.canvas.accessibleDescription()
    assert "The ghost says: support of the." in description and "2, supper time" in description
    guessed.key(KEY.Key_Escape)
    assert chips(guessed) == [] and "supper" not in guessed.window.canvas.accessibleDescription()


def test_keys_and_clicks_take_a_guess(guessed: User):
    guessed.key(KEY.Key_2)
    assert guessed.bridge.words[-1].choice == 1 and chips(guessed) == ["support of the", "*supper time", "suppose"]
    guessed.bridge.guess(*WORDS)
    guessed.bridge.grow(said(guessed))
    third = next(chip for chip in guessed.window.canvas.findChildren(Chip) if chip.text() == "suppose")
    place = guessed.window.canvas.mapTo(guessed.window, third.geometry().center())
    QTest.mouseClick(guessed.window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert [words.choice for words in guessed.bridge.words] == [0, 1, 2]
    assert guessed.authors == [Author.PERSON] and guessed.window.canvas.hasFocus()
    assert len({seed for _, seed, _ in guessed.bridge.asked}) == 1


def test_only_the_guesses_that_there_are_have_keys(guessed: User):
    enabled = [guessed.window._actions[f"guess_{number}"].isEnabled() for number in (1, 2, 3)]
    guessed.bridge.guess(*WORDS[:1])
    assert enabled == [True] * 3 and guessed.status == guesses_hint(1)
    guessed.key(KEY.Key_3)
    assert len(guessed.bridge.asked) == 1
    guessed.bridge.guess()
    assert guessed.status == GHOST_HINT and chips(guessed) == []


def test_r_and_shift_r(guessed: User):
    guessed.key(KEY.Key_R)
    guessed.key(KEY.Key_R, SHIFT)
    seeds = [seed for _, seed, _ in guessed.bridge.asked]
    assert [words.choice for words in guessed.bridge.words] == [0, 1, 1] and seeds[0] == seeds[1] != seeds[2]


def test_while_the_pen_is_down_nothing_is_asked(guessed: User):
    guessed.window.canvas.pen_tool._doing = guessed.window.canvas.pen_tool.tool
    for key in (KEY.Key_2, KEY.Key_R, KEY.Key_Space):
        guessed.key(key, CTRL if key is KEY.Key_Space else Qt.KeyboardModifier.NoModifier)
    assert len(guessed.bridge.asked) == 1


def test_accepted_words_are_known_and_undone_with_their_ink_in_one_step(guessed: User):
    told: list[str] = []
    guessed.window.companion.words_accepted.connect(told.append)
    guessed.key(KEY.Key_Right)
    assert texts(guessed) == [(3, "support")] and told == ["support"]
    guessed.window.player.set_pace(0.0)
    guessed.key(KEY.Key_Tab)
    assert texts(guessed) == [(3, "support"), (2, "of"), (2, "the")] and told == ["support", "of the"]
    assert len(guessed.authors) == 7
    guessed.key(KEY.Key_Z, CTRL)
    assert texts(guessed) == [(3, "support")] and len(guessed.authors) == 3
    guessed.key(KEY.Key_Z, CTRL)
    assert texts(guessed) == [] and guessed.authors == [Author.PERSON]
    guessed.key(KEY.Key_Y, CTRL)
    assert texts(guessed) == [(3, "support")]


def test_the_slider_keeps_the_words(guessed: User):
    guessed.key(KEY.Key_BracketRight)
    assert len(guessed.bridge.retuned) == 1 and len(guessed.bridge.asked) == 1 and len(chips(guessed)) == 3


def test_guesses_are_hidden_by_a_setting_and_still_have_their_keys(guessed: User):
    guessed.key(KEY.Key_G)
    assert chips(guessed) == [] and not guessed.settings.ghost.shows_guesses
    guessed.key(KEY.Key_2)
    assert guessed.bridge.words[-1].choice == 1
    guessed.bridge.grow(said(guessed))
    guessed.key(KEY.Key_G)
    assert len(chips(guessed)) == 3 and guessed.settings.ghost.shows_guesses


def test_why_words_give_way_stands_in_the_status_line(guessed: User):
    guessed.key(KEY.Key_R)
    guessed.bridge.guess(reason="The line is hard to read: the ink goes on by free hand")
    guessed.bridge.grow(ghost(2, shift=8.0))
    assert guessed.status == "The line is hard to read: the ink goes on by free hand" and chips(guessed) == []


def test_w_goes_round_the_three_and_each_has_a_key(guessed: User):
    switch, settings = guessed.window.bar.switch, guessed.settings.ghost
    seen = []
    for _ in range(3):
        guessed.key(KEY.Key_W)
        seen.append((settings.mode, switch.accessibleName(), guessed.status, guessed.bridge.words[-1] is None))
    assert seen == [
        (GhostMode.FREE, "Ghost: Free hand", "Ghost: Free hand", True),
        (GhostMode.OFF, "Ghost: Off", "Ghost: Off", True),
        (GhostMode.WORDS, "Ghost: Words", "Ghost: Words", True),
    ]
    for key, mode in ((KEY.Key_O, GhostMode.OFF), (KEY.Key_F, GhostMode.FREE), (KEY.Key_W, GhostMode.WORDS)):
        guessed.key(key, SHIFT)
        checked = [name.value for name in GhostMode if guessed.window._actions[name.value].isChecked()]
        assert settings.mode is mode and checked == [mode.value]


def test_off_says_how_a_ghost_comes(user: User):
    canvas = user.window.canvas
    assert canvas._layers.hint == HINT
    user.key(KEY.Key_O, SHIFT)
    assert canvas._layers.hint == HINT_OFF
    user.draw()
    assert user.status == OFF_HINT and not user.window.companion._rest.isActive()
    user.key(KEY.Key_Space, CTRL)
    assert len(user.bridge.asked) == 1 and user.bridge.words[0] is not None
    user.key(KEY.Key_Escape)
    user.key(KEY.Key_W)
    assert user.settings.ghost.mode is GhostMode.WORDS
    user.window.status.hush()
    assert user.status == IDLE_HINT


def test_the_menu_of_the_switch_has_the_temperature_of_the_words_for_keys_too(user: User):
    switch = user.window.bar.switch
    menu = switch.menu()
    menu.popup(user.window.mapToGlobal(switch.geometry().bottomLeft()))
    assert [action.objectName() for action in menu.actions() if action.objectName()] == [
        *(mode.value for mode in GhostMode),
        "show_guesses",
    ]

    def press(key: Qt.Key) -> None:
        focused = QApplication.focusWidget()
        QTest.keyClick(focused if isinstance(focused, QWidget) and menu.isAncestorOf(focused) else menu, key)

    for key in (*[KEY.Key_Down] * 4, KEY.Key_Right, KEY.Key_Right, KEY.Key_Left, KEY.Key_Right):
        press(key)
    assert switch.words.temperature == user.settings.ghost.words_temperature == pytest.approx(0.2)
    press(KEY.Key_Down)
    assert menu.activeAction().objectName() == "show_guesses"
    menu.close()
    user.draw()
    user.until(lambda: user.bridge.asked)
    assert user.bridge.words[0].temperature == pytest.approx(0.2)


def test_the_preferences_keep_all_of_it_at_once(user: User):
    dialog = Preferences(user.settings, None, user.window)
    dialog.changed.connect(user.window.parts.settings_changed)
    dialog.words.slider.setValue(60)
    dialog.or_free.setChecked(False)
    dialog.guesses.setChecked(False)
    guesses = user.window.companion.guesses
    assert (guesses.temperature, guesses.or_free, guesses.mode) == (0.6, False, GhostMode.WORDS)
    assert user.window.bar.switch.words.temperature == 0.6
    assert not user.window._actions["show_guesses"].isChecked()
    dialog.mode.setCurrentIndex(2)
    assert guesses.mode is GhostMode.OFF and user.window.bar.switch.accessibleName() == "Ghost: Off"
    dialog.close()
    again = Preferences(user.settings, None, user.window)
    assert (again.words.temperature, again.or_free.isChecked(), again.guesses.isChecked()) == (0.6, False, False)
    assert again.mode.currentIndex() == 2
    again.close()

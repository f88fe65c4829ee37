"""The Hands panel as a person uses it: with keys and mouse, beside another window and beside files that are damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inkapp.editor import hands as module
from inkapp.editor.hands import Hands
from inkapp.ink.hand_file import load_hand, save_hand
from inkapp.live.hand_ink import DRAWN, NOTHING
from inkapp.ui.hands.card_dialog import CardDialog
from inkapp.ui.hands.in_use import MINE, MINE_NAME
from tests.ink.hands import hand
from tests.ui.hands.conftest import Keeper
from tests.ui.users import KEY


def test_the_page_is_kept_under_the_name_that_is_typed_and_is_then_in_use(keeper: Keeper):
    keeper.write()
    keeper.keep("Anna's pen")
    ((kept,), damaged) = keeper.hands.look()
    assert kept.hand.name == "Anna's pen" and not damaged
    assert kept.hand.page.strokes == keeper.window.open_document.document.pages[0].strokes
    assert keeper.names == [MINE_NAME, "Anna's pen"]
    assert keeper.window.hand_in_use.hand == kept.hand and keeper.panel.list.current.key == kept.hand.id
    assert "letters of ink" in keeper.panel.note.text()


def test_a_page_without_enough_writing_says_so_and_keeps_nothing(keeper: Keeper):
    keeper.press(keeper.panel.keep)
    assert keeper.status == NOTHING
    keeper.draw()  # one short wave
    keeper.press(keeper.panel.keep)
    assert "some ten letters" in keeper.status
    keeper.until(lambda: "some ten letters" in keeper.panel.list.row_at(0).lack)
    keeper.draw([(20.0 + 150 * (n % 2), 60.0 + 40.0 * n) for n in range(5)])
    keeper.press(keeper.panel.keep)
    assert keeper.status == DRAWN
    assert keeper.hands.look() == ((), ())


def test_names_are_edited_in_place_and_stay_unique(keeper: Keeper):
    keeper.write()
    keeper.keep("Anna")
    keeper.keep("anna")
    assert keeper.names == [MINE_NAME, "Anna", "anna 2"] and "“anna 2”" in keeper.status
    keeper.panel.list.setFocus()
    keeper.key(KEY.Key_Up)
    keeper.key(KEY.Key_F2)
    editor = keeper.window.focusWidget()
    keeper.qtbot.keyClicks(editor, "z" * 500)
    keeper.qtbot.keyClick(editor, KEY.Key_Return)
    keeper.until(lambda: keeper.names == [MINE_NAME, "anna 2", "z" * 60])
    assert keeper.panel.list.current.name == "z" * 60  # sorted anew, and still in use
    keeper.key(KEY.Key_F2)
    keeper.qtbot.keyClicks(keeper.window.focusWidget(), "never mind")
    keeper.qtbot.keyClick(keeper.window.focusWidget(), KEY.Key_Escape)
    assert keeper.names[-1] == "z" * 60


def test_a_name_may_hold_the_letters_that_are_keys_of_the_window(keeper: Keeper):
    keeper.write()
    strokes = len(keeper.authors)
    keeper.keep("berber [E]")
    assert keeper.names[-1] == "berber [E]" and len(keeper.authors) == strokes


def test_a_hand_is_chosen_with_the_arrows_and_with_the_mouse(keeper: Keeper):
    keeper.write()
    keeper.keep("Anna")
    keeper.keep("Ben")
    shown, told = keeper.panel.list, []
    keeper.window.hand_in_use.changed.connect(lambda: told.append(keeper.window.hand_in_use.hand.name))
    shown.setFocus()
    keeper.key(KEY.Key_Up)
    assert told == ["Anna"] and keeper.panel.delete.isEnabled()
    keeper.key(KEY.Key_Up)
    assert told[-1] == MINE_NAME and keeper.window.hand_in_use.key == MINE
    for button in (keeper.panel.delete, keeper.panel.rename, keeper.panel.card, keeper.panel.export):
        assert not button.isEnabled()
    keeper.key(KEY.Key_Delete)  # nobody's to delete
    assert "“Keep this page”" in keeper.status
    place = shown.visualItemRect(shown.item(2)).center()
    keeper.qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told[-1] == "Ben" and len(keeper.hands.look()[0]) == 2


def test_what_is_deleted_is_brought_back(keeper: Keeper):
    keeper.write()
    keeper.keep("Anna")
    assert not keeper.panel.restore.isVisible()
    keeper.panel.list.setFocus()
    keeper.key(KEY.Key_Delete)
    assert keeper.names == [MINE_NAME] and keeper.window.hand_in_use.key == MINE and "deleted" in keeper.status
    keeper.press(keeper.panel.restore)
    assert keeper.panel.list.hasFocus()
    assert keeper.names == [MINE_NAME, "Anna"] and keeper.window.hand_in_use.hand.name == "Anna"
    assert not keeper.panel.restore.isVisible()


def test_a_hand_goes_out_and_comes_in(keeper: Keeper, tmp_path: Path):
    keeper.write()
    keeper.keep("A/B: c?")
    keeper.person.path = tmp_path / "out.hand"
    keeper.press(keeper.panel.export)
    suggested, suffixes, _ = keeper.person.suggested[-1]
    assert suggested.name == "A_B_ c_.hand" and suffixes == (".hand",)
    assert load_hand(tmp_path / "out.hand").name == "A/B: c?"
    keeper.press(keeper.panel.take_in)
    assert keeper.names == [MINE_NAME, "A/B: c?", "A/B: c? 2"] and keeper.window.hand_in_use.hand.name == "A/B: c? 2"
    keeper.person.path = None
    keeper.press(keeper.panel.take_in)
    keeper.press(keeper.panel.export)
    assert len(keeper.names) == 3


def test_a_damaged_file_is_told_when_it_comes_in_and_when_it_lies_there(keeper: Keeper, tmp_path: Path):
    bad = tmp_path / "bad.hand"
    bad.write_bytes(b'{"format":"hand","version":1,"name":"x"}')
    keeper.person.path = bad
    keeper.press(keeper.panel.take_in)
    assert keeper.status.startswith(f"{bad}: its id is not") and keeper.names == [MINE_NAME]
    for name in ("one.hand", "two.hand"):
        (keeper.hands.folder / name).write_bytes(b"\xff")
    keeper.until(lambda: keeper.panel.damaged.isVisible())
    assert "one.hand: not a hand file" in keeper.panel.damaged.text() and "1 more" in keeper.panel.damaged.text()
    assert (keeper.hands.folder / "one.hand").read_bytes() == b"\xff"


def test_two_windows_see_the_same_hands(keeper: Keeper, qtbot: QtBot, tmp_path: Path):
    keeper.write()
    keeper.keep("Anna")
    other = Hands(keeper.hands.folder)
    kept = other.keep(hand("Ben", 5))
    keeper.until(lambda: keeper.names == [MINE_NAME, "Anna", "Ben"])
    other.rename(kept.path, "Aaron")
    keeper.until(lambda: keeper.names == [MINE_NAME, "Aaron", "Anna"])
    assert keeper.panel.list.current.name == "Anna"
    other.delete(keeper.panel._chosen.path)  # the one in use here
    keeper.until(lambda: keeper.names == [MINE_NAME, "Aaron"])
    assert keeper.window.hand_in_use.key == MINE and keeper.panel.restore.isVisible()


def test_a_name_that_is_being_typed_outlives_what_is_written_meanwhile(keeper: Keeper):
    keeper.write()
    keeper.press(keeper.panel.keep)
    editor = keeper.window.focusWidget()
    keeper.qtbot.keyClicks(editor, "Ann")
    keeper.write("more", 66.0)
    Hands(keeper.hands.folder).keep(hand("Aaron", 5))  # in another window
    keeper.until(lambda: keeper.panel.list._waiting is not None and len(keeper.panel.list._waiting[0]) == 3)
    assert keeper.window.focusWidget() is editor
    keeper.qtbot.keyClicks(editor, "a")
    keeper.qtbot.keyClick(editor, KEY.Key_Return)
    keeper.until(lambda: keeper.names == [MINE_NAME, "Aaron", "Anna"])
    assert keeper.panel.list.current.name == "Anna"


def test_what_cannot_be_done_is_said(keeper: Keeper, monkeypatch: pytest.MonkeyPatch):
    keeper.write()
    keeper.keep("Anna")
    monkeypatch.setattr(module, "MOST_HANDS", 1)
    keeper.press(keeper.panel.keep)
    assert "1 hands are kept already" in keeper.status
    monkeypatch.undo()
    (keeper.hands.folder / "deleted").write_bytes(b"")
    keeper.press(keeper.panel.delete)
    assert "cannot be made" in keeper.status and keeper.names == [MINE_NAME, "Anna"]


def test_the_apps_own_hands_stand_apart_and_are_exported_but_not_changed(qtbot: QtBot, tmp_path: Path):
    (tmp_path / "own").mkdir()
    for number, name in ((7, "Round"), (8, "Narrow")):
        save_hand(hand(name, number), tmp_path / "own" / f"{name}.hand")
    keeper = Keeper(qtbot, tmp_path)
    assert (
        keeper.names == [MINE_NAME, "Built in", "Narrow", "Round"] and "“Narrow” is in use" in keeper.panel.note.text()
    )
    keeper.panel.list.setFocus()
    for name in ("Narrow", "Round", "Round"):  # over the heading, and no further than the last
        keeper.key(KEY.Key_Down)
        assert keeper.window.hand_in_use.hand.name == name
    panel = keeper.panel
    assert panel.export.isEnabled() and not any(b.isEnabled() for b in (panel.card, panel.rename, panel.delete))
    keeper.key(KEY.Key_F2)
    keeper.key(KEY.Key_Delete)
    assert keeper.names[-1] == "Round" and (tmp_path / "own" / "Round.hand").exists()
    keeper.person.path = tmp_path / "mine.hand"
    keeper.press(panel.export)
    keeper.press(panel.take_in)
    assert keeper.names == [MINE_NAME, "Round", "Built in", "Narrow", "Round"]
    assert keeper.window.hand_in_use.hand.id != hand("Round", 7).id


def test_the_card_is_opened_for_the_hand_in_use(keeper: Keeper):
    keeper.write()
    keeper.keep("Anna")
    keeper.press(keeper.panel.card)
    (card,) = keeper.window.findChildren(CardDialog)
    assert card.isVisible() and "Anna" in card.windowTitle()
    keeper.qtbot.keyClick(card, KEY.Key_Escape)
    keeper.until(lambda: not keeper.window.findChildren(CardDialog))

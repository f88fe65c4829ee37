"""The hands that the app ships, in its window: all can be written in, and the panel lives with them whatever is done."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assets import HANDS
from inkapp.editor.hands import Hands, Kept
from inkapp.ink.document import Author
from inkapp.live.hand_ink import hand_ink
from inkapp.ui.hands.in_use import MINE, MINE_NAME
from tests.ink.hands import hand
from tests.ui.hands.conftest import ALT, Keeper
from tests.ui.users import CTRL, KEY


@pytest.fixture
def own(tmp_path: Path) -> tuple[Kept, ...]:
    return Hands(tmp_path / "none", HANDS).built_in


@pytest.fixture
def keeper(qtbot: QtBot, tmp_path: Path) -> Keeper:
    return Keeper(qtbot, tmp_path, HANDS)


def test_there_are_several_all_can_be_read_and_written_in_and_the_network_made_them(own: tuple[Kept, ...]):
    assert len(own) == len(list(HANDS.iterdir())) >= 6
    assert len({one.hand.name for one in own}) == len({one.hand.id for one in own}) == len(own)
    for one in own:
        assert not hand_ink(one.hand.page, own=False).trouble
        assert all(stroke.author is Author.MODEL for stroke in one.hand.page.strokes)
        assert one.path.stem == one.hand.name.lower()


def test_kept_hands_stand_before_them_and_the_first_is_in_use_until_one_writes(keeper: Keeper, own: tuple[Kept, ...]):
    names = [one.hand.name for one in own]
    assert keeper.names == [MINE_NAME, "Built in", *names] and keeper.window.hand_in_use.hand == own[0].hand
    assert f"“{names[0]}” is in use" in keeper.panel.note.text()
    keeper.write()
    keeper.keep(names[0])  # a name of one's own hand may be that of one of the app's
    assert keeper.names == [MINE_NAME, names[0], "Built in", *names]
    assert keeper.window.hand_in_use.hand not in [one.hand for one in own]


def test_each_is_chosen_with_keys_has_a_picture_and_is_there_to_stay(keeper: Keeper, own: tuple[Kept, ...]):
    keeper.panel.list.setFocus()
    for one in own:
        keeper.key(KEY.Key_Down)
        assert keeper.window.hand_in_use.hand == one.hand and "Made by the network" in keeper.panel.note.text()
        keeper.key(KEY.Key_F2)
        assert QApplication.focusWidget() is keeper.panel.list  # no name is edited
        assert keeper.status.startswith(f"“{one.hand.name}” is one of the app's own hands")
        keeper.window.status.tell("")
        keeper.key(KEY.Key_Delete)
        assert "not renamed or deleted" in keeper.status
        row = keeper.panel.list.current
        assert row is not None
        picture = keeper.panel.list.picture(row, 200).toImage()
        assert any(picture.pixelColor(x, y).alpha() for x in range(0, 200) for y in range(0, picture.height()))
    assert len(list(HANDS.iterdir())) == len(own) == keeper.panel.list.count() - 2


@pytest.mark.parametrize("size", [(640, 400), (1280, 800)])
def test_the_one_in_use_is_seen_whole_in_any_window(keeper: Keeper, own: tuple[Kept, ...], size: tuple[int, int]):
    keeper.window.hand_in_use.choose(own[-1].hand.id)
    keeper.panel.show_hands()
    keeper.window.resize(*size)
    shown = keeper.panel.list
    keeper.until(lambda: shown.viewport().rect().contains(shown.visualItemRect(shown.currentItem())))


@pytest.mark.slow
def test_the_panel_lives_through_odd_orders(keeper: Keeper, own: tuple[Kept, ...], tmp_path: Path):
    """Rows come and go before Qt has laid out, painted or forgotten those before them; what is shown is what is there."""
    chance, panel, hands = random.Random(3), keeper.panel, keeper.hands
    elsewhere, at = Hands(hands.folder, HANDS), tmp_path / "out.hand"
    hands.export(own[0].path, at)
    keeper.person.path = at
    keeper.write()

    def another_window() -> None:
        kept = elsewhere.look()[0]
        if kept and chance.random() < 0.5:
            elsewhere.delete(chance.choice(kept).path)
        else:
            elsewhere.keep(hand(f"Hand {chance.randrange(5)}", chance.randrange(1, 1 << 40)))

    def name() -> None:
        panel.list.edit_name()
        if (editor := QApplication.focusWidget()) is not panel.list and editor is not None:
            keeper.qtbot.keyClicks(editor, f"n{chance.randrange(9)}")
            keeper.qtbot.keyClick(editor, chance.choice((KEY.Key_Return, KEY.Key_Escape)))

    acts = (
        another_window,
        name,
        panel._delete,
        panel._restore,
        panel._import,
        panel.show_hands,
        lambda: panel.list.setCurrentRow(chance.randrange(panel.list.count())),
        lambda: keeper.window.hand_in_use.choose(chance.choice((MINE, chance.choice(own).hand.id))),
        lambda: keeper.key(KEY.Key_9, ALT),
        lambda: keeper.key(KEY.Key_D, CTRL),
        lambda: keeper.window.resize(chance.randrange(640, 1200), chance.randrange(400, 800)),
        lambda: panel.list.grab(),
        QApplication.processEvents,
    )
    for _ in range(100):
        chance.choice(acts)()
    if not panel.is_live:
        keeper.key(KEY.Key_9, ALT)
    keeper.until(lambda: not panel._calm.isActive() and panel.list._waiting is None)
    panel.show_hands()
    kept = [one.hand.name for one in hands.look()[0]]
    assert keeper.names == [MINE_NAME, *kept, "Built in", *(one.hand.name for one in own)]

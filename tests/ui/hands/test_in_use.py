"""Which hand is in use: the page's own where there is enough ink, the one that was chosen, and at the next start, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from inkapp.editor.hands import Hands
from inkapp.ink.document import Page
from inkapp.ink.hand_file import save_hand
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.hands.in_use import MINE, MINE_ELSEWHERE, MINE_NAME, NEAREST, HandInUse
from tests.ink.documents import text_stroke
from tests.ink.hands import hand
from tests.ui.hands.conftest import line


class Desk:
    """A page that a test changes, and what asks about it."""

    def __init__(self, folder: Path) -> None:
        self.page = Page()
        self.others: tuple[Page, ...] = ()  # after it
        self.hands = Hands(folder / "hands", folder / "own")
        self.settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        self.in_use = self.again()
        self.told = 0
        self.in_use.changed.connect(self._tell)

    def again(self) -> HandInUse:
        return HandInUse(self.hands, lambda: ((self.page, *self.others), 0), self.settings)

    def _tell(self) -> None:
        self.told += 1


@pytest.fixture
def desk(qapp: object, tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_without_ink_there_is_no_hand_and_a_reason(desk: Desk):
    assert desk.in_use.key == MINE and desk.in_use.hand is None and "Write" in desk.in_use.ink.trouble


def test_the_pages_own_hand_is_the_default_and_follows_the_page(desk: Desk):
    desk.page = Page().with_strokes(line())
    mine = desk.in_use.hand
    assert mine is not None and mine.page == desk.page and desk.in_use.hand is mine  # learnt once a page
    desk.page = desk.page.with_strokes((*desk.page.strokes, *line("and then", 66.0)))
    assert desk.in_use.hand.page == desk.page


def test_a_chosen_hand_is_in_use_whatever_is_written_and_at_the_next_start(desk: Desk):
    kept = desk.hands.keep(hand("Anna", 1))
    desk.in_use.choose(kept.hand.id)
    desk.page = Page().with_strokes(line())
    assert desk.in_use.hand == kept.hand and desk.told == 1
    assert desk.again().hand == kept.hand
    desk.hands.rename(kept.path, "Ben")
    assert desk.in_use.hand.name == "Ben"
    desk.in_use.choose(MINE)
    assert desk.in_use.hand.page == desk.page and desk.told == 2


def test_a_chosen_hand_that_is_gone_makes_room_for_the_pages_own(desk: Desk):
    kept = desk.hands.keep(hand("Anna", 1))
    desk.in_use.choose(kept.hand.id)
    desk.page = Page().with_strokes(line())
    desk.hands.delete(kept.path)
    assert desk.in_use.key == MINE and desk.in_use.hand.page == desk.page
    desk.hands.restore()
    assert desk.in_use.hand == kept.hand


def test_with_too_little_ink_the_apps_first_hand_is_in_use(desk: Desk, tmp_path: Path):
    (tmp_path / "own").mkdir()
    for number, name in ((8, "Round"), (7, "Narrow")):
        save_hand(hand(name, number), tmp_path / "own" / f"{name}.hand")
    assert desk.in_use.key == MINE and desk.in_use.hand.name == "Narrow"
    desk.in_use.choose(hand("Round", 8).id)
    assert desk.in_use.hand.name == "Round"
    desk.in_use.choose(MINE)
    desk.page = Page().with_strokes(line())
    assert desk.in_use.hand.page == desk.page


@pytest.mark.parametrize("kept", ["nobody", "../x", "\x00"])
def test_odd_settings_are_the_default(desk: Desk, kept: str):
    desk.settings.hand = kept
    assert desk.in_use.key == MINE


def test_ink_that_is_not_the_persons_leaves_their_hand_as_it_is(desk: Desk):
    desk.page = Page().with_strokes(line())
    mine = desk.in_use.mine
    desk.page = desk.page.with_strokes((*desk.page.strokes, text_stroke("0123456789abcdef", 0)))
    assert desk.in_use.mine is mine  # who has read it need not read it again
    desk.page = desk.page.with_strokes(desk.page.strokes[3:])
    assert desk.in_use.mine is not mine


def test_a_hand_is_found_by_its_key(desk: Desk):
    assert desk.in_use.of(MINE) is None and desk.in_use.of("f" * 16) is None
    kept = desk.hands.keep(hand())
    assert desk.in_use.of(kept.hand.id) == kept.hand
    desk.page = Page().with_strokes(line())
    assert desk.in_use.of(MINE) is desk.in_use.mine


def test_on_an_empty_page_the_hand_is_that_of_the_nearest_page(desk: Desk):
    near, far = Page().with_strokes(line()), Page().with_strokes(line("something else"))
    desk.others = (Page(), near, far)
    assert desk.in_use.hand.page == near and desk.in_use.mine_name == MINE_ELSEWHERE and not desk.in_use.ink.trouble
    assert desk.in_use.page is desk.page  # that is what is kept
    desk.page = Page().with_strokes(line("here it is written"))
    assert desk.in_use.hand.page == desk.page and desk.in_use.mine_name == MINE_NAME
    desk.page, desk.others = Page(), (Page(),) * NEAREST + (near,)
    assert desk.in_use.hand is None and "Write" in desk.in_use.ink.trouble

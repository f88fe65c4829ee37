"""Pages of a document, as a person handles them: turned, added, deleted, moved, on other paper, never mixed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from inkapp.ink.document import Background, Document, Page
from inkapp.ink.file import load, save
from inkapp.ui.chrome.actions import BY_NAME
from inkapp.ui.chrome.dialogs import Answer
from inkapp.ui.chrome.paper_dialog import SIZES, PaperChoice, PaperDialog
from tests.ink.documents import stroke
from tests.ui.fakes import ghost
from tests.ui.pictures import pixels
from tests.ui.users import CTRL, KEY, SHIFT, WAVE, User


def counts(user: User) -> list[int]:
    return [len(page.strokes) for page in user.window.open_document.document.pages]


def in_sight(user: User) -> str:
    return user.window.status._page.text()


def three(user: User) -> User:
    """Pages of one, no and two strokes, the last in sight."""
    user.draw()
    user.key(KEY.Key_PageDown, CTRL)
    user.key(KEY.Key_PageDown, CTRL)
    user.draw()
    user.draw(shift=30.0)
    return user


def test_turning_over_the_last_page_adds_one_and_undo_takes_it_back(user: User):
    three(user)
    assert counts(user) == [1, 0, 2] and in_sight(user) == "page 3 of 3"
    for _ in range(3):
        user.key(KEY.Key_Z, CTRL)
    assert counts(user) == [1, 0] and in_sight(user) == "page 2 of 2"
    user.key(KEY.Key_PageUp, CTRL)
    assert in_sight(user) == "page 1 of 2" and not user.window._actions["previous_page"].isEnabled()
    assert not user.window.open_document.is_saved


def test_pages_are_moved_and_deleted_by_key_and_come_back(user: User, tmp_path: Path):
    three(user)
    user.key(KEY.Key_PageUp, CTRL | SHIFT)
    assert counts(user) == [1, 2, 0] and in_sight(user) == "page 2 of 3" and "page 2 now" in user.status
    user.key(KEY.Key_PageDown, CTRL | SHIFT)
    user.key(KEY.Key_PageDown, CTRL | SHIFT)  # there is no further
    assert counts(user) == [1, 0, 2]
    user.key(KEY.Key_Delete, CTRL | SHIFT)
    assert counts(user) == [1, 0] and "deleted" in user.status and in_sight(user) == "page 2 of 2"
    user.key(KEY.Key_Delete, CTRL | SHIFT)
    assert counts(user) == [1] and not user.window._actions["delete_page"].isEnabled()
    user.key(KEY.Key_Delete, CTRL | SHIFT)
    assert counts(user) == [1]
    user.key(KEY.Key_Z, CTRL)
    user.key(KEY.Key_Z, CTRL)
    assert counts(user) == [1, 0, 2] and in_sight(user) == "page 3 of 3"
    user.person.path = tmp_path / "three.ink"
    user.key(KEY.Key_S, CTRL)
    assert [len(page.strokes) for page in load(tmp_path / "three.ink").pages] == [1, 0, 2]


@pytest.mark.parametrize("key", [KEY.Key_Delete, KEY.Key_N])
def test_news_of_a_page_go_when_they_are_no_longer_true(user: User, key: KEY):
    three(user)
    user.key(key, CTRL | SHIFT)
    assert "takes it back" in user.status
    user.key(KEY.Key_Z, CTRL)
    assert counts(user) == [1, 0, 2] and "takes it back" not in user.status


def test_a_page_is_put_in_between(user: User):
    three(user)
    user.key(KEY.Key_PageUp, CTRL)
    user.key(KEY.Key_PageUp, CTRL)
    user.key(KEY.Key_N, CTRL | SHIFT)
    assert counts(user) == [1, 0, 0, 2] and in_sight(user) == "page 2 of 4"


def test_a_new_document_and_another_page_begin_at_their_tops(user: User):
    canvas = user.window.canvas
    user.draw()
    for key, modifiers in ((KEY.Key_PageDown, CTRL), (KEY.Key_PageUp, CTRL), (KEY.Key_N, CTRL)):
        canvas.setFocus()
        user.key(KEY.Key_End)
        assert canvas.view.to_page(0.0, 0.0)[1] > 0
        user.person.answer = Answer.DISCARD
        user.key(key, modifiers)
        assert canvas.view.to_page(0.0, 0.0)[1] < 0
    assert len(user.window.open_document.document.pages) == 1 and user.window.open_document.is_empty


def test_paper_is_chosen_for_a_page_and_kept_in_the_file(user: User, tmp_path: Path):
    three(user)
    lying = replace(Page(), width=297.0, height=210.0, background=Background.PLAIN)
    user.person.chosen = PaperChoice(lying, all_pages=False)
    user.key(KEY.Key_L, CTRL | SHIFT)
    assert user.person.paper_of[0].width == 210.0
    assert [page.width for page in user.window.open_document.document.pages] == [210.0, 210.0, 297.0]
    small = replace(Page(), width=105.0, height=148.0, rule_spacing=8.0)
    user.person.chosen = PaperChoice(small, all_pages=True)
    user.key(KEY.Key_L, CTRL | SHIFT)
    assert "cut off" not in user.status
    user.person.chosen = PaperChoice(replace(small, width=40.0), all_pages=False)
    user.key(KEY.Key_L, CTRL | SHIFT)
    assert "cut off" in user.status and counts(user) == [1, 0, 2]
    user.person.path = tmp_path / "paper.ink"
    user.key(KEY.Key_S, CTRL)
    assert [(page.width, page.rule_spacing) for page in load(tmp_path / "paper.ink").pages] == [
        (105.0, 8.0),
        (105.0, 8.0),
        (40.0, 8.0),
    ]


@pytest.mark.usefixtures("qapp")
def test_the_paper_dialog_begins_with_the_page_and_changes_only_what_is_touched():
    odd = Page(width=333.3, height=123.45, rule_spacing=7.123, background=Background.PLAIN, margin=4.0)
    dialog = PaperDialog(odd, 1)
    assert dialog.choice == PaperChoice(odd, all_pages=False) and dialog.all_pages.isHidden()
    assert not dialog.spacing.isEnabled()
    dialog.sizes.setCurrentIndex(list(SIZES).index("A5"))
    dialog.background.setCurrentText("Ruled")
    dialog.spacing.setValue(9.0)
    expected = replace(odd, width=210.0, height=148.0, rule_spacing=9.0, background=Background.RULED)
    assert dialog.choice.paper == expected
    dialog.landscape.setChecked(False)
    assert (dialog.choice.paper.width, dialog.choice.paper.height) == (148.0, 210.0)
    many = PaperDialog(Page(), 3)
    assert (
        not many.all_pages.isHidden() and not many.landscape.isChecked() and many.sizes.currentText().startswith("A4")
    )


def test_pages_are_never_seen_mixed(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    canvas = user.window.canvas
    one, other = ([stroke([(x, y), (x + 60, y)]) for y in range(30, 190, 10)] for x in (20.0, 120.0))
    two = Document((Page(tuple(one)), Page(tuple(other))))
    save(two, tmp_path / "two.ink")
    user.window.files.open_path(tmp_path / "two.ink")
    canvas.settle()
    left, right = (QRect(n * canvas.width() // 2, 0, canvas.width() // 2, canvas.height()) for n in (0, 1))
    pictures = {}
    for number, key in enumerate((KEY.Key_PageUp, KEY.Key_PageDown)):
        user.key(key, CTRL)
        canvas.settle()
        pictures[number] = [pixels(canvas.grab(half).toImage()) for half in (left, right)]
    monkeypatch.setattr(canvas, "paint_slice", lambda: None)  # a machine that is too busy to paint anything yet
    user.key(KEY.Key_PageUp, CTRL)
    QApplication.processEvents()
    now = [pixels(canvas.grab(half).toImage()) for half in (left, right)]
    assert (now[0] == pictures[1][0]).all()  # where the other page has nothing, this one has nothing yet
    assert (now[1] == pictures[0][1]).all()


def test_ink_beyond_the_edge_is_cut_off_and_ink_beside_it_is_none(user: User, tmp_path: Path):
    canvas = user.window.canvas
    user.window.resize(1200, 700)
    user.draw([(200.0 + n, 60.0) for n in range(13)])  # over the right edge at 210
    assert user.authors and user.window.open_document.document.pages[0].strokes[0].bounds[2] > 210
    canvas.settle()
    right = int(canvas.view.to_widget(210.0, 0.0)[0]) + 3
    beside = QRect(right, 0, canvas.width() - right, canvas.height())
    with_ink = pixels(canvas.grab(beside).toImage())
    user.key(KEY.Key_Z, CTRL)
    canvas.settle()
    assert (pixels(canvas.grab(beside).toImage()) == with_ink).all()
    user.draw([(210.5 + n, 60.0) for n in range(5)])
    assert user.authors == []
    user.draw(WAVE)
    assert len(user.authors) == 1


def test_a_full_page_offers_the_next_one(user: User):
    user.draw()
    user.until(lambda: user.bridge.asked)
    user.bridge.deny("There is no room", page_full=True)
    assert user.status.startswith("There is no room") and BY_NAME["next_page"].shown_keys in user.status
    user.key(KEY.Key_PageDown, CTRL)
    assert in_sight(user) == "page 2 of 2" and "no room" not in user.status


def test_a_ghost_that_ends_for_want_of_room_offers_the_next_page(user: User):
    user.draw()
    user.until(lambda: user.bridge.asked)
    user.bridge.grow(ghost(3), page_full=True)
    assert user.status.startswith("There is no room for more") and BY_NAME["next_page"].shown_keys in user.status
    user.draw(WAVE)
    assert "no room" not in user.status

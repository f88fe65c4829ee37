"""What keys and the bar do with a ghost: its pieces become ink, its seed is rolled, typed and fixed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from inkapp.ink.document import Author
from inkapp.ui.ghost_controls import GHOST_HINT
from tests.ui.fakes import ghost
from tests.ui.users import CTRL, KEY, SHIFT, User, ghosted


def test_tab_takes_what_is_shown_as_one_step(user: User):
    ghosted(user)
    user.key(KEY.Key_Tab)  # the pen is in the first word
    assert user.authors == [Author.PERSON] + [Author.MODEL] * 2 and user.status == GHOST_HINT
    user.key(KEY.Key_Z, CTRL)
    assert user.authors == [Author.PERSON]
    user.window.companion.continue_now()
    user.window.player.set_pace(0.0)  # all is shown
    user.bridge.grow(ghost(3, shift=8.0))
    user.key(KEY.Key_Tab)
    assert user.authors == [Author.PERSON] + [Author.MODEL] * 6
    user.key(KEY.Key_Z, CTRL)
    assert user.authors == [Author.PERSON]
    user.key(KEY.Key_Y, CTRL)
    assert len(user.authors) == 7


def test_right_takes_one_piece_and_leaves_the_rest(user: User):
    ghosted(user)
    user.key(KEY.Key_Right)
    assert user.authors == [Author.PERSON] + [Author.MODEL] * 2 and user.status == GHOST_HINT
    user.key(KEY.Key_Right)
    user.key(KEY.Key_Tab)  # what is left has not been shown: the next word
    assert len(user.authors) == 7 and not user.window.companion.state.has_ghost
    for left in (5, 3, 1, 0):
        user.key(KEY.Key_Z, CTRL)
        assert len(user.authors) == left
    user.key(KEY.Key_Right)
    assert len(user.authors) == 0


def test_tab_and_right_pressed_too_early_move_nothing(user: User):
    user.draw()
    view = user.window.canvas.view
    for _ in range(2):
        user.key(KEY.Key_Tab)
        user.key(KEY.Key_Right)
        assert user.window.canvas.hasFocus() and user.window.canvas.view == view and len(user.authors) == 1
        user.until(lambda: user.bridge.asked)
    user.key(KEY.Key_Escape)
    user.key(KEY.Key_Tab)  # one too many
    assert user.window.canvas.hasFocus()
    user.key(KEY.Key_Backtab, SHIFT)
    assert not user.window.canvas.hasFocus()


def test_tab_and_right_first_show_a_ghost_that_is_out_of_sight(user: User):
    user.window.resize(900, 420)
    user.draw()
    user.until(lambda: user.bridge.asked)
    user.window.player.set_pace(0.0)
    user.bridge.grow(ghost(3, shift=150.0))
    canvas = user.window.canvas
    for key, more in ((KEY.Key_Tab, 6), (KEY.Key_Right, 2)):
        canvas.scroll_by(0, -1e6)
        for expected in (1, 1 + more):
            user.key(key)
            assert len(user.authors) == expected
            first = user.window.player.ghost
            assert first is None or 0 < canvas.view.to_widget(0, float(first.strokes[0].y[0]))[1] < canvas.height()
        user.key(KEY.Key_Z, CTRL)
        user.window.companion.continue_now()
        user.bridge.grow(ghost(3, shift=150.0))


def test_r_rolls_under_another_seed(user: User):
    ghosted(user)
    before = user.window.companion.seeds.seed
    user.key(KEY.Key_R)
    seeds = [seed for _, seed, _ in user.bridge.asked]
    assert seeds == [before, user.window.companion.seeds.seed] and len(set(seeds)) == 2
    assert user.window.bar.seed.field.text() == str(seeds[1])


def test_r_rolls_on_from_a_fixed_seed_and_shows_where_it_is(user: User):
    ghosted(user)
    field = user.window.bar.seed.field
    for typed, rolled in (("77", 78), ("999999999", 0)):
        field.setFocus()
        field.selectAll()
        user.qtbot.keyClicks(field, typed)
        user.key(KEY.Key_Return)
        user.key(KEY.Key_R)
        assert user.bridge.asked[-1][1] == rolled and field.text() == str(rolled)
        assert user.window.companion.seeds.fixed


def test_a_typed_seed_is_fixed_and_used_again(user: User):
    ghosted(user)
    field = user.window.bar.seed.field
    field.setFocus()
    field.selectAll()
    user.qtbot.keyClicks(field, "77")
    user.key(KEY.Key_Return)
    assert user.window.companion.seeds.fixed and QApplication.focusWidget() is user.window.canvas
    user.draw(shift=50.0)
    user.until(lambda: len(user.bridge.asked) == 3)
    assert [seed for _, seed, _ in user.bridge.asked][1:] == [77, 77]
    user.key(KEY.Key_L, CTRL)
    assert not user.window.companion.seeds.fixed


def test_a_click_anywhere_takes_what_was_typed_and_the_keys_from_the_seed_field(user: User):
    ghosted(user)
    field, bar = user.window.bar.seed.field, user.window.bar
    for elsewhere in (
        user.window.status,
        bar,
        user.window.bar.findChild(QToolButton, "pen_button"),
        user.window.canvas,
    ):
        assert isinstance(elsewhere, QWidget)
        user.qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
        field.setFocus()
        user.qtbot.keyClicks(field, "1")
        user.qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
        assert field.hasFocus()
        typed = field.text()
        user.qtbot.mousePress(elsewhere, Qt.MouseButton.MiddleButton)
        user.qtbot.mouseRelease(elsewhere, Qt.MouseButton.MiddleButton)
        assert user.window.canvas.hasFocus() and field.text() == typed
        assert user.bridge.asked[-1][1] == int(typed) and user.window.companion.seeds.fixed


def test_esc_gives_up_a_seed_half_typed(user: User):
    ghosted(user)
    field, seed = user.window.bar.seed.field, user.window.companion.seeds.seed
    field.setFocus()
    user.qtbot.keyClicks(field, "12")
    user.key(KEY.Key_Escape)
    assert user.window.canvas.hasFocus() and field.text() == str(seed) == str(user.window.companion.seeds.seed)
    assert not user.window.companion.seeds.fixed

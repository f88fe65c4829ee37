"""The whole window, driven as a person drives it: by mouse, by keys, by files.

The network is a small one that waits to be let on, a bridge that obeys, or once the shipped one. Nothing here measures
time: what is asserted is what came, in which order, and what did not come.
"""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from inkapp.formats.registry import read_any
from inkapp.ink.document import Author
from inkapp.live.events import Grown
from inkapp.live.qt_bridge import Bridge
from inkapp.ui.chrome.dialogs import Answer
from inkapp.ui.flow.companion import LOADING
from inkapp.ui.ghost_controls import GHOST_HINT
from model.checkpoint import LIVE
from model.sampler import Sampler
from tests.live import fakes
from tests.live.fakes import PATIENCE, Row, WatchedSampler
from tests.ui.fakes import Clock, ghost
from tests.ui.users import CTRL, KEY, SHIFT, User, begun, ghosted
from tools.synthetic.words import write


def test_the_first_minute_with_the_shipped_network(qtbot: QtBot, tmp_path: Path):
    bridge = Bridge(lambda: Sampler.load(LIVE))
    user = User(qtbot, tmp_path, bridge)
    assert user.window.windowTitle().startswith("Untitled") and QApplication.focusWidget() is user.window.canvas
    for stroke in write("hand", 30.0, 42.0, 4.0, seed=3):
        user.draw(list(zip(stroke.x.tolist(), stroke.y.tolist(), strict=True)))
    mine = len(user.authors)
    user.until_ghost()
    assert user.status == GHOST_HINT
    user.until_complete()
    seed = user.window.companion.seeds.seed
    assert user.window.bar.seed.field.text() == str(seed)
    user.key(KEY.Key_Tab)
    taken = user.window.open_document.document.pages[0].strokes[mine:]
    assert taken and {stroke.author for stroke in taken} == {Author.MODEL}
    assert {stroke.origin.seed for stroke in taken if stroke.origin} == {seed}
    assert QApplication.focusWidget() is user.window.canvas
    user.key(KEY.Key_Z, CTRL)
    assert user.authors == [Author.PERSON] * mine
    user.key(KEY.Key_Z, CTRL | SHIFT)
    assert len(user.authors) == mine + len(taken)
    user.person.path = tmp_path / "page.svg"
    user.key(KEY.Key_E, CTRL)
    assert str(tmp_path / "page.svg") in user.status
    read = read_any(tmp_path / "page.svg").pages[0].strokes
    assert len(read) == mine + len(taken)
    user.person.answer = Answer.DISCARD
    assert user.window.close()
    assert bridge.close(PATIENCE)


def test_one_can_write_before_the_network_is_there(qtbot: QtBot, tmp_path: Path):
    there = threading.Event()

    def load() -> Sampler:
        assert there.wait(PATIENCE)
        return WatchedSampler()

    bridge = Bridge(load, encode=fakes.encode, lay_out=Row)
    user = User(qtbot, tmp_path, bridge)
    user.draw()
    assert user.authors == [Author.PERSON]
    user.until(lambda: user.status == LOADING)
    user.draw(shift=30.0)
    assert user.status != LOADING
    user.until(lambda: user.status == LOADING)
    there.set()
    user.until_ghost()
    assert user.status == GHOST_HINT
    assert bridge.close(PATIENCE)


def test_without_a_network_the_page_is_still_a_page(qtbot: QtBot, tmp_path: Path):
    def load() -> Sampler:
        raise OSError("no weights here")

    user = User(qtbot, tmp_path, Bridge(load, encode=fakes.encode, lay_out=Row))
    user.until(lambda: "no weights here" in user.status)
    user.draw()
    assert user.authors == [Author.PERSON] and "no weights" not in user.status
    user.until(lambda: "no weights here" in user.status)


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


def test_r_rolls_under_another_seed(user: User):
    ghosted(user)
    before = user.window.companion.seeds.seed
    user.key(KEY.Key_R)
    seeds = [seed for _, seed, _ in user.bridge.asked]
    assert seeds == [before, user.window.companion.seeds.seed] and len(set(seeds)) == 2
    assert user.window.bar.seed.field.text() == str(seeds[1])


def test_esc_sends_it_away_until_the_next_stroke(slow: User, sampler: WatchedSampler):
    slow.draw()
    sampler.let(20)
    slow.until_ghost()
    slow.key(KEY.Key_Escape)
    grown: list[Grown] = []
    slow.window.companion._bridge.grown.connect(grown.append)
    sampler.let(10_000)  # whatever the network still had to say
    assert not slow.window.companion.state.has_ghost and slow.window.player.ghost is None
    slow.draw(shift=40.0)
    slow.until_ghost()
    assert {event.revision for event in grown} == {slow.window.open_document.document.revision}


def test_writing_on_supersedes_before_the_stroke_is_done(user: User):
    ghosted(user)
    user.mouse(QEvent.Type.MouseButtonPress, 100.0, 40.0)
    assert user.window.player.ghost is None and user.window.canvas.pen_tool.is_down
    user.mouse(QEvent.Type.MouseMove, 110.0, 44.0)
    user.bridge.grow(ghost(3), ticket=1)
    assert user.window.player.ghost is None
    user.key(KEY.Key_R)  # not while the pen is down
    assert len(user.bridge.asked) == 1
    user.mouse(QEvent.Type.MouseButtonRelease, 110.0, 44.0)
    user.until(lambda: len(user.bridge.asked) == 2)


def test_temperature_acts_from_the_next_point_on_while_it_grows(slow: User, sampler: WatchedSampler):
    clock = slow.window.player._clock
    assert isinstance(clock, Clock)
    slow.draw()

    def shown() -> bool:
        sampler.let(1)  # a ghost is told once a frame: steps go on until there are enough
        ghost = slow.window.player.ghost
        return ghost is not None and bool(ghost.strokes) and len(ghost.strokes[0]) > 15

    slow.until(shown)
    clock.now = 0.52  # a point every 50 ms
    step = slow.window.player.step_now()
    assert step == 11
    slow.key(KEY.Key_BracketRight)
    sampler.let(1)  # the step at which the worker sees it
    slow.until(lambda: len(sampler.begun) == 2)
    seed = slow.window.companion.seeds.seed
    assert sampler.begun == [(seed, 0, 0.5), (seed, step, pytest.approx(0.6))]
    assert slow.settings.temperature == pytest.approx(0.6)
    sampler.let(10_000)
    slow.until_complete()
    standing = slow.window.player.ghost
    assert standing is not None and standing.strokes[0].step.tolist() == list(range(400))


def test_sampling_flat_out_leaves_the_window_its_turns(qtbot: QtBot, tmp_path: Path):
    """Check 8 of the canvas list, in order and counts: turns between ghosts, and no ghost after a cancel."""
    bridge = Bridge(WatchedSampler, encode=fakes.encode, lay_out=Row)
    user = User(qtbot, tmp_path, bridge, Clock())
    told: list[str] = []
    timer = QTimer()
    timer.timeout.connect(lambda: told.append("turn"))
    timer.start(0)

    def grown(event: Grown) -> None:
        if event.ghost.complete:
            told.append("ghost")
            user.window.companion.roll_again()  # the network is never without work

    user.draw()
    user.until_ghost()
    bridge.grown.connect(grown)
    user.window.companion.roll_again()
    user.until(lambda: told.count("ghost") >= 15)
    bridge.grown.disconnect(grown)
    stand = [n for n, what in enumerate(told) if what == "ghost"]
    assert all(b - a > 1 for a, b in pairwise(stand))

    after: list[Grown] = []
    user.window.companion.roll_again()
    bridge.grown.connect(after.append)
    user.key(KEY.Key_Escape)
    turns = told.count("turn")
    user.until(lambda: told.count("turn") > turns + 200)
    assert after == [] and user.window.player.ghost is None
    timer.stop()
    user.window.companion.roll_again()
    user.until_complete()
    offer = user.window.companion._offer
    assert offer is not None and {event.ticket for event in after} == {offer.ticket}
    assert bridge.close(PATIENCE)


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


def test_a_click_anywhere_takes_the_keys_from_the_seed_field(user: User):
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
        user.qtbot.mousePress(elsewhere, Qt.MouseButton.MiddleButton)
        user.qtbot.mouseRelease(elsewhere, Qt.MouseButton.MiddleButton)
        assert user.window.canvas.hasFocus() and field.text() == str(user.window.companion.seeds.seed)


def test_what_is_missing_stands_in_the_status_line(user: User):
    user.key(KEY.Key_Space, CTRL)
    user.bridge.deny("Write a word or two")
    assert user.status == "Write a word or two"
    user.draw()
    assert user.status != "Write a word or two"


def test_erasing_and_undo_send_the_ghost_away(user: User):
    ghosted(user)
    user.key(KEY.Key_E)
    user.draw()
    assert user.authors == [] and user.window.player.ghost is None
    user.key(KEY.Key_Z, CTRL)
    assert user.authors == [Author.PERSON]
    user.key(KEY.Key_B)
    user.draw(shift=40.0)
    assert len(user.authors) == 2


def test_the_eraser_sends_the_ghost_away_too_and_only_where_it_is(user: User):
    ghosted(user)
    user.window.player.set_pace(0)
    visible = user.window.player.visible()
    user.key(KEY.Key_E)
    user.draw([(x, 200.0) for x in (20.0, 21.0)])
    assert user.window.companion.state.has_ghost
    x, y = float(visible[-1].x[0]), float(visible[-1].y[0])
    user.draw([(x, y), (x + 0.1, y)])
    assert not user.window.companion.state.has_ghost and user.window.player.ghost is None
    assert user.authors == [Author.PERSON]


def test_tab_and_right_pressed_too_early_move_nothing(user: User):
    user.draw()
    view = user.window.canvas.view
    for _ in range(2):
        user.key(KEY.Key_Tab)
        user.key(KEY.Key_Right)
        assert user.window.canvas.hasFocus() and user.window.canvas.view == view and len(user.authors) == 1
        user.until(lambda: user.bridge.asked)
    user.key(KEY.Key_Escape)
    user.key(KEY.Key_Tab)
    assert not user.window.canvas.hasFocus()


def test_undo_with_the_pen_down_takes_back_what_it_writes_and_nothing_else(user: User):
    begun(user)
    user.key(KEY.Key_Z, CTRL)
    assert user.authors == [] and not user.window.canvas.pen_tool.is_down
    user.mouse(QEvent.Type.MouseMove, 60.0, 80.0)
    user.mouse(QEvent.Type.MouseButtonRelease, 60.0, 80.0)
    user.draw()
    begun(user)
    user.key(KEY.Key_Z, CTRL)
    assert len(user.authors) == 1
    user.key(KEY.Key_Z, CTRL | SHIFT)
    assert len(user.authors) == 2


def test_without_motion_the_ghost_stands_at_once(user: User):
    user.settings.reduced_motion = True
    user.window._follow_settings()
    ghosted(user)
    assert len(user.window.player.visible()) == 6

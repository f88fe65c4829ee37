"""The whole window, driven as a person drives it: by mouse, by keys, by files.

The network is a small one that waits to be let on, a bridge that obeys, or once the shipped one. Nothing here measures
time: what is asserted is what came, in which order, and what did not come.
"""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inkapp.formats.registry import read_any
from inkapp.ink.document import Author
from inkapp.live.events import Grown
from inkapp.live.qt_bridge import Bridge
from inkapp.ui.chrome.dialogs import Answer
from inkapp.ui.flow.standing_ghost import LOADING
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


def test_a_line_back_off_the_page_brings_no_ghost_by_itself(qtbot: QtBot, tmp_path: Path):
    bridge = Bridge(lambda: Sampler.load(LIVE))
    user = User(qtbot, tmp_path, bridge)
    user.draw([(90.0 - 1.5 * n, 50.0 + 0.3 * float(np.sin(n / 3))) for n in range(65)])
    user.until(lambda: "looks like a drawing" in user.status)
    (stroke,) = user.window.open_document.document.pages[0].strokes
    assert stroke.bounds[0] >= -2.1 and user.window.player.ghost is None
    user.key(KEY.Key_Space, CTRL)
    user.until_ghost()
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


def test_esc_sends_it_away_until_the_next_stroke(slow: User, sampler: WatchedSampler):
    slow.draw()
    sampler.let(20)
    slow.until_ghost()
    slow.key(KEY.Key_Escape)
    grown: list[Grown] = []
    slow.window.companion.ghost._bridge.grown.connect(grown.append)
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
    # a ghost as short as these is often written while the one before is being shown, and is then delivered with it
    between = [b - a - 1 for a, b in pairwise(stand)]
    assert sum(between) >= 3, between

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
    assert {event.ticket for event in after} == {user.window.companion.ghost.ticket}
    assert bridge.close(PATIENCE)


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

"""The view follows a ghost that grows below it, and leaves the person's own view alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from inkapp.ink.ghost import Ghost
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.ghost_follower import PAUSE_S, GhostFollower
from inkapp.ui.canvas.ghost_player import GhostPlayer
from tests.ui.fakes import Clock, ghost


class Host:
    """A canvas with a follower whose frames are told one by one."""

    def __init__(self, qtbot: QtBot) -> None:
        self.clock = Clock()
        self.player = GhostPlayer(clock=self.clock)
        self.canvas = Canvas(self.player)
        qtbot.addWidget(self.canvas)
        self.canvas.resize(700, 400)
        self.canvas.show()
        self.clock.now = 10.0  # the view has been at rest
        self.follower = GhostFollower(self.canvas, self.player, self.canvas, self.clock)
        self.canvas._follower = self.follower

    def show(self, grown: Ghost, seconds: float = 60.0) -> None:
        self.player.show(grown)
        self.clock.now += seconds
        self.player.changed.emit()

    def run(self, frames: int = 400) -> list[float]:
        seen = []
        for _ in range(frames):
            self.follower.follow()
            seen.append(self.canvas.view.y)
        return seen

    def tip(self) -> float:
        last = self.player.visible()[-1]
        return self.canvas.view.to_widget(0.0, float(last.y[-1]))[1]


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    return Host(qtbot)


def test_a_ghost_in_sight_moves_nothing(host: Host) -> None:
    before = host.canvas.view
    host.show(ghost(2))
    host.run()
    assert host.canvas.view == before and not host.follower.is_below


def test_the_view_follows_gently_until_the_pen_is_in_sight(host: Host) -> None:
    before = host.canvas.view
    host.show(ghost(2, shift=150.0))
    seen = [before.y, *host.run()]
    steps = [one - other for one, other in pairwise(seen)]
    assert 0 < max(steps) <= 20 and min(steps) == 0 and steps[-1] == 0
    assert host.canvas.view.zoom == before.zoom and host.tip() < host.canvas.height() - 15
    assert not host.follower.is_below


def test_tails_of_tall_letters_are_shown_whole(host: Host) -> None:
    tall = ghost(1)
    deep = tall.strokes[0].y + np.linspace(0, 130, len(tall.strokes[0].y))
    ends_high = (replace(tall.strokes[0], y=deep), *tall.strokes[1:])
    host.show(replace(tall, strokes=ends_high))
    host.run()
    lowest = host.canvas.view.to_widget(0.0, float(deep.max()))[1]
    assert host.tip() < lowest < host.canvas.height() and not host.follower.is_below
    host.canvas.scroll_by(0, -60)
    assert host.follower.is_below


def test_without_motion_it_is_there_at_once(host: Host) -> None:
    host.player.set_pace(0.0)
    host.show(ghost(2, shift=150.0))
    host.run(1)
    assert host.tip() < host.canvas.height()


def test_who_moved_the_view_is_left_alone_and_told(host: Host) -> None:
    told: list[bool] = []
    host.follower.below_changed.connect(lambda: told.append(host.follower.is_below))
    host.player.show(ghost(2, shift=150.0))
    host.canvas.scroll_by(0, 5)
    moved = host.canvas.view
    host.clock.now += 60
    host.player.changed.emit()
    host.run()
    assert host.canvas.view == moved and host.follower.is_below and told == [True]
    host.canvas.scroll_by(0, 400)
    assert told == [True, False]
    host.player.clear()
    host.show(ghost(2, shift=230.0))  # the next one is followed again
    host.run()
    assert host.tip() < host.canvas.height()


def test_it_waits_a_moment_after_a_pan_and_while_the_pen_is_down(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    host.canvas.scroll_by(0, 5)
    moved = host.canvas.view
    host.show(ghost(2, shift=150.0), seconds=PAUSE_S / 2)
    host.run(5)
    assert host.canvas.view == moved
    host.clock.now += PAUSE_S
    monkeypatch.setattr(Canvas, "is_held", property(lambda canvas: True))
    host.run(5)
    assert host.canvas.view == moved
    monkeypatch.undo()
    host.run(5)
    assert host.canvas.view != moved

"""Readings come when there is something new to read, and at no other time."""

from __future__ import annotations

from tests.ui.inspector.conftest import Looker


def test_frames_that_show_no_further_step_ask_for_nothing(looker: Looker) -> None:
    looker.open("density")
    looker.write("hello")
    looker.ghost(0.5)
    feed, player = looker.inspector.feed, looker.window.player
    worked, points = looker.inspector.worker.worked, feed.reading.points
    for _ in range(3):
        player.changed.emit()
        assert not feed.is_due and looker.inspector.is_quiet
    assert looker.inspector.worker.worked == worked
    looker.clock.now = 0.6 * player.ghost.duration
    player.changed.emit()
    assert feed.is_due
    looker.settle()
    assert looker.inspector.worker.worked > worked and feed.reading.points > points

"""The ghost's clock: it starts, waits, goes on and ends as a pen would."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from inkapp.ink.document import Origin
from inkapp.ink.ghost import Ghost, GhostStroke
from inkapp.ui.canvas.ghost_player import GhostPlayer


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def stroke(begin: float, end: float, first_step: int = 0) -> GhostStroke:
    n = 11
    return GhostStroke(
        np.linspace(0, 10, n),
        np.zeros(n),
        np.linspace(begin, end, n),
        np.full(n, 0.5),
        np.arange(first_step, first_step + n),
        True,
        Origin("live", 1, 0.5),
    )


def ghost(*strokes: GhostStroke, complete: bool = False) -> Ghost:
    return Ghost(1, strokes, complete, 1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def player(qapp: object, clock: Clock) -> Iterator[GhostPlayer]:
    made = GhostPlayer(clock=clock)
    yield made
    made.clear()


def test_it_grows_with_the_clock(player: GhostPlayer, clock: Clock) -> None:
    player.show(ghost(stroke(0, 1)))
    assert player.elapsed == 0
    clock.now += 0.55
    assert player.elapsed == pytest.approx(0.55)
    (seen,) = player.visible()
    assert seen.x[-1] == pytest.approx(5.5)
    assert player.step_now() == 6


def test_waiting_for_more_is_not_made_up_for(player: GhostPlayer, clock: Clock) -> None:
    player.show(ghost(stroke(0, 1)))
    clock.now += 5
    assert player.elapsed == 1
    player.show(ghost(stroke(0, 1), stroke(1.2, 2, 11)))
    assert player.elapsed == 1
    clock.now += 0.1
    assert player.elapsed == pytest.approx(1.1)


def test_a_replaced_ghost_goes_on_and_a_new_one_begins(player: GhostPlayer, clock: Clock) -> None:
    player.show(ghost(stroke(0, 1)))
    clock.now += 0.5
    player.show(ghost(stroke(0, 2)))
    assert player.elapsed == pytest.approx(0.5)
    player.clear()
    assert player.ghost is None and player.visible() == () and player.step_now() == 0
    clock.now += 3
    player.show(ghost(stroke(0, 2)))
    assert player.elapsed == 0


def test_the_rest_after_a_piece_keeps_its_time(player: GhostPlayer, clock: Clock) -> None:
    whole = ghost(stroke(0, 1), stroke(1.5, 2.5, 11))
    player.show(whole)
    clock.now += 1.7
    _, rest = whole.take_piece(2)
    player.show(rest)
    assert player.elapsed == pytest.approx(1.7)
    assert player.visible()[0].t[-1] == pytest.approx(1.7)
    _, nothing = rest.take_piece(3)
    player.show(nothing)
    assert player.elapsed == pytest.approx(1.7)  # more may still come, with the times it would have had


def test_it_says_once_that_it_has_finished(player: GhostPlayer, clock: Clock, qtbot: QtBot) -> None:
    ends: list[bool] = []
    player.finished.connect(lambda: ends.append(True))
    player.show(ghost(stroke(0, 0.05)))
    clock.now += 1
    qtbot.wait(60)
    assert not ends  # all there is is seen, but more will come
    with qtbot.waitSignal(player.finished):
        player.show(ghost(stroke(0, 0.05), stroke(0.1, 0.2, 11), complete=True))
        clock.now += 1
    player.set_pace(0)
    player.show(player.ghost or ghost())
    assert len(ends) == 1


def test_revealed_and_unpaced_ghosts_are_seen_at_once(player: GhostPlayer, clock: Clock) -> None:
    player.show(ghost(stroke(0, 1), stroke(1, 2, 11)))
    player.set_pace(0)
    assert len(player.visible()) == 2 and player.visible()[1].x[-1] == 10
    player.clear()
    player.set_pace(0)
    player.show(ghost(stroke(0, 9)))
    assert player.elapsed == 9
    player.set_pace(2)
    player.show(ghost(stroke(0, 9), stroke(9, 12, 11)))
    clock.now += 1
    assert player.elapsed == pytest.approx(11)


@pytest.mark.parametrize("pace", [-1.0, float("nan"), float("inf")])
def test_a_pace_must_be_one(player: GhostPlayer, pace: float) -> None:
    with pytest.raises(ValueError, match="pace"):
        player.set_pace(pace)


def test_it_repaints_while_it_grows_and_rests_afterwards(player: GhostPlayer, clock: Clock, qtbot: QtBot) -> None:
    changes: list[bool] = []
    player.changed.connect(lambda: changes.append(True))
    player.show(ghost(stroke(0, 1)))
    qtbot.waitUntil(lambda: len(changes) >= 3)
    clock.now += 2
    qtbot.waitUntil(lambda: player.elapsed == 1)
    qtbot.wait(50)
    seen = len(changes)
    qtbot.wait(60)
    assert len(changes) == seen

"""When ink is asked for and what becomes of it, told step by step by a bridge that obeys and a clock that stands."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from inkapp.ui.flow.standing_ghost import LOADING
from tests.ui.fakes import ghost
from tests.ui.flow.companions import WAIT_MS, Page, asked, page

__all__ = ["asked", "page"]


def test_ink_is_asked_for_once_after_the_last_stroke(asked: Page, qtbot: QtBot):
    assert [(d.revision, seed) for d, seed, _ in asked.bridge.asked] == [(1, 101)]
    assert asked.bridge.observed[-1] is asked.history.current
    assert not asked.resting and asked.busy == [True]


def test_the_pen_restarts_the_rest_and_only_the_pen_starts_it(page: Page):
    page.write()
    assert page.resting
    page.companion.pen_down()
    assert not page.resting and page.bridge.pens_down == 2
    page.write(30)
    assert page.resting
    page.undo()
    assert not page.resting and page.bridge.asked == []
    assert len(page.bridge.observed) == 3


def test_a_ghost_grows_and_is_taken_whole_as_one_step(asked: Page):
    asked.bridge.grow(ghost(1, complete=False, revision=1))
    assert asked.ghosts == [True] and asked.busy == [True]
    asked.bridge.grow(ghost(3, revision=1))
    assert asked.busy == [True, False]
    asked.clock.now = 60.0
    assert asked.player.visible()
    asked.companion.ghost.take_shown()
    assert [len(strokes) for strokes in asked.accepted] == [6]
    assert asked.ghosts == [True, False] and asked.player.ghost is None
    assert asked.bridge.observed[-1] is asked.history.current and not asked.resting
    assert len(asked.bridge.asked) == 1
    asked.undo()
    assert asked.strokes == 1
    asked.companion.ghost.take_shown()
    assert len(asked.accepted) == 1


def test_what_is_shown_is_taken_to_the_end_of_its_word_and_the_rest_goes_on(asked: Page):
    whole = ghost(4, revision=1)
    asked.bridge.grow(whole)
    asked.clock.now = 1.25  # in the second word
    asked.companion.ghost.take_shown()
    assert [len(s) for s in asked.accepted] == [4]
    rest = asked.player.ghost
    assert rest is not None and len(rest.strokes) == 4 and asked.ghosts == [True]
    assert rest.strokes[0].t[0] > asked.player.elapsed
    asked.companion.ghost.take_shown()  # nothing more is shown yet: the next word
    assert [len(s) for s in asked.accepted] == [4, 2]
    asked.clock.now = 60.0
    assert asked.player.visible()
    asked.companion.ghost.take_shown()
    assert [len(s) for s in asked.accepted] == [4, 2, 2] and asked.ghosts == [True, False]
    asked.undo()
    assert asked.strokes == 7


def test_a_word_that_is_shown_is_taken_when_its_end_is_written(asked: Page):
    asked.bridge.grow(ghost(2, complete=False, revision=1))
    asked.clock.now = 1.25
    asked.companion.ghost.take_shown()
    assert asked.accepted == []
    asked.bridge.grow(ghost(4, revision=1))
    assert [len(s) for s in asked.accepted] == [4] and asked.companion.state.has_ghost


def test_a_drawing_goes_on_only_for_who_asks(asked: Page):
    asked.bridge.deny("This looks like a drawing")
    asked.companion.continue_now()
    assert asked.bridge.insisted == [False, True]


def test_nothing_of_an_older_ticket_is_shown(asked: Page):
    asked.companion.pen_down()
    asked.bridge.grow(ghost(1))
    assert asked.ghosts == [] and asked.player.ghost is None
    asked.companion.continue_now()
    asked.bridge.grow(ghost(1), ticket=1)
    assert asked.ghosts == []
    asked.bridge.grow(ghost(1))
    assert asked.ghosts == [True]


def test_writing_on_supersedes_at_once(asked: Page):
    asked.bridge.grow(ghost(2))
    before = asked.bridge.cancelled
    asked.companion.pen_down()
    assert asked.bridge.cancelled == before + 1 and asked.player.ghost is None and asked.ghosts == [True, False]


def test_pieces_are_taken_one_by_one_while_the_rest_goes_on(asked: Page):
    whole = ghost(3, revision=1)
    asked.bridge.grow(whole)
    asked.clock.now = 1.05
    asked.companion.ghost.take_piece()
    assert [len(s) for s in asked.accepted] == [2] and asked.strokes == 3
    rest = asked.player.ghost
    assert rest is not None and rest.strokes == whole.strokes[2:] and rest.revision == asked.history.current.revision
    assert asked.player.elapsed == pytest.approx(1.05) and asked.bridge.cancelled == 0
    asked.bridge.grow(whole)  # the network had more to tell of the same ticket
    assert asked.player.ghost is not None and asked.player.ghost.strokes == whole.strokes[2:]
    asked.companion.ghost.take_piece()
    asked.companion.ghost.take_piece()
    assert [len(s) for s in asked.accepted] == [2, 2, 2] and asked.ghosts == [True, False]
    asked.undo()
    assert asked.strokes == 5 and asked.player.ghost is None


def test_a_piece_taken_before_it_was_drawn_is_not_waited_for(asked: Page):
    whole = ghost(3, revision=1)
    asked.bridge.grow(whole)
    asked.clock.now = 0.25
    asked.companion.ghost.take_piece()
    rest = asked.player.ghost
    assert rest is not None and rest.strokes[0].t[0] == pytest.approx(0.25 + 0.1)  # the hop alone
    asked.bridge.grow(whole)
    assert asked.player.ghost is not None and asked.player.ghost.strokes[0].t[0] == pytest.approx(0.35)


def test_a_piece_is_taken_when_its_end_is_written(asked: Page):
    asked.bridge.grow(ghost(1, complete=False))
    asked.companion.ghost.take_piece()
    assert asked.accepted == []
    asked.bridge.grow(ghost(2, complete=False))
    assert [len(s) for s in asked.accepted] == [2] and asked.companion.state.has_ghost
    asked.companion.ghost.take_piece()
    asked.bridge.grow(ghost(2))
    assert [len(s) for s in asked.accepted] == [2, 2] and not asked.companion.state.has_ghost


def test_roll_again_takes_another_seed_even_a_fixed_one(asked: Page):
    seeds: list[int] = []
    asked.companion.seeds.changed.connect(seeds.append)
    asked.bridge.grow(ghost(1))
    asked.companion.roll_again()
    asked.companion.seeds.fixed = True
    asked.companion.roll_again()
    assert seeds == [102, 103] and [seed for _, seed, _ in asked.bridge.asked] == [101, 102, 103]
    asked.companion.dismiss()
    asked.companion.continue_now()
    assert asked.bridge.asked[-1][1] == 103 == asked.companion.seeds.seed


def test_a_seed_that_a_person_names_writes_the_ghost_anew(asked: Page):
    asked.companion.set_seed(7)
    assert [seed for _, seed, _ in asked.bridge.asked] == [101, 7]
    asked.companion.dismiss()
    asked.companion.set_seed(8)
    assert len(asked.bridge.asked) == 2 and asked.companion.seeds.seed == 8


def test_sent_away_it_stays_away_until_the_next_stroke(asked: Page, qtbot: QtBot):
    asked.bridge.grow(ghost(2))
    asked.companion.dismiss()
    asked.bridge.grow(ghost(2))
    assert asked.ghosts == [True, False] and not asked.resting
    asked.write(40)
    assert asked.resting
    asked.companion.dismiss()  # before it came
    assert not asked.resting
    asked.write(50)
    qtbot.waitUntil(lambda: len(asked.bridge.asked) == 2, timeout=WAIT_MS)


def test_temperature_acts_from_the_first_point_that_is_not_yet_visible(asked: Page):
    asked.companion.set_temperature(0.6)  # nothing told yet
    assert asked.bridge.retuned == [(1, 0.6, 0)]
    asked.bridge.grow(ghost(3, complete=False))
    asked.clock.now = 0.75
    asked.companion.set_temperature(0.9)
    assert asked.bridge.retuned[-1] == (1, 0.9, asked.player.step_now()) and asked.player.step_now() == 7
    asked.companion.set_temperature(0.9)
    assert len(asked.bridge.retuned) == 2
    asked.bridge.grow(ghost(3))
    asked.companion.set_temperature(99.0)
    assert asked.bridge.retuned[-1] == (1, 1.5, 7)
    asked.companion.ghost.take_piece()  # ten steps are ink now, though seven are drawn
    asked.companion.set_temperature(0.2)
    assert asked.bridge.retuned[-1] == (1, 0.2, 10)
    asked.clock.now = 60.0
    assert asked.player.visible()
    asked.companion.set_temperature(0.3)  # all is visible: the next roll's
    assert len(asked.bridge.retuned) == 4
    asked.companion.roll_again()
    assert asked.bridge.asked[-1][2] == 0.3


def test_what_is_missing_is_said_and_then_forgotten(asked: Page):
    asked.bridge.deny("Write a little more")
    assert asked.said[-1] == "Write a little more" and asked.busy[-1] is False
    asked.companion.pen_down()
    assert asked.said[-1] == ""


def test_before_the_network_is_there_a_request_waits_and_says_so(qtbot: QtBot):
    page = Page()
    page.companion.ghost._loaded = False
    page.companion.continue_now()
    assert page.said == [LOADING] and len(page.bridge.asked) == 1
    page.bridge.ready.emit("fake")
    assert page.said == [LOADING, ""]
    page.bridge.grow(ghost(1))
    assert page.companion.state.has_ghost


def test_a_network_that_breaks_leaves_what_stands_to_be_taken(asked: Page):
    asked.bridge.grow(ghost(1, complete=False))
    asked.bridge.failed.emit("it broke")
    assert "it broke" in asked.said[-1] and asked.busy[-1] is False
    asked.companion.ghost.take_piece()
    assert [len(s) for s in asked.accepted] == [2]


def test_closing_stops_the_rest_and_the_thread(page: Page):
    page.write()
    assert page.companion.close() and page.bridge.closed and not page.resting

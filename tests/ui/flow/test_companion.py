"""When ink is asked for and what becomes of it, told step by step by a bridge that obeys and a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from inkapp.editor.ghost_offer import Taken
from inkapp.ink.document import Document, Stroke
from inkapp.ink.edits import AddStrokes
from inkapp.ink.ghost import SaidWord
from inkapp.ink.history import History
from inkapp.live.continuation import WordsWanted
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.chrome.ghost_settings import GhostMode
from inkapp.ui.flow.cause import Cause
from inkapp.ui.flow.companion import Companion
from inkapp.ui.flow.standing_ghost import LOADING
from tests.live.fakes import PATIENCE, stroke
from tests.ui.fakes import Clock, FakeBridge, ghost

WAIT_MS = int(1000 * PATIENCE)


class Page:
    """A companion with a history to write into, as the window wires them."""

    def __init__(self) -> None:
        self.bridge, self.clock = FakeBridge(), Clock()
        self.player = GhostPlayer(clock=self.clock)
        self.seeds = iter(range(100, 1000))
        self.companion = Companion(
            self.bridge,  # type: ignore[arg-type]
            self.player,
            rest_ms=150,
            new_seed=lambda: next(self.seeds),
        )
        self.history = History(Document())
        self.said: list[str] = []
        self.ghosts: list[bool] = []
        self.busy: list[bool] = []
        self.accepted: list[tuple[Stroke, ...]] = []
        self.companion.state.message_changed.connect(self.said.append)
        self.companion.state.ghost_changed.connect(self.ghosts.append)
        self.companion.state.busy_changed.connect(self.busy.append)
        self.companion.ink_accepted.connect(self._accept)
        self.bridge.ready.emit("fake")

    def _accept(self, taken: Taken) -> None:
        self.accepted.append(taken.strokes)
        self.history.apply(AddStrokes(taken.strokes))
        self.companion.document_changed(self.history.current, cause=Cause.GHOST)

    def write(self, left: float = 20.0) -> None:
        self.companion.pen_down()
        self.history.apply(AddStrokes((stroke(left),)))
        self.companion.document_changed(self.history.current, cause=Cause.PEN)

    def undo(self) -> None:
        self.companion.document_changed(self.history.undo())

    @property
    def resting(self) -> bool:
        return self.companion._rest.isActive()

    @property
    def strokes(self) -> int:
        return len(self.history.current.pages[0].strokes)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[Page]:
    made = Page()
    yield made
    made.companion.close()  # or its timers would go on calling what nobody holds any more


@pytest.fixture
def asked(page: Page, qtbot: QtBot) -> Page:
    """A page on which a stroke was written and the rest is over."""
    page.write()
    qtbot.waitUntil(lambda: bool(page.bridge.asked), timeout=WAIT_MS)
    return page


def test_ink_is_asked_for_once_after_the_last_stroke(asked: Page, qtbot: QtBot):
    assert [(d.revision, seed) for d, seed, _ in asked.bridge.asked] == [(1, 101)]
    assert asked.bridge.observed[-1] is asked.history.current
    assert not asked.resting and asked.busy == [True]


def test_the_pen_restarts_the_rest_and_only_the_pen_starts_it(page: Page):
    page.write()
    assert page.resting
    page.companion.pen_down()
    assert not page.resting
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


WORDS = ("support of the", "supper time", "suppose")


@pytest.fixture
def guessed(asked: Page) -> Page:
    """Three guesses are told, and the ghost of the first stands."""
    asked.bridge.guess(*WORDS)
    asked.bridge.grow(ghost(3, revision=1))
    return asked


def wanted(page: Page) -> list[tuple[int, int, int]]:
    """Of each request that wants words: the guess, the seed of its words, the seed of its ink."""
    asked = zip(page.bridge.words, page.bridge.asked, strict=True)
    return [(words.choice, words.seed, seed) for words, (_, seed, _) in asked if words is not None]


def test_words_are_asked_for_as_they_are_set(asked: Page):
    asked.companion.set_words(0.7, or_free=False)
    asked.companion.roll_again()
    assert asked.bridge.words == [WordsWanted(0, 0.0, 101, True), WordsWanted(0, 0.7, 102, False)]


def test_r_goes_round_the_guesses_and_then_to_another_seed(guessed: Page):
    for _ in range(3):
        guessed.companion.roll_again()
        assert [guess.shown for guess in guessed.companion.guesses.told] == list(WORDS)  # until others are told
        guessed.bridge.guess(*WORDS)
        guessed.bridge.grow(ghost(3, revision=1))
    assert wanted(guessed) == [(0, 101, 101), (1, 101, 101), (2, 101, 101), (0, 102, 102)]


def test_shift_r_draws_the_same_words_under_another_seed(guessed: Page):
    guessed.companion.take_guess(1)
    guessed.companion.draw_again()
    guessed.companion.draw_again()
    assert wanted(guessed) == [(0, 101, 101), (1, 101, 101), (1, 101, 102), (1, 101, 103)]


def test_a_guess_is_taken_once_and_only_where_it_is(guessed: Page):
    for number in (0, 3, -1, 2, 2):
        guessed.companion.take_guess(number)
    assert wanted(guessed) == [(0, 101, 101), (2, 101, 101)] and guessed.companion.guesses.chosen == 2


@pytest.mark.parametrize("told", [(), WORDS[:1]])
def test_where_there_is_no_other_guess_r_rolls(asked: Page, told: tuple[str, ...]):
    asked.bridge.guess(*told)
    asked.companion.roll_again()
    assert wanted(asked) == [(0, 101, 101), (0, 102, 102)]


def test_guesses_go_with_their_ghost_and_with_its_first_ink(guessed: Page):
    changes: list[int] = []
    guesses = guessed.companion.guesses
    guesses.changed.connect(lambda: changes.append(len(guesses.told)))
    guessed.companion.ghost.take_piece()
    assert guesses.told == () and guessed.companion.state.has_ghost  # they were of the line as it was
    guessed.companion.roll_again()
    guessed.bridge.guess(*WORDS)
    guessed.companion.pen_down()
    assert guesses.told == () and changes == [0, 3, 0]
    guessed.bridge.guess(*WORDS)  # of a ticket that was dropped
    assert guesses.told == ()


def test_why_words_give_way_is_said_while_the_ghost_stands(asked: Page):
    asked.bridge.guess(reason="The line is hard to read")
    asked.bridge.grow(ghost(1, complete=False))
    asked.bridge.grow(ghost(2))
    assert asked.said == ["The line is hard to read"]
    asked.companion.pen_down()
    assert asked.said[-1] == ""


def test_off_nothing_comes_by_itself_but_who_asks_gets_words(page: Page):
    page.companion.set_mode(GhostMode.OFF)
    page.write()
    assert not page.resting and not page.companion.state.is_due
    page.companion.continue_now()
    assert wanted(page) == [(0, 101, 101)]


def test_the_switch_acts_on_the_ghost_that_stands(guessed: Page):
    guessed.companion.set_mode(GhostMode.FREE)
    assert guessed.bridge.words[-1] is None and guessed.bridge.asked[-1][1] == 101
    assert guessed.companion.guesses.told == ()
    guessed.bridge.grow(ghost(2))
    guessed.companion.set_mode(GhostMode.WORDS)
    assert wanted(guessed)[-1] == (0, 101, 101)
    guessed.companion.set_mode(GhostMode.OFF)
    assert guessed.player.ghost is None and not guessed.companion.state.is_due
    guessed.companion.set_mode(GhostMode.WORDS)
    assert len(guessed.bridge.asked) == 3


def test_accepted_words_are_told_when_they_are_whole(guessed: Page):
    told: list[str] = []
    guessed.companion.words_accepted.connect(told.append)
    plain = ghost(3, revision=1)
    numbers = (0, 0, 0, 0, 1, 1)
    strokes = tuple(replace(stroke, word=word) for stroke, word in zip(plain.strokes, numbers, strict=True))
    guessed.bridge.grow(replace(plain, strokes=strokes, words=(SaidWord("support"), SaidWord("of"))))
    guessed.companion.ghost.take_piece()
    assert told == []  # half a word
    guessed.companion.ghost.take_piece()
    guessed.companion.ghost.take_piece()
    assert told == ["support", "of"]

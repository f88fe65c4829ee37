"""The sampling thread asked for words: guesses come before the ghost, and where there are none free hand takes over."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from inkapp.ink.document import Document
from inkapp.live.continuation import WordsWanted
from inkapp.live.events import Grown, Guessed, Nothing, Ready
from inkapp.live.words.words_road import WordsRoad
from model.checkpoint import LIVE
from model.sampler import Sampler
from model.trace import Controls
from tests.live.fakes import PATIENCE, Ear
from tests.live.sampling_threads import Start
from tests.live.words.test_words_road import hello, loader, road

__all__ = ["road"]


def kinds(ear: Ear, ticket: int) -> list[str]:
    return [type(event).__name__ for event in ear.events if getattr(event, "ticket", None) == ticket]


def guessed(ear: Ear, ticket: int) -> Guessed:
    return next(event for event in ear.events if isinstance(event, Guessed) and event.ticket == ticket)


def test_guesses_come_first_and_then_the_ghost_that_says_one(start: Start, road: WordsRoad) -> None:
    session, ear = start(Sampler.load(LIVE), load_words=lambda: road)
    document = Document((hello(),), 3)
    ticket = session.request(document, 0, 1, Controls(0.3), 400, words=WordsWanted(choice=1))
    ghost = ear.ghost(ticket)
    told = guessed(ear, ticket)
    assert kinds(ear, ticket)[0] == "Guessed" and told.revision == 3 and told.chosen == 1
    assert [word.text for word in ghost.words] == told.guesses[1].shown.split()
    assert all(stroke.origin.weights == road.name for stroke in ghost.strokes)


def test_a_turned_control_keeps_the_words(start: Start, road: WordsRoad) -> None:
    session, ear = start(Sampler.load(LIVE), load_words=lambda: road)
    ticket = session.request(Document((hello(),)), 0, 1, Controls(0.3), 400, words=WordsWanted())
    before = ear.ghost(ticket)
    session.retune(ticket, Controls(0.9), 4)
    after = ear.wait(Grown, lambda event: event.ghost.complete and event.ghost is not before and _wild(event))
    assert after.ghost.words == before.words and kinds(ear, ticket).count("Guessed") == 1


def _wild(event: Grown) -> bool:
    return any(stroke.origin.temperature == 0.9 for stroke in event.ghost.strokes)


def test_where_words_give_way_free_hand_goes_on(start: Start, road: WordsRoad) -> None:
    session, ear = start(Sampler.load(LIVE), load_words=lambda: road)
    strokes = hello().strokes
    document = Document((hello().with_strokes([*strokes[1:], strokes[0]]),))
    ticket = session.request(document, 0, 1, Controls(0.3), 30, words=WordsWanted())
    ear.ghost(ticket)
    assert guessed(ear, ticket).guesses == () and "by free hand" in guessed(ear, ticket).reason
    ticket = session.request(document, 0, 1, Controls(0.3), 30, words=WordsWanted(or_free=False))
    nothing = ear.wait(Nothing, lambda event: event.ticket == ticket)
    assert "end of the line" in nothing.message and "free hand" not in nothing.message


def test_words_that_cannot_be_loaded_leave_free_hand(start: Start, road: WordsRoad) -> None:
    tried: list[int] = []

    def load() -> WordsRoad:
        tried.append(len(tried))
        if len(tried) == 1:
            raise OSError("the table\nis damaged")
        return road

    session, ear = start(Sampler.load(LIVE), load_words=load)
    document = Document((hello(),))
    for _ in range(2):
        ticket = session.request(document, 0, 1, Controls(0.3), 30, words=WordsWanted())
        assert not ear.ghost(ticket).words
        assert guessed(ear, ticket).reason.startswith("the table is damaged")
    assert tried == [0], "it is not tried at each stroke"
    session.renew_words()
    ticket = session.request(document, 0, 1, Controls(0.3), 30, words=WordsWanted())
    assert ear.ghost(ticket).words and tried == [0, 1]


def test_without_words_the_ink_goes_on_as_ever(start: Start) -> None:
    session, ear = start(Sampler.load(LIVE))
    ticket = session.request(Document((hello(),)), 0, 1, Controls(0.3), 30)
    assert not ear.ghost(ticket).words and "Guessed" not in kinds(ear, ticket)
    assert loader() is loader()


class Readied:
    """In the place of a road: notes what is made ready, and goes on with it until that is no longer wanted."""

    def __init__(self) -> None:
        self.begun, self.left = threading.Semaphore(0), threading.Semaphore(0)

    def read_ahead(self, document: Document, page: int, overtaken: Callable[[], bool]) -> None:
        self.begun.release()
        while not overtaken():
            time.sleep(0.001)
        self.left.release()


def test_words_are_made_ready_when_the_pen_pauses_and_left_when_it_writes_on(start: Start) -> None:
    made = Readied()
    session, ear = start(Sampler.load(LIVE), load_words=lambda: made)
    ear.wait(Ready)
    session.observe(Document((hello(),)), words=True)
    assert made.begun.acquire(timeout=PATIENCE)
    session.pen_down()
    assert made.left.acquire(timeout=PATIENCE)
    session.observe(Document((hello(),), 2), words=True)
    assert made.begun.acquire(timeout=PATIENCE)
    session.observe(Document((hello(),), 3))
    assert made.left.acquire(timeout=PATIENCE), "words are not wanted any more"

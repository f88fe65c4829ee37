"""The text thread: the latest text wins, cancel is obeyed, a fault is told and ends nothing, a hand is made ready ahead."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import pytest

from inkapp.ink.document import Background, Page
from inkapp.ink.typed_text import TextStyle, TypedText
from inkapp.live.compose.read_hand import HandSource
from inkapp.live.hand_ink import NOTHING
from inkapp.live.text_events import TextEnded, TextEvent, TextFailed, WordsPlaced
from inkapp.live.text_thread import TextThread
from tests.live.compose.networks import MadeUpNetwork, page_of
from tests.live.fakes import PATIENCE

E = TypeVar("E", WordsPlaced, TextEnded, TextFailed)
PAGE = Page(background=Background.PLAIN)


def typed(text: str = "five jugs of wax", **style: float) -> TypedText:
    return TypedText("a" * 16, text, 20.0, 40.0, 3, style=TextStyle(**style))  # type: ignore[arg-type]


class Listener:
    """Collects events and waits for one."""

    def __init__(self) -> None:
        self.events: list[TextEvent] = []
        self._heard = threading.Condition()

    def tell(self, event: TextEvent) -> None:
        with self._heard:
            self.events.append(event)
            self._heard.notify_all()

    def wait(self, kind: type[E], ticket: int) -> E:
        def found() -> list[E]:
            return [event for event in self.events if isinstance(event, kind) and event.ticket == ticket]

        with self._heard:
            assert self._heard.wait_for(found, PATIENCE), f"no {kind.__name__} in {self.events}"
            return found()[0]

    def of(self, ticket: int) -> list[TextEvent]:
        return [event for event in self.events if event.ticket == ticket]


Start = Callable[[object], tuple[TextThread, Listener]]


@pytest.fixture
def start() -> Iterator[Start]:
    opened: list[tuple[TextThread, object]] = []

    def begin(network: object) -> tuple[TextThread, Listener]:
        ear = Listener()
        thread = TextThread(network if callable(network) else lambda: network, ear.tell)  # type: ignore[arg-type, return-value]
        opened.append((thread, network))
        return thread, ear

    yield begin
    for thread, network in opened:
        if isinstance(network, MadeUpNetwork):
            network.gate.release(1000)
        assert thread.close(PATIENCE)


def test_words_are_told_in_order_and_then_the_end(start: Start):
    thread, ear = start(MadeUpNetwork())
    ticket = thread.write(typed("five straße jugs"), HandSource(page_of()), PAGE)
    ended = ear.wait(TextEnded, ticket)
    assert "'ss'" in ended.note
    told = ear.of(ticket)
    placed = [event for event in told if isinstance(event, WordsPlaced)]
    assert told[-1] is ended and [word.number for event in placed for word in event.words] == [0, 1, 2]
    assert [event.done for event in placed] == [1, 3] and {event.total for event in placed} == {3}
    assert placed[-1].seconds_left == 0.0 < placed[0].seconds_left


def test_a_hand_made_ready_is_not_read_again(start: Start):
    network = MadeUpNetwork()
    thread, ear = start(network)
    source = HandSource(page_of())
    thread.prepare(source)
    thread.prepare(HandSource(Page()))  # no hand: said when a text is to be written in it
    ear.wait(TextEnded, thread.write(typed(), source, PAGE))
    ear.wait(TextEnded, thread.write(typed("more"), source, PAGE))
    assert len(network.read) == 1


def test_the_first_word_is_written_while_the_others_are_typed(start: Start):
    network = MadeUpNetwork(gated=True)
    thread, ear = start(network)
    thread.prepare(HandSource(page_of()), typed("five"))
    assert network.reached.acquire(timeout=PATIENCE)
    thread.prepare(HandSource(page_of()), typed("five ju"))  # neither this
    ticket = thread.write(typed("five jugs"), HandSource(page_of()), PAGE)  # nor this stops the first word
    network.gate.release(100)
    ear.wait(TextEnded, ticket)
    assert [texts[0] for texts in network.asked] == ["five", "jugs"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (typed("fix"), HandSource(page_of())),
        (typed(temperature=0.2), HandSource(page_of())),
        (typed(), HandSource(page_of(x_height=2.5))),
    ],
    ids=["another word", "another style", "another hand"],
)
def test_what_begins_otherwise_does_not_wait_for_the_first_word(start: Start, text: TypedText, source: HandSource):
    network = MadeUpNetwork(gated=True)
    thread, ear = start(network)
    thread.prepare(HandSource(page_of()), typed("five"))
    assert network.reached.acquire(timeout=PATIENCE)
    ticket = thread.write(text, source, PAGE)
    network.gate.release(100)
    ear.wait(TextEnded, ticket)
    assert network.stopped == 1 and network.asked[1] == network.asked[1][:1] * len(network.asked[0])


def test_a_first_word_that_is_not_wanted_any_more_is_stopped(start: Start):
    network = MadeUpNetwork(gated=True)
    thread, ear = start(network)
    thread.prepare(HandSource(page_of()), typed("five"))
    assert network.reached.acquire(timeout=PATIENCE)
    thread.cancel()
    network.gate.release(100)
    ear.wait(TextEnded, thread.write(typed("wax"), HandSource(page_of()), PAGE))
    assert network.stopped == 1


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "שלום", "x" * 5_000])
def test_what_cannot_be_written_ahead_is_told_when_it_is_to_be_written(start: Start, text: str):
    thread, ear = start(MadeUpNetwork())
    thread.prepare(HandSource(page_of()), typed(text))
    ear.wait(TextFailed, thread.write(typed(text), HandSource(page_of()), PAGE))
    ear.wait(TextEnded, thread.write(typed(), HandSource(page_of()), PAGE))


def test_a_word_written_again_costs_that_word(start: Start):
    network = MadeUpNetwork()
    thread, ear = start(network)
    ear.wait(TextEnded, thread.write(typed(), HandSource(page_of()), PAGE))
    network.asked.clear()
    ear.wait(TextEnded, thread.write(replace(typed(), again=((2, 1),)), HandSource(page_of()), PAGE))
    assert [set(texts) for texts in network.asked] == [{"of"}]


def test_the_latest_text_wins_and_nothing_of_the_earlier_is_told_after(start: Start):
    network = MadeUpNetwork(gated=True)
    thread, ear = start(network)
    first = thread.write(typed(), HandSource(page_of()), PAGE)
    network.gate.release()
    ear.wait(WordsPlaced, first)
    assert network.reached.acquire(timeout=PATIENCE) and network.reached.acquire(timeout=PATIENCE)
    second = thread.write(typed("wax"), HandSource(page_of()), PAGE)
    before = len(ear.of(first))
    network.gate.release(100)
    ear.wait(TextEnded, second)
    assert len(ear.of(first)) == before == 1


def test_cancel_ends_it_untold(start: Start):
    network = MadeUpNetwork(gated=True)
    thread, ear = start(network)
    ticket = thread.write(typed(), HandSource(page_of()), PAGE)
    assert network.reached.acquire(timeout=PATIENCE)
    thread.cancel()
    network.gate.release(100)
    after = thread.write(typed("wax"), HandSource(page_of()), PAGE)
    ear.wait(TextEnded, after)
    assert ear.of(ticket) == []


@pytest.mark.parametrize(
    ("text", "page", "says"),
    [
        (typed(), Page(), NOTHING),
        (typed(" "), page_of(), "nothing to write"),
        (typed("שלום"), page_of(), "right to left"),
        (typed(size=0.0), page_of(), "above 0"),
    ],
)
def test_what_cannot_be_written_is_told_and_ends_nothing(start: Start, text: TypedText, page: Page, says: str):
    thread, ear = start(MadeUpNetwork())
    message = ear.wait(TextFailed, thread.write(text, HandSource(page), PAGE)).message
    assert says in message and "\n" not in message
    ear.wait(TextEnded, thread.write(typed(), HandSource(page_of()), PAGE))


def test_a_network_that_does_not_load_is_told_at_each_text_and_tried_again(start: Start):
    tried: list[int] = []

    def load() -> MadeUpNetwork:
        tried.append(1)
        if len(tried) < 3:
            raise OSError("no such\nfile")
        return MadeUpNetwork()

    thread, ear = start(load)
    for _ in range(2):
        assert ear.wait(TextFailed, thread.write(typed(), HandSource(page_of()), PAGE)).message == "no such file"
    ear.wait(TextEnded, thread.write(typed(), HandSource(page_of()), PAGE))


def test_a_network_is_loaded_when_it_is_first_needed(start: Start):
    loaded = threading.Event()

    def load() -> MadeUpNetwork:
        loaded.set()
        return MadeUpNetwork()

    thread, _ = start(load)
    thread.cancel()
    assert not loaded.is_set()
    thread.prepare(HandSource(page_of()))
    assert loaded.wait(PATIENCE)


def test_after_close_nothing_is_told_and_calls_are_harmless():
    ear = Listener()
    thread = TextThread(MadeUpNetwork, ear.tell)
    assert thread.close(PATIENCE)
    thread.write(typed(), HandSource(page_of()), PAGE)
    thread.prepare(HandSource(page_of()))
    thread.cancel()
    assert thread.close(PATIENCE) and ear.events == []

"""Typed texts across threads into Qt: signals arrive in the GUI thread, and nothing stale does."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from inkapp.ink.document import Background, Page
from inkapp.ink.typed_text import TypedText
from inkapp.live.compose.read_hand import HandSource
from inkapp.live.qt_bridge import TextBridge
from inkapp.live.text_events import TextEnded, TextEvent, TextFailed, WordsPlaced
from tests.live.compose.networks import MadeUpNetwork, page_of
from tests.live.fakes import PATIENCE

WAIT_MS = int(1000 * PATIENCE)
PAGE = Page(background=Background.PLAIN)


def typed(text: str) -> TypedText:
    return TypedText("a" * 16, text, 20.0, 40.0, 3)


class Window(QObject):
    """Listens as a window would, and notes the thread it is called in."""

    def __init__(self, bridge: TextBridge) -> None:
        super().__init__()
        self.heard: list[TextEvent] = []
        self.threads: set[int] = set()
        for signal in (bridge.words, bridge.ended, bridge.failed):
            signal.connect(self.hear)

    def hear(self, event: TextEvent) -> None:
        self.heard.append(event)
        self.threads.add(threading.get_ident())

    def is_over(self, ticket: int) -> bool:
        return any(event.ticket == ticket and not isinstance(event, WordsPlaced) for event in self.heard)


@pytest.fixture
def network() -> MadeUpNetwork:
    return MadeUpNetwork()


@pytest.fixture
def bridge(qapp: object, network: MadeUpNetwork) -> Iterator[TextBridge]:
    made = TextBridge(lambda: network)
    yield made
    network.gate.release(1000)
    assert made.close(PATIENCE)


def test_events_arrive_in_the_gui_thread(qtbot: QtBot, bridge: TextBridge) -> None:
    window = Window(bridge)
    bridge.prepare(HandSource(page_of()))
    ticket = bridge.write(typed("five jugs"), HandSource(page_of()), PAGE)
    qtbot.waitUntil(lambda: window.is_over(ticket), timeout=WAIT_MS)
    assert window.threads == {threading.get_ident()}
    assert [type(event) for event in window.heard] == [WordsPlaced, WordsPlaced, TextEnded]
    refused = bridge.write(typed(""), HandSource(page_of()), PAGE)
    qtbot.waitUntil(lambda: window.is_over(refused), timeout=WAIT_MS)
    assert isinstance(window.heard[-1], TextFailed)


@pytest.mark.parametrize("how", ["cancel", "write"])
def test_what_lies_in_the_box_is_not_emitted_once_it_is_stale(
    qtbot: QtBot, bridge: TextBridge, network: MadeUpNetwork, how: str
) -> None:
    window = Window(bridge)
    network.gated = True
    ticket = bridge.write(typed("five jugs"), HandSource(page_of()), PAGE)
    network.gate.release()
    for _ in range(2):  # the worker has told of the first word; this thread has not looked into the box
        assert network.reached.acquire(timeout=PATIENCE)
    if how == "cancel":
        bridge.cancel()
    network.gate.release(100)
    after = bridge.write(typed("wax"), HandSource(page_of()), PAGE)
    qtbot.waitUntil(lambda: window.is_over(after), timeout=WAIT_MS)
    assert all(event.ticket != ticket for event in window.heard)

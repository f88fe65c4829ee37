"""Across threads into Qt: signals arrive in the GUI thread, in order, and nothing stale does."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from inkapp.ink.document import Document
from inkapp.live.events import Grown, Nothing, Steps
from inkapp.live.qt_bridge import Bridge
from model.sampler import Sampler
from model.trace import Controls
from tests.live import fakes
from tests.live.fakes import PATIENCE, Row, WatchedSampler, page_of

WAIT_MS = int(1000 * PATIENCE)


class Window(QObject):
    """Listens as a window would, and notes the thread it is called in."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[int] = set()
        for signal in (bridge.ready, bridge.failed, bridge.grown, bridge.nothing, bridge.steps):
            signal.connect(self.hear)

    def hear(self, what: object) -> None:
        self.heard.append(what)
        self.threads.add(threading.get_ident())

    def complete(self, ticket: int) -> bool:
        return any(isinstance(e, Grown) and e.ticket == ticket and e.ghost.complete for e in self.heard)


@pytest.fixture
def sampler() -> WatchedSampler:
    return WatchedSampler()


@pytest.fixture
def bridge(qapp: object, sampler: WatchedSampler) -> Iterator[Bridge]:
    made = Bridge(lambda: sampler, encode=fakes.encode, lay_out=Row)
    yield made
    sampler.let(10_000)
    assert made.close(PATIENCE)


def test_events_arrive_in_the_gui_thread(qtbot: QtBot, bridge: Bridge) -> None:
    window = Window(bridge)
    ticket = bridge.request(page_of(20), 0, 3, Controls(), 40)
    qtbot.waitUntil(lambda: window.complete(ticket), timeout=WAIT_MS)
    assert window.threads == {threading.get_ident()} and bridge.thread() is QThread.currentThread()
    steps = [step.index for event in window.heard if isinstance(event, Steps) for step in event.steps]
    assert steps == list(range(40))
    empty = bridge.request(Document(), 0, 3, Controls(), 40)
    qtbot.waitUntil(lambda: isinstance(window.heard[-1], Nothing), timeout=WAIT_MS)
    assert window.heard[-1].ticket == empty


def test_what_lies_in_the_box_at_a_cancel_is_not_emitted(qtbot: QtBot, bridge: Bridge, sampler: WatchedSampler) -> None:
    window = Window(bridge)
    sampler.gated = True
    ticket = bridge.request(page_of(20), 0, 3, Controls(), 40)
    sampler.let(5)
    for _ in range(6):  # the worker has told of the first point; this thread has not looked into the box
        assert sampler.reached.acquire(timeout=PATIENCE)
    bridge.cancel()
    sampler.let(1)
    sampler.gated = False
    after = bridge.request(page_of(20), 0, 4, Controls(), 5)
    qtbot.waitUntil(lambda: window.complete(after), timeout=WAIT_MS)
    assert all(event.ticket != ticket for event in window.heard if isinstance(event, Grown | Steps))


def test_a_busy_window_finds_only_the_newest_ghost(qtbot: QtBot, bridge: Bridge, sampler: WatchedSampler) -> None:
    window = Window(bridge)
    sampler.gated = True
    ticket = bridge.request(page_of(20), 0, 3, Controls(), 40)
    for _ in range(41):
        assert sampler.reached.acquire(timeout=PATIENCE)
        sampler.let(1)
    second = threading.Event()
    bridge.observe(page_of(20, 30), 0)  # read when the ghost is complete
    read = sampler.feed

    def feed(state: object, rows: object) -> object:
        second.set()
        return read(state, rows)  # type: ignore[arg-type]

    sampler.feed = feed  # type: ignore[method-assign, assignment]
    assert second.wait(PATIENCE)
    qtbot.waitUntil(lambda: window.complete(ticket), timeout=WAIT_MS)
    ghosts = [event for event in window.heard if isinstance(event, Grown)]
    assert len(ghosts) == 1 and len(ghosts[-1].ghost.strokes[0]) == 40
    steps = [step.index for event in window.heard if isinstance(event, Steps) for step in event.steps]
    assert steps == list(range(40))


def test_turning_through_the_bridge(qtbot: QtBot, bridge: Bridge) -> None:
    window = Window(bridge)
    ticket = bridge.request(page_of(20), 0, 3, Controls(0.9), 40)
    qtbot.waitUntil(lambda: window.complete(ticket), timeout=WAIT_MS)
    window.heard.clear()
    bridge.retune(ticket, Controls(0.2), 10)
    qtbot.waitUntil(lambda: window.complete(ticket), timeout=WAIT_MS)
    last = [event for event in window.heard if isinstance(event, Grown)][-1]
    assert last.ghost.strokes[0].origin.temperature == 0.2


def test_a_loaded_network_is_a_signal(qtbot: QtBot, qapp: object) -> None:
    bridge = Bridge(WatchedSampler)
    with qtbot.waitSignal(bridge.ready, timeout=WAIT_MS) as told:
        bridge.observe(Document())
    assert told.args == ["tiny"]
    assert bridge.close(PATIENCE)


def test_a_failed_load_is_a_signal(qtbot: QtBot, qapp: object) -> None:
    def load() -> Sampler:
        raise OSError("no weights here")

    bridge = Bridge(load)
    with qtbot.waitSignal(bridge.failed, timeout=WAIT_MS) as told:
        bridge.observe(Document())
    assert told.args == ["no weights here"]
    assert bridge.close(PATIENCE)


def test_after_close_nothing_is_emitted(qtbot: QtBot, bridge: Bridge, sampler: WatchedSampler) -> None:
    window = Window(bridge)
    sampler.gated = True
    bridge.request(page_of(20), 0, 3, Controls(), 40)
    sampler.let(5)
    for _ in range(6):
        assert sampler.reached.acquire(timeout=PATIENCE)
    sampler.let(1)
    assert bridge.close(PATIENCE)
    qtbot.wait(30)
    assert window.heard == []

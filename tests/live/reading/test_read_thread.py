"""The reading thread and its bridge: the latest request wins, cancel is obeyed, a fault is told and ends nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest
from pytestqt.qtbot import QtBot

from inkapp.ink.document import Document, Float64Array
from inkapp.ink.edits import CorrectText
from inkapp.live.qt_bridge import ReadBridge
from inkapp.live.reading.read_thread import PageRead, ReadEvent, ReadFailed, ReadThread
from tests.live.fakes import PATIENCE
from tests.live.reading.readers import MadeUpReader, Reading


class GatedReader(MadeUpReader):
    """Reads a line only when it is let to."""

    def __init__(self, lines: int = 0) -> None:
        super().__init__()
        self.gate = threading.Semaphore(lines)
        self.threads: set[int] = set()

    def read(self, strokes: Sequence[Float64Array], /) -> Reading:
        assert self.gate.acquire(timeout=PATIENCE)
        self.threads.add(threading.get_ident())
        return super().read(strokes)


class Listener:
    def __init__(self) -> None:
        self.events: list[ReadEvent] = []
        self._heard = threading.Condition()

    def tell(self, event: ReadEvent) -> None:
        with self._heard:
            self.events.append(event)
            self._heard.notify_all()

    def wait(self, condition: Callable[[], object]) -> None:
        with self._heard:
            assert self._heard.wait_for(condition, PATIENCE), self.events


@pytest.fixture
def reader() -> GatedReader:
    return GatedReader(1000)


@pytest.fixture
def heard() -> Listener:
    return Listener()


@pytest.fixture
def thread(reader: GatedReader, heard: Listener) -> Iterator[ReadThread]:
    made = ReadThread(lambda: reader, heard.tell)
    yield made
    reader.gate.release(1000)
    assert made.close(PATIENCE)


def texts(events: Sequence[ReadEvent]) -> list[tuple[int, str, int]]:
    return [(event.number, event.text.text, event.left) for event in events if isinstance(event, PageRead)]


def test_pages_are_told_one_by_one_in_the_order_asked_for(reader: GatedReader, heard: Listener, thread: ReadThread):
    document = Document((reader.page("one"), reader.page("two", "lines"), reader.page("three")))
    ticket = thread.read(document, (1, 2, 0))
    heard.wait(lambda: len(heard.events) == 3)
    assert texts(heard.events) == [(1, "two\nlines\n", 2), (2, "three\n", 1), (0, "one\n", 0)]
    assert {event.ticket for event in heard.events} == {ticket} and threading.get_ident() not in reader.threads


def test_a_page_that_stayed_is_not_read_again(reader: GatedReader, heard: Listener, thread: ReadThread):
    document = Document((reader.page("one"), reader.page("two", "more")))
    thread.read(document, (0, 1))
    heard.wait(lambda: len(heard.events) == 2)
    corrected = CorrectText((1,), "less", 1).apply(document)
    thread.read(corrected, (0, 1))
    heard.wait(lambda: len(heard.events) == 4)
    assert texts(heard.events)[2:] == [(0, "one\n", 1), (1, "two\nless\n", 0)] and reader.calls == 3


def test_the_latest_request_wins_between_two_lines(heard: Listener):
    reader = GatedReader(1)
    thread = ReadThread(lambda: reader, heard.tell)
    try:
        thread.read(Document((reader.page("a", "b", "c"),)), (0,))
        second = thread.read(Document((reader.page("d"),)), (0,))
        reader.gate.release(1000)
        heard.wait(lambda: heard.events)
        assert [event.ticket for event in heard.events] == [second] and texts(heard.events) == [(0, "d\n", 0)]
        assert reader.calls < 4
    finally:
        assert thread.close(PATIENCE)


def test_a_network_that_cannot_be_loaded_is_told_and_tried_again(reader: GatedReader, heard: Listener):
    loads: list[Callable[[], GatedReader]] = [lambda: reader]

    def load() -> GatedReader:
        if len(loads) == 1:
            loads.append(lambda: reader)
            raise OSError("no weights\nhere")
        return reader

    thread = ReadThread(load, heard.tell)
    try:
        document = Document((reader.page("one"),))
        thread.read(document, (0,))
        heard.wait(lambda: heard.events)
        assert heard.events == [ReadFailed(1, "no weights here")]
        thread.read(document, (0,))
        heard.wait(lambda: len(heard.events) == 2)
        assert texts(heard.events) == [(0, "one\n", 0)]
    finally:
        assert thread.close(PATIENCE)


def test_closing_does_not_wait_for_a_page(heard: Listener):
    reader = GatedReader(1)
    thread = ReadThread(lambda: reader, heard.tell)
    thread.read(Document((reader.page("a", "b", "c"),)), (0,))
    reader.gate.release(1)
    assert thread.close(PATIENCE) and heard.events == []


def test_the_bridge_tells_in_the_gui_thread_and_nothing_stale(qtbot: QtBot, reader: GatedReader):
    bridge = ReadBridge(lambda: reader)
    told: list[tuple[int, int]] = []
    bridge.page_read.connect(lambda event: told.append((event.ticket, threading.get_ident())))
    document = Document((reader.page("one"),))
    bridge.read(document, (0,))
    ticket = bridge.read(document, (0,))
    qtbot.waitUntil(lambda: bool(told), timeout=int(1000 * PATIENCE))
    assert told == [(ticket, threading.get_ident())]
    bridge.read(document, (0,))
    bridge.cancel()
    last = bridge.read(document, (0,))
    qtbot.waitUntil(lambda: len(told) > 1, timeout=int(1000 * PATIENCE))
    assert [ticket for ticket, _ in told] == [ticket, last] and bridge.close(PATIENCE)


def test_the_bridge_tells_of_faults(qtbot: QtBot):
    def load() -> MadeUpReader:
        raise OSError("none")

    bridge = ReadBridge(load)
    with qtbot.waitSignal(bridge.failed, timeout=int(1000 * PATIENCE)) as failed:
        bridge.read(Document((MadeUpReader().page("one"),)), (0,))
    assert failed.args[0].message == "none" and bridge.close(PATIENCE)

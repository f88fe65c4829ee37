"""A session that is closed after its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from inkapp.live.sampling_thread import SamplingThread
from model.sampler import Sampler
from tests.live import fakes
from tests.live.fakes import PATIENCE, Ear, Row, WatchedSampler
from tests.live.sampling_threads import Start


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a session and the listener to its events; all are closed after the test."""
    opened: list[tuple[SamplingThread, object]] = []

    def begin(load: Sampler | Callable[[], Sampler], **roads: object) -> tuple[SamplingThread, Ear]:
        ear = Ear()
        loader = (lambda: load) if isinstance(load, Sampler) else load
        roads = {"encode": fakes.encode, "lay_out": Row, **roads}
        session = SamplingThread(loader, ear.tell, **roads)  # type: ignore[arg-type]
        opened.append((session, load))
        return session, ear

    yield begin
    for session, load in opened:
        if isinstance(load, WatchedSampler):
            load.let(10_000)
        assert session.close(PATIENCE)

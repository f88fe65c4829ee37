"""What the tests of a session share: waiting at its network's gate and for its reading, and the points of a ghost."""

from __future__ import annotations

import threading
from collections.abc import Callable

from inkapp.ink.ghost import Ghost
from inkapp.live.sampling_thread import SamplingThread
from tests.live.fakes import PATIENCE, Ear, WatchedSampler

Start = Callable[..., tuple[SamplingThread, Ear]]


def points(ghost: Ghost) -> list[tuple[float, float]]:
    """A ghost's points (x, y) in mm, all strokes in a row."""
    return [(float(x), float(y)) for s in ghost.strokes for x, y in zip(s.x, s.y, strict=True)]


def at_the_gate(sampler: WatchedSampler, times: int = 1) -> None:
    """Waits until the worker has stood at the gate of a gated sampler so many times."""
    for _ in range(times):
        assert sampler.reached.acquire(timeout=PATIENCE)


def reading(sampler: WatchedSampler, times: int) -> threading.Event:
    """Set once the network has read so many times."""
    done = threading.Event()
    read = sampler.feed

    def feed(state: object, rows: object) -> object:
        after = read(state, rows)  # type: ignore[arg-type]
        if len(sampler.read) == times:
            done.set()
        return after

    sampler.feed = feed  # type: ignore[method-assign, assignment]
    return done

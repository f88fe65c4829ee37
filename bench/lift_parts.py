"""Where the wait from the pen's lift to the first ghost ink goes: what a session does is noted as it is done.

Of each lift: how long each part took, how many points were left to read, and how long the session had the core to itself,
waited for one, or waited for another thread, which Linux tells. A table of all lifts shows the slowest beside the median.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inkapp.ink.document import Document, Page
from inkapp.live.encoder import Prime, encode_for
from inkapp.live.events import Event, Grown
from inkapp.live.ghost_layout import PageLayout
from model.checkpoint import load
from model.lstm_state import LstmState
from model.network_protocol import State, Writer
from model.sampler import Sampler

PARTS = {
    "waking": "until the session begins",
    "encoding": "the page as rows",
    "reading": "what is left to read",
    "layout": "what stands around",
    "points": "the first points",
    "telling": "until it is known",
    "painting": "until it is painted",
}
OWN = {
    "computing": "the session, at work",
    "core": "it waits for a core",
    "threads": "it waits for threads",
}
SLOWEST = 0.05  # of the lifts
QUIET_TURNS = 4


class WatchedSampler(Sampler):
    """Counts the points that it reads."""

    points_read = 0

    def feed(self, state: State, rows: npt.ArrayLike) -> LstmState:
        """See ``Sampler``."""
        self.points_read += len(np.asarray(rows))
        return super().feed(state, rows)


@dataclass(frozen=True, slots=True)
class Note:
    """That a part begins: when, and what its thread had used and waited for, seconds; of no thread but the session's."""

    part: str
    at: float
    used: float
    queued: float


class Watch:
    """Stands on the session's roads between page and rows, and beside who waits: ``lift`` … ``end``."""

    def __init__(self, weights: Path) -> None:
        """Raises CheckpointError."""
        self.sampler = WatchedSampler(*load(weights), narrow=True)  # as ``Sampler.load`` makes it
        self._notes: list[Note] = []
        self._lifted, self._read, self._left, self._collections = 0.0, 0, 0, 0

    def lift(self) -> None:
        """The pen is lifted now."""
        self._notes = []
        self._read, self._collections = self.sampler.points_read, _oldest_collections()
        self._lifted = time.perf_counter()

    def wait_until_read(self, turn: Callable[[], None]) -> None:
        """Takes turns until no point more has been read in the last ``QUIET_TURNS`` of them."""
        quiet, before = 0, self.sampler.points_read
        while quiet < QUIET_TURNS:
            turn()
            now = self.sampler.points_read
            quiet, before = (quiet + 1, now) if now == before else (0, now)

    def encode(self, document: Document, page: int, writer: Writer) -> Prime:
        """``encode_for``, noted."""
        self.note("encoding")
        prime = encode_for(document, page, writer)
        self.note("reading")
        return prime

    def lay_out(self, prime: Prime, page: Page, weights: str, seed: int, limit: int) -> PageLayout:
        """``PageLayout``, noted."""
        self.note("layout")
        layout = PageLayout(prime, page, weights, seed, limit)
        self._left = self.sampler.points_read - self._read
        self.note("points")
        return layout

    def told(self, event: Event) -> None:
        """In the session's thread, as it tells."""
        if isinstance(event, Grown):
            self.note("telling")

    def note(self, part: str) -> None:
        """That a part begins now."""
        self._notes.append(Note(part, time.perf_counter(), time.thread_time(), _queued()))

    def end(self) -> dict[str, float]:
        """The first ink is there: milliseconds of each part and of the session's own, and what was counted."""
        now = time.perf_counter()
        notes = list(self._notes)  # the session writes on
        first = next(index for index, note in enumerate(notes) if note.part == "telling")
        painting = next((note for note in notes[first:] if note.part == "painting"), None)
        done = notes[: first + 1]
        starts = [self._lifted, *(note.at for note in done)] + ([] if painting is None else [painting.at])
        names = ["waking", *(note.part for note in done)] + ([] if painting is None else ["painting"])
        found = dict.fromkeys((*PARTS, *OWN), 0.0)
        for name, start, stop in zip(names, starts, [*starts[1:], now], strict=True):
            found[name] += 1000 * (stop - start)
        begin, end = done[0], done[-1]
        found["computing"] = 1000 * (end.used - begin.used)
        found["core"] = 1000 * (end.queued - begin.queued)
        found["threads"] = 1000 * (end.at - begin.at) - found["computing"] - found["core"]
        found["ms"] = 1000 * (now - self._lifted)
        found["points_left"] = self._left
        found["collections"] = _oldest_collections() - self._collections
        return found


def figures_of(lifts: Sequence[dict[str, float]]) -> dict[str, Any]:
    """Over all lifts, of each part: median, 95th percentile, and the mean of the slowest twentieth of the lifts."""
    waits = np.array([lift["ms"] for lift in lifts])
    slowest = np.argsort(waits)[-max(round(SLOWEST * len(waits)), 1) :]

    def of(name: str) -> dict[str, float]:
        values = np.array([lift[name] for lift in lifts])
        found = (np.median(values), np.percentile(values, 95), values[slowest].mean())
        return dict(zip(("median", "p95", "slowest"), (round(float(value), 2) for value in found), strict=True))

    names = [name for name in (*PARTS, *OWN, "points_left") if any(lift[name] for lift in lifts)]
    return {
        "first_ghost_ms_p95": round(float(np.percentile(waits, 95)), 1),
        "first_ghost_ms_median": round(float(np.median(waits)), 1),
        "first_ghost_ms_worst": round(float(waits.max()), 1),
        "parts": {name: of(name) for name in names},
        "most_points_left": int(max(lift["points_left"] for lift in lifts)),
        "collections_of_the_oldest": int(sum(lift["collections"] for lift in lifts)),
        "lifts": len(lifts),
    }


def table_of(figures: dict[str, Any]) -> str:
    """The parts for people."""
    words = {**PARTS, **OWN, "points_left": "points left to read"}
    rows = [
        f"  {words[name]:<26}{one['median']:>10.1f}{one['p95']:>10.1f}{one['slowest']:>14.1f}"
        for name, one in figures["parts"].items()
    ]
    last = (
        f"  at most {figures['most_points_left']} points were left to read; Python's collector looked at its oldest"
        f" generation {figures['collections_of_the_oldest']} times amid a wait"
    )
    return "\n".join((f"  {'ms':<26}{'median':>10}{'p95':>10}{'slowest 5 %':>14}", *rows, last))


def _oldest_collections() -> int:
    return int(gc.get_stats()[-1]["collections"])


def _queued() -> float:
    """Seconds that this thread has waited for a core, where the system tells."""
    try:
        told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text(encoding="ascii")
        return int(told.split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0

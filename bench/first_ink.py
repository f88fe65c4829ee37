"""How long a person waits from the pen's lift to the first ghost ink, and for what, through the sampling thread or the window.

    python -m bench.first_ink [--json] [--neighbour] [--window] [--weights FILE] [--points N] [--lines N]

The ink is made-up lines of loops, each ending with about ``--points`` rows behind the pen (15 % more or less); the
last lifts of each line count, and the first of another line below. At each the page is observed and ink asked for, as if the
pen's rest were no time at all. ``--window``: the pen writes in the app's own window, and the wait ends when ink is painted.
``--neighbour``: beside a process that streams memory. The network alone, without encoding and layout, is measured by
``bench.sampler``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Protocol

import numpy as np

from bench.command_line import parser_of, run_bench
from bench.errors import BenchError
from bench.lift_parts import Watch, figures_of, table_of
from bench.neighbour import Neighbour
from inkapp.ink.document import Document, Stroke
from inkapp.live.encoder import encode_for
from inkapp.live.events import Event, Failed, Grown, Nothing, Ready
from inkapp.live.sampling_thread import SamplingThread
from model.checkpoint import LIVE
from model.sampler import Sampler

WRITING_SECONDS = 0.25  # a stroke takes a person at least as long; the sampling thread reads meanwhile
LIFTS_A_LINE = 10
LIFTS_BELOW = 2  # of another line, to which that one leads
LINE_MM = 12.0
PATIENCE = 60.0  # seconds for one answer, before the bench gives up


def loop(left: float, top: float, tilt: float) -> Stroke:
    """A letter's worth of ink: a loop 2.4 mm wide and some 3 mm high, left to right in a third of a second."""
    t = np.linspace(0.0, 1.0, 30)
    x = left + 2.4 * t + 0.6 * np.cos(2 * np.pi * t) - 0.6
    y = top + (1.5 + 0.5 * np.sin(1.7 * left + tilt)) * np.sin(2 * np.pi * t + tilt + 0.3 * left) + 0.01 * tilt * left
    return Stroke(x, y, t / 3, np.full(len(t), 0.5))


def line(rows: int, tilt: float, sampler: Sampler) -> tuple[list[Document], int]:
    """The page after each stroke of one long line that ends with at least ``rows`` behind it, and how many they are; then after
    each of ``LIFTS_BELOW`` strokes of another line."""
    document = Document((replace(Document().pages[0], width=4000.0),))
    made: list[Document] = []
    count = 0
    while count < rows:
        index = len(made)
        document = document.add_strokes([loop(20.0 + 2.8 * index + 3.0 * (index // 5), 30.0, tilt)])
        made.append(document)
        if index % 8 == 0 or count > 0.9 * rows:
            count = len(encode_for(document, 0, sampler).rows)
    for index in range(LIFTS_BELOW):
        document = document.add_strokes([loop(20.0 + 2.8 * index, 30.0 + LINE_MM, tilt)])
        made.append(document)
    return made, count


class Lifts(Protocol):
    """What lifts of the pen are tried with; a ``with`` statement's context."""

    def __enter__(self) -> object: ...

    def __exit__(self, *_: object) -> object: ...

    def begin(self, document: Document) -> None:
        """What was written before the first lift that counts; gives the session the time to read it."""

    def lift(self, document: Document, seed: int) -> dict[str, float]:
        """Takes the time that a stroke takes; then what the wait came to, see ``Watch.end``. Raises BenchError without ink."""


class ThreadLifts:
    """The sampling thread alone, as the window uses it."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._events: Queue[Event] = Queue()
        self._session = SamplingThread(lambda: watch.sampler, self._tell, encode=watch.encode, lay_out=watch.lay_out)

    def __enter__(self) -> None:
        _await(self._events, Ready, 0)

    def __exit__(self, *_: object) -> None:
        self._session.close(PATIENCE)

    def begin(self, document: Document) -> None:
        """See ``Lifts``."""
        self._session.observe(document)
        self._watch.wait_until_read(lambda: time.sleep(WRITING_SECONDS))

    def lift(self, document: Document, seed: int) -> dict[str, float]:
        """See ``Lifts``."""
        time.sleep(WRITING_SECONDS)
        self._watch.lift()
        self._session.observe(document)
        _await(self._events, Grown, self._session.request(document, seed=seed))
        found = self._watch.end()
        self._session.cancel()
        return found

    def _tell(self, event: Event) -> None:
        self._watch.told(event)
        self._events.put(event)


def _lifts(watch: Watch, *, window: bool) -> Lifts:
    if not window:
        return ThreadLifts(watch)
    from bench.lift_window import WindowLifts  # Qt, which the sampling thread does without

    return WindowLifts(watch, WRITING_SECONDS)


def measure(weights: Path, rows: int, lines: int, *, window: bool = False) -> dict[str, Any]:
    """The waits at the last lifts of several lines. Raises BenchError where no ink comes."""
    watch = Watch(weights)
    sampler = watch.sampler
    found: list[dict[str, float]] = []
    ends: list[int] = []
    lifts = _lifts(watch, window=window)
    with lifts:
        for index in range(lines):
            around = 0.85 + 0.3 * index / max(lines - 1, 1)  # no length at which the encoder measures anew is favoured
            pages, count = line(int(rows * around), 0.4 * index, sampler)
            ends.append(count)
            counted = min(LIFTS_A_LINE + LIFTS_BELOW, len(pages) - 1)
            lifts.begin(pages[-counted - 1])
            found += [lifts.lift(document, len(found) + number) for number, document in enumerate(pages[-counted:])]
    return {**figures_of(found), "prime_points": int(np.median(ends)), "weights": sampler.name}


def _await(events: Queue[Event], kind: type[Event], ticket: int) -> None:
    """Until an event of that kind comes; what belongs to earlier tickets is passed over."""
    while True:
        try:
            event = events.get(timeout=PATIENCE)
        except Empty:
            raise BenchError("the sampling thread does not answer") from None
        if isinstance(event, Failed):
            raise BenchError(event.message)
        if isinstance(event, Nothing):
            raise BenchError(f"no ink came: {event.message}")
        if isinstance(event, kind) and getattr(event, "ticket", ticket) == ticket:
            return


def words_of(figures: dict[str, Any]) -> str:
    """The figures for people."""
    title = (
        f"{figures['weights']}: pen lift → first ghost ink, {figures['prime_points']} points behind the pen:"
        f" {figures['first_ghost_ms_p95']} ms p95, {figures['first_ghost_ms_median']} ms median,"
        f" {figures['first_ghost_ms_worst']} ms worst of {figures['lifts']} lifts"
    )
    return f"{title}\n{table_of(figures)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = parser_of("first_ink", __doc__)
    parser.add_argument("--weights", type=Path, default=LIVE, help="weights to measure (default: the shipped ones)")
    parser.add_argument("--points", type=int, default=600, help="rows behind the pen at a line's end (default 600)")
    parser.add_argument("--lines", type=int, default=8, help="lines to write (default 8)")
    parser.add_argument("--neighbour", action="store_true", help="beside a process that streams memory")
    parser.add_argument("--window", action="store_true", help="in the app's window, until the ink is painted")

    def measured(options: argparse.Namespace) -> dict[str, Any]:
        if not (1 <= options.points <= 5000 and 1 <= options.lines <= 100):
            raise BenchError("points must be in 1 … 5000 and lines in 1 … 100")
        with Neighbour() if options.neighbour else nullcontext():
            return measure(options.weights, options.points, options.lines, window=options.window)

    return run_bench(parser, arguments, measured, words_of)


if __name__ == "__main__":
    sys.exit(main())

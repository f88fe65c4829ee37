"""How long a person waits from the pen's lift to the first ghost ink, through the sampling thread as the window uses it.

    python -m bench.first_ink [--json] [--weights FILE] [--points N] [--lines N]

The ink is made-up lines of loops, each ending with about ``--points`` rows behind the pen (15 % more or less); the
last lifts of each line count. At each the page is observed and ink asked for, as if the pen's rest were no time at
all. Where a lift makes the encoder measure the line anew, the whole line is read again: those lifts count too. The network
alone, without encoding and layout, is measured by ``bench.sampler``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import numpy as np

from bench.command_line import parser_of, run_bench
from bench.errors import BenchError
from inkapp.ink.document import Document, Stroke
from inkapp.live.encoder import encode_for
from inkapp.live.events import Event, Failed, Grown, Nothing, Ready
from inkapp.live.sampling_thread import SamplingThread
from model.checkpoint import LIVE
from model.sampler import Sampler

WRITING_SECONDS = 0.25  # a stroke takes a person at least as long; the sampling thread reads meanwhile
LIFTS_A_LINE = 10
PATIENCE = 60.0  # seconds for one answer, before the bench gives up


def loop(left: float, top: float, tilt: float) -> Stroke:
    """A letter's worth of ink: a loop 2.4 mm wide and some 3 mm high, left to right in a third of a second."""
    t = np.linspace(0.0, 1.0, 30)
    x = left + 2.4 * t + 0.6 * np.cos(2 * np.pi * t) - 0.6
    y = top + (1.5 + 0.5 * np.sin(1.7 * left + tilt)) * np.sin(2 * np.pi * t + tilt + 0.3 * left) + 0.01 * tilt * left
    return Stroke(x, y, t / 3, np.full(len(t), 0.5))


def line(rows: int, tilt: float, sampler: Sampler) -> tuple[list[Document], int]:
    """The page after each stroke of one long line that ends with at least ``rows`` behind it, and how many they are."""
    document = Document((replace(Document().pages[0], width=4000.0),))
    made: list[Document] = []
    count = 0
    while count < rows:
        index = len(made)
        document = document.add_strokes([loop(20.0 + 2.8 * index + 3.0 * (index // 5), 30.0, tilt)])
        made.append(document)
        if index % 8 == 0 or count > 0.9 * rows:
            count = len(encode_for(document, 0, sampler).rows)
    return made, count


def measure(weights: Path, rows: int, lines: int) -> dict[str, Any]:
    """The waits at the last lifts of several lines. Raises BenchError where the sampling thread does not answer."""
    events: Queue[Event] = Queue()
    sampler = Sampler.load(weights)
    session = SamplingThread(lambda: sampler, events.put)
    waits: list[float] = []
    ends: list[int] = []
    try:
        _await(events, Ready, 0)
        for index in range(lines):
            around = 0.85 + 0.3 * index / max(lines - 1, 1)  # no length at which the encoder measures anew is favoured
            pages, count = line(int(rows * around), 0.4 * index, sampler)
            ends.append(count)
            for document in pages[-LIFTS_A_LINE - 1 : -LIFTS_A_LINE] or pages[:1]:
                session.observe(document)  # what was written before the first lift that counts
            time.sleep(4 * WRITING_SECONDS)
            for document in pages[-LIFTS_A_LINE:]:
                time.sleep(WRITING_SECONDS)
                lifted = time.perf_counter()
                session.observe(document)
                ticket = session.request(document, seed=len(waits))
                _await(events, Grown, ticket)
                waits.append(1000 * (time.perf_counter() - lifted))
                session.cancel()
    finally:
        session.close(PATIENCE)
    return {
        "first_ghost_ms_p95": round(float(np.percentile(waits, 95)), 1),
        "first_ghost_ms_median": round(float(np.median(waits)), 1),
        "first_ghost_ms_worst": round(max(waits), 1),
        "prime_points": int(np.median(ends)),
        "lifts": len(waits),
        "weights": sampler.name,
    }


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
    return (
        f"{figures['weights']}: pen lift → first ghost ink, {figures['prime_points']} points behind the pen:"
        f" {figures['first_ghost_ms_p95']} ms p95, {figures['first_ghost_ms_median']} ms median,"
        f" {figures['first_ghost_ms_worst']} ms worst of {figures['lifts']} lifts"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = parser_of("first_ink", __doc__)
    parser.add_argument("--weights", type=Path, default=LIVE, help="weights to measure (default: the shipped ones)")
    parser.add_argument("--points", type=int, default=600, help="rows behind the pen at a line's end (default 600)")
    parser.add_argument("--lines", type=int, default=8, help="lines to write (default 8)")

    def measured(options: argparse.Namespace) -> dict[str, Any]:
        if not (1 <= options.points <= 5000 and 1 <= options.lines <= 100):
            raise BenchError("points must be in 1 … 5000 and lines in 1 … 100")
        return measure(options.weights, options.points, options.lines)

    return run_bench(parser, arguments, measured, words_of)


if __name__ == "__main__":
    sys.exit(main())

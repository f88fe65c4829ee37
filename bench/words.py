"""How long a person waits for a ghost of words, beside one by free hand on the same ink, and what it costs while they write.

    python -m bench.words [--json] [--points N] [--hands N]

The ink is that of the app's own hands, one after the other, each as one long line that ends with ``--points`` rows behind the
pen. At its last lifts the page is observed, and when the pen has rested as long as it does in the window, ink is asked for and
the ghost's first point awaited. Then strokes are written at their own pace, with people's pauses between them, and nothing
is asked for: the share of a core that the sampling thread takes. Memory is what the process has grown by then.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import numpy as np

from assets import HANDS, LANGUAGE
from bench.command_line import parser_of, run_bench
from bench.errors import BenchError
from inkapp.editor.load_words import WordsLoader
from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.hand_file import load_hand
from inkapp.live.continuation import WordsWanted
from inkapp.live.encoder import encode_for
from inkapp.live.events import Event, Failed, Grown, Guessed, Nothing, Ready
from inkapp.live.page_lines import lines
from inkapp.live.sampling_thread import SamplingThread
from inkapp.ui.chrome.settings import REST_MS
from model.checkpoint import CAPTIONER_FILE, CHARACTERS, LIVE, WRITER
from model.line_readers import shared_captioner
from model.sampler import Sampler

PATIENCE = 60.0  # seconds for one answer
LIFTS = 10  # of a line, that count
LINE_GAP = 6.0  # mm between what were two lines
# Seconds from a stroke to the next within a word and after one: the medians of 240 lines of the data set, where a word's end is
# a gap of 1.5 spreads (of the former 70 % are under 0.2 s, of the latter 9 %)
HOP, WORD_HOP, WORD_GAP = 0.16, 0.97, 2.4
WRITTEN = 40  # strokes that are written at their own pace


def long_line(page: Page) -> list[Stroke]:
    """A page's lines as one, side by side."""
    labels = lines(page.strokes, page.rule_spacing)
    found: list[Stroke] = []
    right = 20.0
    for number in range(int(labels.max()) + 1):
        own = [page.strokes[index] for index in np.flatnonzero(labels == number)]
        left = min(stroke.bounds[0] for stroke in own)
        rise = (own[0].y.mean() - page.rule_top) // page.rule_spacing * page.rule_spacing
        found += [replace(stroke, x=stroke.x - left + right, y=stroke.y - rise) for stroke in own]
        right = max(stroke.bounds[2] for stroke in found) + LINE_GAP
    return found


class Lifts:
    """The sampling thread as the window uses it, and who waits for it."""

    def __init__(self) -> None:
        self.sampler = Sampler.load(LIVE)
        self._events: Queue[Event] = Queue()
        road = WordsLoader(WRITER, LANGUAGE, CHARACTERS, lambda: shared_captioner(CAPTIONER_FILE))
        self._session = SamplingThread(lambda: self.sampler, self._events.put, load_words=road)

    def __enter__(self) -> Lifts:
        self._next(0, Ready)
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close(PATIENCE)

    def wait(self, document: Document, words: WordsWanted | None) -> tuple[float, Guessed | None]:
        """Seconds from the rest's end to the ghost's first point, and what was guessed."""
        self._session.observe(document, words=words is not None)
        time.sleep(REST_MS / 1000)
        began = time.perf_counter()
        ticket = self._session.request(document, seed=1, words=words)
        guessed = None
        while True:
            event = self._next(ticket, Guessed, Grown, Nothing)
            if isinstance(event, Guessed):
                guessed = event
                continue
            waited = time.perf_counter() - began
            self._session.cancel()
            return waited, guessed

    def share_while_writing(self, documents: Sequence[Document]) -> float:
        """Of a core, while strokes are written at their own pace and a pause after each, of people's length."""
        used, began = time.process_time(), time.perf_counter()
        for document in documents:
            *before, stroke = document.pages[0].strokes
            is_new_word = bool(before) and stroke.bounds[0] - before[-1].bounds[2] > WORD_GAP
            time.sleep(WORD_HOP if is_new_word else HOP)
            self._session.pen_down()
            time.sleep(float(stroke.t[-1]))
            self._session.observe(document, words=True)
        return (time.process_time() - used) / (time.perf_counter() - began)

    def _next(self, ticket: int, *kinds: type[Event]) -> Event:
        while True:
            try:
                event = self._events.get(timeout=PATIENCE)
            except Empty:
                raise BenchError("the sampling thread does not answer") from None
            if isinstance(event, Failed):
                raise BenchError(event.message)
            if isinstance(event, kinds) and getattr(event, "ticket", ticket) == ticket:
                return event


def measure(rows: int, hands: int) -> dict[str, Any]:
    """The waits at the last lifts of some hands' lines. Raises BenchError."""
    waits: dict[str, list[float]] = {"words": [], "free": []}
    guessed = lifts = 0
    shares: list[float] = []
    ends: list[int] = []
    with Lifts() as session:
        before = _megabytes()
        for path in sorted(HANDS.glob("*.hand"))[:hands]:
            hand = load_hand(path)
            pages = _pages(hand.page, rows, session.sampler)
            ends.append(len(encode_for(pages[-1], 0, session.sampler).rows))
            waits["free"] += [session.wait(document, None)[0] for document in pages[-LIFTS:]]
            session.wait(pages[-LIFTS - 1], WordsWanted(or_free=False))  # what was written before has been read by then
            for document in map(replace, pages[-LIFTS:]):
                waited, found = session.wait(document, WordsWanted(or_free=False))
                lifts += 1
                if found is not None and found.guesses:
                    guessed += 1
                    waits["words"].append(waited)
            shares.append(session.share_while_writing(pages[-WRITTEN:]))
        grown = _megabytes() - before
    if not waits["words"]:
        raise BenchError("no line was gone on with in words")
    figures: dict[str, Any] = {"lifts": lifts, "in_words": guessed, "points": int(np.median(ends))}
    for name, own in waits.items():
        for share, key in ((0.5, "median"), (0.95, "p95")):
            figures[f"{name}_first_ghost_ms_{key}"] = round(1000 * float(np.quantile(own, share)), 1)
    return {**figures, "core_while_writing": round(float(np.median(shares)), 3), "megabytes": round(grown)}


def _pages(page: Page, rows: int, sampler: Sampler) -> list[Document]:
    """The page after each stroke of one long line, until it has so many rows."""
    wide = replace(page, strokes=(), corrections=(), width=4000.0)
    made: list[Document] = []
    for stroke in long_line(page):
        wide = replace(wide, strokes=(*wide.strokes, stroke))
        made.append(Document((wide,), len(made)))
        if len(made) % 4 == 0 and len(encode_for(made[-1], 0, sampler).rows) >= rows:
            break
    return made


def _megabytes() -> float:
    """What this process holds now; where the system does not tell, the most that it has held."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / (1 << 20)
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def words_of(figures: dict[str, Any]) -> str:
    """The figures for people."""
    ratio = figures["words_first_ghost_ms_p95"] / max(figures["free_first_ghost_ms_p95"], 1e-9)
    free = f"{figures['free_first_ghost_ms_p95']} and {figures['free_first_ghost_ms_median']} ms ({ratio:.1f} times)"
    return (
        f"the pen has rested → first ghost ink, {figures['points']} points behind the pen:"
        f" in words {figures['words_first_ghost_ms_p95']} ms p95, {figures['words_first_ghost_ms_median']} ms median;"
        f" by free hand {free}\n"
        f"{figures['in_words']} of {figures['lifts']} lifts were gone on with in words\n"
        f"while one writes {100 * figures['core_while_writing']:.0f} % of a core; memory +{figures['megabytes']} MB"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = parser_of("words", __doc__)
    parser.add_argument("--points", type=int, default=600, help="rows behind the pen at a line's end (default 600)")
    parser.add_argument("--hands", type=int, default=8, help="of the app's own hands (default 8)")

    def measured(options: argparse.Namespace) -> dict[str, Any]:
        if not (1 <= options.points <= 5000 and 1 <= options.hands <= 100):
            raise BenchError("points must be in 1 … 5000 and hands in 1 … 100")
        return measure(options.points, options.hands)

    return run_bench(parser, arguments, measured, words_of)


if __name__ == "__main__":
    sys.exit(main())

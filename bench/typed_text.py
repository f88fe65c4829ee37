"""How long a person waits from Enter to a typed text's first ink, and how much faster a page is written than it is shown.

    python -m bench.typed_text [--json] [--weights FILE] [--enters N] [--lines N]

Through the text thread, as the window's field uses it: it is told what is typed at each key, in a hand that it has read. Texts
of one to six words are typed by quick fingers, and Enter follows as fast as any key. Besides, for comparison: texts of one
word, and texts that are pasted with Enter at once. The page is lines of made-up writing about nothing, each of some forty
characters; shown it is at the pace of a pen. The waits are a person's, so they count only on a machine with nothing else to do;
what the page takes is the processor's time.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from queue import Empty, Queue
from typing import Any, TypeVar

import numpy as np

from bench.command_line import parser_of, run_bench
from bench.errors import BenchError
from inkapp.ink.document import Background, Page, Stroke
from inkapp.ink.typed_text import TypedText
from inkapp.live.compose.read_hand import HandSource
from inkapp.live.text_events import PlacedWord, TextEnded, TextEvent, TextFailed, WordsPlaced
from inkapp.live.text_thread import TextThread
from inkapp.ui.flow.shown_words import LONGEST_PAUSE_S
from model.batched_writer import BatchedWriter
from model.checkpoint import CAPTIONER_FILE, WRITER
from tools.synthetic.words import write_words

WORDS = """
a page that somebody typed is written by hand, word after word, and each of its words begins anew; the quick ones end soon,
but long words like handwriting, remembering or sometimes take longer. In the morning we walked along the river to the old
mill, where water still turns the wheel; nobody was there, only birds and a small grey cat.
"""
KEY_SECONDS = 0.1  # from key to key: 100 words a minute and more
MOST_WORDS = 6  # of a text; one of so many has a single word
LINE_CHARACTERS = 40
PATIENCE = 120.0  # seconds for one answer, before the bench gives up
PAGE = Page(background=Background.PLAIN)

E = TypeVar("E", WordsPlaced, TextEnded)


def hand_page() -> Page:
    """Two lines of made-up writing, some forty letters."""
    strokes: list[Stroke] = []
    for line, text in enumerate(("pack my box with five", "dozen jugs of good wax")):
        strokes += write_words(text.split(), 20.0, 40.0 + 12.0 * line, 3.0, 5.0, seed=10 * line)
    return replace(Page(), strokes=tuple(strokes))


def text_of(words: int, seed: int) -> str:
    """So many words by chance."""
    return " ".join(np.random.default_rng(seed).choice(WORDS.split(), words))


def lines_of(count: int) -> str:
    """Lines by chance, each about as long as a line of a page."""
    made = []
    for seed in range(count):
        line = text_of(LINE_CHARACTERS, seed)
        made.append(line[:LINE_CHARACTERS].rsplit(" ", 1)[0])
    return "\n".join(made)


class Typist:
    """Types texts into a thread, and waits for their ink."""

    def __init__(self, weights: Path) -> None:
        """Loads the network and reads the hand. Raises CheckpointError."""
        network = BatchedWriter.load(weights, reader=CAPTIONER_FILE)
        self.name = network.name
        self._events: Queue[TextEvent] = Queue()
        self._thread = TextThread(lambda: network, self._events.put)
        self._source = HandSource(hand_page())
        self._asked = 0

    def close(self) -> None:
        """Ends the thread."""
        self._thread.close(PATIENCE)

    def first_ink_ms(self, text: str, *, typed: bool) -> float:
        """From Enter to the first word; ``typed`` key by key, or pasted."""
        self._asked += 1
        self._thread.prepare(self._source)
        for end in range(1, len(text) + 1) if typed else ():
            self._thread.prepare(self._source, self._typed(text[:end]))
            time.sleep(KEY_SECONDS)
        entered = time.perf_counter()
        ticket = self._thread.write(self._typed(text), self._source, PAGE)
        while not self._wait(WordsPlaced, ticket).words:
            pass
        waited = time.perf_counter() - entered
        self._wait(TextEnded, ticket)
        return 1000 * waited

    def write(self, text: str) -> tuple[float, list[PlacedWord]]:
        """Seconds of the processor's time until all of a text is written, and its words."""
        self._asked += 1
        begun = time.process_time()
        ticket = self._thread.write(self._typed(text), self._source, PAGE)
        words: list[PlacedWord] = []
        while True:
            event = self._next(ticket)
            if isinstance(event, TextEnded):
                return time.process_time() - begun, words
            words += event.words

    def _typed(self, text: str) -> TypedText:
        return TypedText("a" * 16, text, 20.0, 40.0, self._asked)

    def _wait(self, kind: type[E], ticket: int) -> E:
        while True:
            event = self._next(ticket)
            if isinstance(event, kind):
                return event

    def _next(self, ticket: int) -> WordsPlaced | TextEnded:
        """The next event of a ticket. Raises BenchError where none comes, or the text cannot be written."""
        while True:
            try:
                event = self._events.get(timeout=PATIENCE)
            except Empty:
                raise BenchError("the text thread does not answer") from None
            if isinstance(event, TextFailed):
                raise BenchError(event.message)
            if event.ticket == ticket:
                return event


def shown_seconds(words: Sequence[PlacedWord]) -> float:
    """How long the words are shown at the pace of a pen, as the window does: without what it cuts of long pauses."""
    seconds = end = 0.0
    for word in words:
        begin, last = float(word.strokes[0].t[0]), float(word.strokes[-1].t[-1])
        seconds += min(begin - end, LONGEST_PAUSE_S) + last - begin
        end = last
    return seconds


def measure(weights: Path, enters: int, lines: int) -> dict[str, Any]:
    """All figures of one run. Raises BenchError, CheckpointError."""
    typist = Typist(weights)
    try:
        typist.first_ink_ms("once", typed=False)  # warms up
        waits: dict[str, list[float]] = {"first_ink": [], "of_one_word": [], "pasted": []}
        for number in range(enters):
            words = 1 + number % MOST_WORDS
            text = text_of(words, number)
            waited = typist.first_ink_ms(text, typed=True)
            waits["first_ink"].append(waited)
            if words == 1:
                waits["of_one_word"].append(waited)
            waits["pasted"].append(typist.first_ink_ms(text, typed=False))
        seconds, words_of_page = typist.write(lines_of(lines))
    finally:
        typist.close()
    shown = shown_seconds(words_of_page)
    return {
        **{
            f"{name}_ms_{how}": round(float(np.percentile(values, percent)), 1)
            for name, values in waits.items()
            for how, percent in (("p50", 50), ("p95", 95), ("worst", 100))
        },
        "enters": enters,
        "page_lines": lines,
        "page_words": len(words_of_page),
        "faulty_words": sum(word.faulty for word in words_of_page),
        "page_written_s": round(seconds, 2),
        "page_shown_s": round(shown, 1),
        "shown_over_written": round(shown / seconds, 2),
        "weights": typist.name,
    }


def words_of(figures: dict[str, Any]) -> str:
    """The figures for people."""

    def waits(name: str) -> str:
        p50, p95, worst = (figures[f"{name}_ms_{how}"] for how in ("p50", "p95", "worst"))
        return f"{p95} ms p95, {p50} ms median, {worst} ms worst"

    return "\n".join(
        (
            f"{figures['weights']}: Enter → first ink: {waits('first_ink')} of {figures['enters']} typed texts",
            f"  of those of one word: {waits('of_one_word')}",
            f"  pasted with Enter at once: {waits('pasted')}",
            f"  a page of {figures['page_lines']} lines, {figures['page_words']} words ({figures['faulty_words']} faulty):"
            f" written in {figures['page_written_s']} s of one core, shown in {figures['page_shown_s']} s,"
            f" {figures['shown_over_written']} times as long",
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = parser_of("typed_text", __doc__)
    parser.add_argument("--weights", type=Path, default=WRITER, help="weights to measure (default: the shipped ones)")
    parser.add_argument("--enters", type=int, default=60, help="texts to type (default 60)")
    parser.add_argument("--lines", type=int, default=20, help="lines of the page (default 20)")

    def measured(options: argparse.Namespace) -> dict[str, Any]:
        if not (1 <= options.enters <= 1000 and 1 <= options.lines <= 100):
            raise BenchError("enters must be in 1 … 1000 and lines in 1 … 100")
        return measure(options.weights, options.enters, options.lines)

    return run_bench(parser, arguments, measured, words_of)


if __name__ == "__main__":
    sys.exit(main())

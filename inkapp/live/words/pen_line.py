"""The line under the pen: what is known of its text, and frames of the ink whose text is not known.

Words that were typed, accepted or put right are known; the ink after the last of them is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.errors import InkError
from inkapp.live.encoder import WORD_GAP, Prime
from inkapp.live.reading.known_words import typed_words, with_corrections
from inkapp.live.reading.line_order import lines_in_order
from inkapp.live.reading.looks_written import looks_written, may_be_line
from inkapp.live.reading.page_reader import MOST_STROKES, PageReader
from inkapp.live.reading.page_text import PageText, ReadLine, ReadWord, Source
from inkapp.live.reading.words_of_line import words_of
from model.ctc import align
from model.guess import Line
from model.line_reading import ReadCharacter, seen_in
from model.seen_line import LineSeer, SeenLine


class NoWords(InkError):
    """The line is not gone on with in words; the message says why, for the status line."""


@dataclass(frozen=True, eq=False, slots=True)
class PenLine:
    """``line``: as the language takes it. ``words``: those that are known, with their ink, from left to right; ``ink``: all
    strokes after them, ``seen``: as the captioner's heads take these; None where there are none. ``joins``: the ink goes on
    with the last known word."""

    line: Line
    words: tuple[ReadWord, ...]
    ink: tuple[Stroke, ...]
    seen: SeenLine | None
    joins: bool = False

    def words_as(self, standing: str, alphabet: str) -> list[ReadWord]:
        """The line's words with their ink if it says ``standing``, which begins with what is known. Raises NoWords where the
        ink is too little for it."""
        found = list(self.words)
        rest = standing[len(self.line.known) :]
        if self.seen is None or self.line.log_probs is None or not rest.strip():
            return found
        labels = [alphabet.index(character) + 1 for character in rest]
        try:
            spans = align(self.line.log_probs, labels)
        except ValueError:
            raise NoWords(UNREADABLE) from None
        characters = [ReadCharacter(c, begin, end, 1.0) for c, (begin, end) in zip(rest, spans, strict=True)]
        read = words_of(self.seen.reading(characters, ()), self.ink)
        if self.joins and found and read:
            last = found.pop()
            read[0] = ReadWord(last.text + read[0].text, 1.0, (*last.strokes, *read[0].strokes))
        return found + read


UNREADABLE = "The line is hard to read"
MOST_READ = 6  # words; where a line has more, all but
STILL_READ = 3  # so many are settled


class PenLineReader:
    """Tells of a page's line what it says. For one thread: what was read is kept."""

    def __init__(self, seer: LineSeer, lines: PageReader) -> None:
        """``lines``: reads the lines before."""
        self._seer, self._lines = seer, lines
        self._before: tuple[object, str] = (None, "")
        self._settled: tuple[ReadWord, ...] = ()
        self._seen: tuple[tuple[int, ...], SeenLine | None] = ((), None)

    @property
    def alphabet(self) -> str:
        """The characters that it reads."""
        return self._seer.alphabet

    def read(self, document: Document, number: int, prime: Prime) -> PenLine:
        """The line of a prime, on the page of that number. Raises NoWords where it does not look like writing."""
        page = document.pages[number]
        if len(page.strokes) > MOST_STROKES:
            raise NoWords(f"The page has more than {MOST_STROKES:,} strokes, which are not read at once")
        before = self._text_before(document, page, prime)
        typed, _ = typed_words(prime.strokes, {text.id: text for text in document.texts})
        sure = with_corrections(PageText((ReadLine(tuple(typed), prime.strokes),)), page.corrections).lines[0].words
        words, ink = self._after_known(document, page, prime) if sure else self._after_settled(prime)
        known = " ".join(word.text for word in words if word.text)
        joins = False
        if words and ink:
            gap = min(stroke.bounds[0] for stroke in ink) - words[-1].bounds[2]
            joins = bool(words[-1].text) and gap < WORD_GAP * prime.frame.size
            known += "" if joins or not known else " "
        if not ink:
            return PenLine(Line(before, known), tuple(words), (), None)
        seen = self._see(ink)
        log_probs = self._seer.log_probs(seen.features)
        if not looks_written(seen.reading((), seen_in(log_probs, self.alphabet)), ink):
            raise NoWords(UNREADABLE)
        return PenLine(Line(before, known, log_probs), tuple(words), tuple(ink), seen, joins)

    def settle(self, words: Sequence[ReadWord]) -> None:
        """What a line's words say by now: the first of many are not read again while the line grows."""
        if len(words) > MOST_READ:
            self._settled = tuple(words[:-STILL_READ])

    def _after_settled(self, prime: Prime) -> tuple[Sequence[ReadWord], tuple[Stroke, ...]]:
        """The settled words of the line, and the ink after them."""
        there = {stroke.id for stroke in prime.strokes}
        if not self._settled or not own_ink(self._settled) <= there:
            self._settled = ()
            return (), prime.strokes
        edge, own = self._settled[-1].bounds[2], own_ink(self._settled)
        later = [stroke for stroke in prime.strokes if stroke.id not in own]
        marks = tuple(stroke for stroke in later if stroke.bounds[2] < edge)  # dots and bars of what is settled
        last = self._settled[-1]
        self._settled = (*self._settled[:-1], replace(last, strokes=(*last.strokes, *marks)))
        return self._settled, tuple(stroke for stroke in later if stroke not in marks)

    def other_lines(
        self, document: Document, number: int, prime: Prime, overtaken: Callable[[], bool]
    ) -> tuple[str, ...] | None:
        """What the page's other lines say, but for those that it is unsure of; None where that is no longer wanted."""
        page = document.pages[number]
        found = self._lines.read(page.with_strokes(prime.others(page)), document.texts, overtaken)
        if found is None:
            return None
        return tuple(line.text for line in found.lines if line.text and not any(word.is_unsure for word in line.words))

    def _after_known(
        self, document: Document, page: Page, prime: Prime
    ) -> tuple[Sequence[ReadWord], tuple[Stroke, ...]]:
        """The words up to the last known one, and the ink after it."""
        words = self._lines.read_line(prime.strokes, page, document.texts).words
        last = max((k for k, word in enumerate(words) if word.source is not Source.READ), default=-1)
        ink = {stroke.id for word in words[last + 1 :] for stroke in word.strokes}
        return words[: last + 1], tuple(stroke for stroke in prime.strokes if stroke.id in ink)

    def _see(self, ink: tuple[Stroke, ...]) -> SeenLine:
        key = tuple(stroke.id for stroke in ink)
        kept, seen = self._seen
        if seen is not None and kept == key:
            return seen
        if not may_be_line(ink):
            raise NoWords(UNREADABLE)
        try:
            seen = self._seer.see([stroke.points for stroke in ink])
        except ValueError:  # far too wide
            raise NoWords(UNREADABLE) from None
        self._seen = key, seen
        return seen

    def _text_before(self, document: Document, page: Page, prime: Prime) -> str:
        """What the line before says, "" where there is none or nothing can be read."""
        mine = {stroke.id for stroke in prime.strokes}
        others = tuple(stroke.id for stroke in page.strokes if stroke.id not in mine)
        key = min(mine), others, tuple(one.text for one in page.corrections)
        if self._before[0] != key:
            order = lines_in_order(page) or []
            at = next((k for k, line in enumerate(order) if any(stroke.id in mine for stroke in line)), 0)
            above = tuple(stroke for stroke in order[at - 1] if stroke.id not in mine) if at else ()
            text = self._lines.read_line(above, page, document.texts).text if above else ""
            self._before = key, text
        return self._before[1]


def own_ink(words: Sequence[ReadWord]) -> set[int]:
    """The ids of the strokes of words."""
    return {stroke.id for word in words for stroke in word.strokes}


def told_from(words: Sequence[ReadWord], least: int) -> int:
    """The first of the last words that have together ``least`` letters, or all."""
    letters = np.cumsum([len(word.text) for word in reversed(words)])
    return max(len(words) - 1 - int(np.searchsorted(letters, least)), 0)

"""Reads pages, a line at a time: what was typed or put right is taken as it is known, all other ink is read.

A line that was read is kept by its ink, so after a stroke more only that stroke's line is read again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from inkapp.ink.document import Page, Stroke
from inkapp.ink.typed_text import TypedText
from inkapp.live.reading.known_words import typed_words, with_corrections
from inkapp.live.reading.line_order import lines_in_order
from inkapp.live.reading.looks_written import is_speck, looks_written, may_be_line
from inkapp.live.reading.page_text import PageText, ReadLine, ReadWord
from inkapp.live.reading.words_of_line import words_of
from model.line_reading import InkReader

KEPT = 2_000  # lines that stay read, some hundred pages
MOST_STROKES = 5_000  # on a page; one that is full of writing has a thousand


class PageReader:
    """Reads with one network. For one thread."""

    def __init__(self, reader: InkReader) -> None:
        self._reader = reader
        self._read: OrderedDict[tuple[int, ...], tuple[ReadWord, ...] | None] = OrderedDict()

    def read(self, page: Page, texts: Sequence[TypedText], overtaken: Callable[[], bool] = bool) -> PageText | None:
        """What a page says, but for specks that say nothing; ``texts``: the document's. None where ``overtaken``, asked all
        the while, says that nobody waits for it any more."""
        if len(page.strokes) > MOST_STROKES:
            return PageText(
                trouble=f"more strokes than are read at once ({len(page.strokes):,} of {MOST_STROKES:,} at most)"
            )
        parted = lines_in_order(page, overtaken)
        if parted is None:
            return None
        known = {text.id: text for text in texts}
        found: list[ReadLine] = []
        for strokes in parted:
            if overtaken():
                return None
            found.append(self._read_line(strokes, known))
        put_right = with_corrections(PageText(tuple(found)), page.corrections)
        return PageText(tuple(line for line in put_right.lines if line.words or not all(map(is_speck, line.strokes))))

    def read_line(self, strokes: tuple[Stroke, ...], page: Page, texts: Sequence[TypedText]) -> ReadLine:
        """What a line of a page says, once it is put right; ``strokes``: all of its ink."""
        read = self._read_line(strokes, {text.id: text for text in texts})
        return with_corrections(PageText((read,)), page.corrections).lines[0]

    def _read_line(self, strokes: tuple[Stroke, ...], known: Mapping[str, TypedText]) -> ReadLine:
        """A line as if nothing were corrected; ``known``: texts by their ids."""
        typed, others = typed_words(strokes, known)
        read = self._line(others) if others else ()
        words = sorted((*typed, *(read or ())), key=lambda word: word.bounds[0] + word.bounds[2])
        return ReadLine(tuple(words), strokes, is_writing=bool(words))

    def _line(self, strokes: Sequence[Stroke]) -> tuple[ReadWord, ...] | None:
        """The words of ink that is read; None where it does not look like writing."""
        key = tuple(stroke.id for stroke in strokes)
        if key not in self._read:
            self._read[key] = self._words(strokes)
        self._read.move_to_end(key)
        while len(self._read) > KEPT:
            self._read.popitem(last=False)
        return self._read[key]

    def _words(self, strokes: Sequence[Stroke]) -> tuple[ReadWord, ...] | None:
        if not may_be_line(strokes):
            return None
        try:
            reading = self._reader.read([stroke.points for stroke in strokes])
        except ValueError:  # far too wide
            return None
        return tuple(words_of(reading, strokes)) if looks_written(reading, strokes) else None

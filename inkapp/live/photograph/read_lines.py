"""What the lines of a photograph say: their words, each with its confidence and its place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from inkapp.live.photograph.line_picture import LinePicture
from inkapp.live.reading.words_of_line import confidence
from model.arrays import Float32Array
from model.line_reading import Reading


class PictureReader(Protocol):
    """What reads a line's picture: ``model.word_reader.WordReader`` does. Frozen: threads may share it."""

    def read_picture(self, darkness: Float32Array, /) -> Reading:
        """The text of a line of ``model.ink_picture``'s height and scale."""


@dataclass(frozen=True, slots=True)
class PhotographedWord:
    """``confidence``: 0 … 1, that it is right. ``bounds``: (left, top, right, bottom) of its ink, pixels."""

    text: str
    confidence: float
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PhotographedLine:
    """A line's words from left to right, none where nothing was read; and ``bounds`` of all its ink."""

    words: tuple[PhotographedWord, ...]
    bounds: tuple[float, float, float, float]

    @property
    def text(self) -> str:
        """Its words, with spaces between them."""
        return " ".join(word.text for word in self.words)


def read_lines(lines: Iterable[LinePicture], reader: PictureReader) -> Iterator[PhotographedLine]:
    """Reads lines one by one, each when it is asked for."""
    for line in lines:
        yield PhotographedLine(tuple(_words(line, reader.read_picture(line.darkness))), line.bounds)


def _words(line: LinePicture, reading: Reading) -> Iterator[PhotographedWord]:
    """A word's room reaches halfway to its neighbours: a character is often read a little beside its ink."""
    words = reading.words
    first, last = [word[0].begin for word in words], [word[-1].end for word in words]
    edges = [-math.inf, *((a + b) / 2 for a, b in zip(last[:-1], first[1:], strict=True)), math.inf]
    for characters, begin, end in zip(words, edges, edges[1:], strict=False):  # of no words there are two edges
        yield PhotographedWord(
            "".join(character.character for character in characters),
            confidence(characters),
            line.bounds_between(begin, end),
        )

"""What a page says, as values: words with their ink, in lines from top to bottom. Frozen, shared freely between threads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from inkapp.ink.document import Bounds, Stroke, bounds_of

UNSURE = 0.5  # a word read with less confidence is marked (lab.reading.confidence)


class Source(Enum):
    """How it is known what a word says."""

    READ = "read"
    TYPED = "typed"
    CORRECTED = "corrected"


@dataclass(frozen=True, eq=False, slots=True)
class ReadWord:
    """A word, or what a person said of ink: then perhaps several, or none. ``confidence``: 0 … 1, that it is right; 1 for
    what was typed or corrected. ``strokes``: one at least, in the page's order."""

    text: str
    confidence: float
    strokes: tuple[Stroke, ...]
    source: Source = Source.READ

    @property
    def bounds(self) -> Bounds:
        """(left, top, right, bottom) of its ink, mm, without the pen's width."""
        return bounds_of(self.strokes)

    @property
    def is_unsure(self) -> bool:
        """Whether it is likelier wrong than right."""
        return self.confidence < UNSURE


@dataclass(frozen=True, eq=False, slots=True)
class ReadLine:
    """A line, or ink that does not look like writing: then without words. ``strokes``: all of its ink."""

    words: tuple[ReadWord, ...]
    strokes: tuple[Stroke, ...]
    is_writing: bool = True

    @property
    def text(self) -> str:
        """Its words, with spaces between them."""
        return " ".join(word.text for word in self.words if word.text)

    @property
    def bounds(self) -> Bounds:
        """As a word's."""
        return bounds_of(self.strokes)


@dataclass(frozen=True, eq=False, slots=True)
class PageText:
    """A page's lines, from top to bottom, those of one height from left to right. ``trouble``: why it has not been read, in
    words for the end of a line; then it has no lines."""

    lines: tuple[ReadLine, ...] = ()
    trouble: str = ""

    @property
    def text(self) -> str:
        """Its lines, each with a line end; what is no writing says nothing."""
        return "".join(f"{line.text}\n" for line in self.lines if line.text)

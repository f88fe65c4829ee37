"""What lines of ink say, and what else a file can tell of itself, for formats that carry it."""

from __future__ import annotations

from dataclasses import dataclass

from inkapp.ink.document import Stroke


@dataclass(frozen=True, eq=False, slots=True)
class WordText:
    """A word's strokes, one at least, and its text, or that of several."""

    strokes: tuple[Stroke, ...]
    text: str


@dataclass(frozen=True, eq=False, slots=True)
class LineText:
    """A line's strokes, of one page, and its text. ``words``: those of the text, from left to right; none where it is not known
    where they stand. ``slope``: radians that it runs downhill."""

    strokes: tuple[Stroke, ...]
    text: str
    words: tuple[WordText, ...] = ()
    slope: float = 0.0


@dataclass(frozen=True, slots=True)
class About:
    """What a file tells of itself; "" for what is not known. ``language``: of its text, as BCP 47 writes it ("en-GB")."""

    title: str = ""
    author: str = ""
    language: str = ""


NOTHING_ABOUT = About()


def printable(text: str) -> str:
    """Text on one line, without what no file should hold: control characters and halves of characters."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)

"""What is told while a typed text is written: frozen values that any thread may hold."""

from __future__ import annotations

from dataclasses import dataclass

from inkapp.ink.ghost import GhostStroke


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word where it stands.

    ``number``: in the text, from 0. ``page``: counted from the page on which the text begins. ``strokes``: page mm; times are
    seconds since the text began, at the pace of a pen, and go on from word to word. ``faulty``: it was written several times,
    and still a letter of it may be missing or there twice.
    """

    number: int
    page: int
    strokes: tuple[GhostStroke, ...]
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class WordsPlaced:
    """The next words of ``ticket``, in order. ``done`` of ``total`` words are written; ``seconds_left``: until the network has
    written all, as it looks now. What it told so far is not withdrawn."""

    ticket: int
    words: tuple[PlacedWord, ...]
    done: int
    total: int
    seconds_left: float


@dataclass(frozen=True, slots=True)
class TextEnded:
    """All words of ``ticket`` have been told. ``note``: what was written otherwise than it was typed, in one line, or ""."""

    ticket: int
    note: str


@dataclass(frozen=True, slots=True)
class TextFailed:
    """``ticket`` cannot be written, or no further; ``message``: why, in one line. What was told before stands."""

    ticket: int
    message: str


TextEvent = WordsPlaced | TextEnded | TextFailed

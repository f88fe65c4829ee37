"""What lines of ink say, for formats that can carry it."""

from __future__ import annotations

from dataclasses import dataclass

from inkapp.ink.document import Stroke


@dataclass(frozen=True, eq=False, slots=True)
class LineText:
    """A line's strokes, of one page, and its text."""

    strokes: tuple[Stroke, ...]
    text: str

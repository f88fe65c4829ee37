"""Which words are marked on the page: hits of a search, and the word that the text panel is at."""

from __future__ import annotations

from collections.abc import Iterable

from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.ink_index import Box


class PageMarks:
    """The marks of several owners on one canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._marks: dict[str, tuple[tuple[Box, ...], tuple[Box, ...]]] = {}

    def show(self, owner: str, marked: Iterable[Box] = (), framed: Iterable[Box] = ()) -> None:
        """An owner's marks from now on; boxes in mm. Those that are framed are marked as well."""
        self._marks[owner] = tuple(marked), tuple(framed)
        framed = tuple(dict.fromkeys(box for _, boxes in self._marks.values() for box in boxes))
        marked = tuple(dict.fromkeys(box for boxes, _ in self._marks.values() for box in boxes if box not in framed))
        self._canvas.set_highlights(marked, framed)

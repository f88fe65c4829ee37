"""Edits as values: applied to a document, an edit gives the next one.

They name strokes by index, so an edit means the same wherever the document before it is the same: a list of edits and the
document they begin with are the whole of what was done. Opening a file and a new page are no edits: they begin another list.
"""

from __future__ import annotations

from dataclasses import dataclass

from inkapp.ink.document import Document, Stroke


@dataclass(frozen=True, slots=True)
class AddStrokes:
    """Writes ``strokes`` on a page, after those that are there."""

    strokes: tuple[Stroke, ...]
    page: int = 0

    def apply(self, document: Document) -> Document:
        """The next revision. Raises IndexError for a page that is not there."""
        return document.add_strokes(self.strokes, self.page)


@dataclass(frozen=True, slots=True)
class EraseStrokes:
    """Takes the strokes with these indices from a page."""

    indices: tuple[int, ...]
    page: int = 0

    def apply(self, document: Document) -> Document:
        """The next revision. Raises IndexError for a page or a stroke that is not there."""
        page = document.pages[self.page]
        gone = set(self.indices)
        if not gone <= set(range(len(page.strokes))):
            raise IndexError(f"no strokes {sorted(gone)} on a page of {len(page.strokes)}")
        kept = (stroke for index, stroke in enumerate(page.strokes) if index not in gone)
        return document.with_page(self.page, page.with_strokes(kept))


Edit = AddStrokes | EraseStrokes

"""Edits as values: applied to a document, an edit gives the next one.

They name strokes by index, so an edit means the same wherever the document before it is the same: a list of edits and the
document they begin with are the whole of what was done. Opening a file and a new document are no edits: they begin
another list.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from inkapp.ink.corrections import corrected
from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.typed_text import TypedText


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


@dataclass(frozen=True, slots=True)
class AddPage:
    """Puts ``page`` at index ``at``, before the page that was there, or at the end."""

    page: Page
    at: int

    def apply(self, document: Document) -> Document:
        """The next revision. Raises IndexError where the pages before it are missing."""
        if not 0 <= self.at <= len(document.pages):
            raise IndexError(f"no place {self.at} for a page in a document of {len(document.pages)}")
        return document.with_pages((*document.pages[: self.at], self.page, *document.pages[self.at :]))


@dataclass(frozen=True, slots=True)
class DeletePage:
    """Takes a page from the document, which keeps one at least."""

    page: int

    def apply(self, document: Document) -> Document:
        """The next revision. Raises IndexError for a page that is not there, and for the only one."""
        pages = list(document.pages)
        if not 0 <= self.page < len(pages) or len(pages) == 1:
            raise IndexError(f"page {self.page} of a document of {len(pages)} cannot be deleted")
        del pages[self.page]
        return document.with_pages(pages)


@dataclass(frozen=True, slots=True)
class MovePage:
    """Takes a page out and puts it in where it has index ``to`` afterwards."""

    page: int
    to: int

    def apply(self, document: Document) -> Document:
        """The next revision. Raises IndexError for a page or a place that is not there."""
        pages = list(document.pages)
        if not (0 <= self.page < len(pages) and 0 <= self.to < len(pages)):
            raise IndexError(f"page {self.page} of a document of {len(pages)} cannot go to {self.to}")
        pages.insert(self.to, pages.pop(self.page))
        return document.with_pages(pages)


@dataclass(frozen=True, slots=True)
class ChangePaper:
    """Gives pages the size, ruling and margin of ``paper``; their ink and its corrections stay, whatever ``paper`` has."""

    pages: tuple[int, ...]
    paper: Page

    def apply(self, document: Document) -> Document:
        """The next revision. Raises IndexError for a page that is not there."""
        pages = list(document.pages)
        for index in self.pages:
            if not 0 <= index < len(pages):
                raise IndexError(f"no page {index} in a document of {len(pages)}")
            pages[index] = replace(self.paper, strokes=pages[index].strokes, corrections=pages[index].corrections)
        return document.with_pages(pages)


@dataclass(frozen=True, slots=True)
class WriteText:
    """Begins a typed text, or one anew, in place of the text of its id. Its strokes come and go by other edits."""

    text: TypedText

    def apply(self, document: Document) -> Document:
        """The next revision."""
        others = tuple(text for text in document.texts if text.id != self.text.id)
        return replace(document.with_pages(document.pages), texts=(*others, self.text))


@dataclass(frozen=True, slots=True)
class CorrectText:
    """Puts right what the strokes with these indices say; a correction of any of them is dropped. ``text``: None drops only."""

    strokes: tuple[int, ...]
    text: str | None
    page: int = 0

    def apply(self, document: Document) -> Document:
        """The next revision. Raises IndexError for a page or a stroke that is not there, and for no stroke."""
        return document.with_page(self.page, corrected(document.pages[self.page], self.strokes, self.text))


Edit = AddStrokes | EraseStrokes | AddPage | DeletePage | MovePage | ChangePaper | WriteText | CorrectText

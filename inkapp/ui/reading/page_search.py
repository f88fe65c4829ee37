"""Search in all of a document's ink: hits as pages are read, marked on the page in sight, and gone to one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from inkapp.editor.open_document import OpenDocument
from inkapp.live.reading.search import Hit, Search, folded_words
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.flow.writing import Writing
from inkapp.ui.reading.page_marks import PageMarks
from inkapp.ui.reading.read_pages import ReadPages
from inkapp.ui.reading.search_bar import SearchBar

ME = "search"


class PageSearch(QObject):
    """Stands between the search bar, what the pages say, and the page. It wants nothing read while the bar is closed."""

    def __init__(
        self,
        pages: ReadPages,
        open_document: OpenDocument,
        writing: Writing,
        canvas: Canvas,
        marks: PageMarks,
        next_action: QAction,
        previous: QAction,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._pages, self._open_document, self._writing = pages, open_document, writing
        self._canvas, self._marks = canvas, marks
        self.bar = SearchBar(next_action, previous)
        self.bar.hide()
        self._search = Search("")
        self._hits: list[Hit] = []
        self._at = -1  # the hit that is shown
        self._is_new = False  # what is looked for was typed since a hit was gone to
        self.bar.asked.connect(self._ask)
        self.bar.moved.connect(self.go)
        self.bar.closed.connect(self.close)
        pages.changed.connect(self._look)
        writing.shown.connect(self._mark)

    @property
    def hits(self) -> list[Hit]:
        """Where what is looked for stands, as far as pages are read."""
        return self._hits

    @property
    def current(self) -> Hit | None:
        """The hit that is shown."""
        return self._hits[self._at] if 0 <= self._at < len(self._hits) else None

    @property
    def is_open(self) -> bool:
        """Whether the bar is there."""
        return not self.bar.isHidden()

    def open(self) -> None:
        """The bar, with the keys in its field."""
        was_open = self.is_open
        self.bar.show()
        self.bar.take_keys()
        if not was_open:
            self._is_new = True
            self._pages.want(ME, all_pages=True)

    @Slot()
    def close(self) -> None:
        """No bar and no marks; what was looked for stays in the field."""
        self.bar.hide()
        self._pages.want(ME, all_pages=None)
        self._hits, self._at = [], -1
        self._marks.show(ME)
        self._canvas.setFocus()

    @Slot(int)
    def go(self, by: int) -> None:
        """To the next hit, or the one before, going round; opens the bar where it is closed."""
        if not self.is_open:
            self.open()
        elif self._hits:
            at = self._at + by if self._at >= 0 else (0 if by > 0 else -1)
            self._show(at % len(self._hits))

    @Slot(str)
    def _ask(self, text: str) -> None:
        self._is_new = True
        self._at = -1
        self._search = Search(text)
        self._look()

    @Slot()
    def _look(self) -> None:
        """Pages are read, or something else is looked for."""
        if not self.is_open:
            return
        before = self.current
        texts = [self._pages.text(number) for number in range(len(self._open_document.document.pages))]
        self._hits = self._search.hits([() if text is None else text.lines for text in texts])
        self._at = -1 if before is None else _place(before, self._hits)
        if self._is_new and self._hits and self._pages.is_fresh(self._open_document.page):
            here = self._open_document.page
            first = next((k for k, hit in enumerate(self._hits) if hit.page >= here), 0)
            # a hit on a page far away is gone to once nearer ones cannot come any more
            if self._hits[first].page == here or not self._pages.is_busy:
                self._show(first)
                return
        self._is_new &= self._pages.is_busy or not self._pages.is_fresh(self._open_document.page)
        self._mark()

    def _show(self, at: int) -> None:
        """Goes to a hit."""
        self._at, self._is_new = at, False
        hit = self._hits[at]
        self._writing.turn_to(hit.page)
        self._mark()
        self._canvas.bring_into_view(hit.bounds)

    @Slot()
    def _mark(self) -> None:
        if not self.is_open:
            return
        here, current = self._open_document.page, self.current
        others = [hit.bounds for hit in self._hits if hit.page == here and hit is not current]
        self._marks.show(ME, others, [current.bounds] if current is not None and current.page == here else [])
        self.bar.show_count(self._count())

    def _count(self) -> str:
        if not folded_words(self.bar.field.text()):
            return self._pages.progress
        so_far = "  ·  " + self._pages.progress if self._pages.progress else ""
        if not self._hits:
            return self._pages.progress or "Not found"
        hits = len(self._hits)
        return (f"{self._at + 1} of {hits}" if self._at >= 0 else f"{hits} found") + so_far


def _place(hit: Hit, hits: Sequence[Hit]) -> int:
    """Where a hit stands among later ones, itself or one of another reading that has ink in common with it; −1 for nowhere."""
    if (same := next((k for k, other in enumerate(hits) if other is hit), -1)) >= 0:
        return same
    ink = {stroke.id for word in hit.words for stroke in word.strokes}
    shared = (any(stroke.id in ink for word in other.words for stroke in word.strokes) for other in hits)
    return next((k for k, is_shared in enumerate(shared) if is_shared), -1)

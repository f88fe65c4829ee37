"""What the document's pages say, as far as somebody wants to know: read in the background, and again when ink has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inkapp.editor.line_texts import line_texts
from inkapp.editor.open_document import OpenDocument
from inkapp.formats.shared.line_text import LineText
from inkapp.ink.document import Page
from inkapp.live.qt_bridge import ReadBridge
from inkapp.ui.flow.writing import Writing

if TYPE_CHECKING:
    from inkapp.live.reading.page_text import PageText
    from inkapp.live.reading.read_thread import PageRead, ReadFailed

REST_MS = 600  # after the last change before pages are read again: another stroke may follow


class ReadPages(QObject):
    """For one window, in the GUI thread. Nothing is read that nobody wants (``want``).

    Signals: ``changed`` (what some pages say, or how far they are read), ``settling`` (what is being put right is to be kept
    now).
    """

    changed = Signal()
    settling = Signal()

    def __init__(
        self, bridge: ReadBridge, open_document: OpenDocument, writing: Writing, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._open_document = bridge, open_document
        self._texts: dict[
            int, tuple[Page, PageText]
        ] = {}  # by the pages' indices; perhaps as they were before a change
        self._wanted: dict[str, bool] = {}  # who wants the page in sight, or (True) all
        self._left = 0
        self.trouble = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.read_now)
        bridge.page_read.connect(self._take)
        bridge.failed.connect(self._fail)
        writing.shown.connect(self._follow)

    def want(self, who: str, *, all_pages: bool | None) -> None:
        """Somebody wants to know what the page in sight says, or all pages; None: nothing any more."""
        if all_pages is None:
            self._wanted.pop(who, None)
        else:
            self._wanted[who] = all_pages
        if self._wanted:
            self.read_now()
        else:
            self._stop()

    def text(self, page: int) -> PageText | None:
        """What a page says, as it was read last; None where it never was."""
        kept = self._texts.get(page)
        return None if kept is None else kept[1]

    def is_fresh(self, page: int) -> bool:
        """Whether a page has been read as it is now."""
        kept, pages = self._texts.get(page), self._open_document.document.pages
        return kept is not None and page < len(pages) and kept[0] is pages[page]

    def line_texts(self) -> list[list[LineText]]:
        """What the lines of each page say, of pages that have been read as they are now."""
        return [
            line_texts(text) if self.is_fresh(number) and (text := self.text(number)) is not None else []
            for number in range(len(self._open_document.document.pages))
        ]

    @property
    def progress(self) -> str:
        """What is done, in one line; "" where nothing is."""
        if self.trouble:
            return f"The ink cannot be read: {self.trouble}"
        if self._left:
            return "Reading…" if self._left == 1 else f"Reading… {self._left} pages are left"
        return "Waiting for the pen to rest…" if self.is_due else ""

    @property
    def is_due(self) -> bool:
        """Whether pages are about to be read again."""
        return self._rest.isActive()

    @property
    def is_busy(self) -> bool:
        """Whether pages are being read, or about to be."""
        return self._left > 0 or self.is_due

    @Slot()
    def read_now(self) -> None:
        """Reads what is wanted and was not read as it is now: the page in sight first, then those after it, then the others."""
        self._rest.stop()
        count, now = len(self._open_document.document.pages), self._open_document.page
        wanted = [*range(now, count), *range(now)] if any(self._wanted.values()) else [now]
        self._texts = {number: kept for number, kept in self._texts.items() if number < count}
        stale = [number for number in wanted if not self.is_fresh(number)] if self._wanted else []
        self._left, self.trouble = len(stale), ""
        if stale:
            self._bridge.read(self._open_document.document, stale)
        self.changed.emit()

    @Slot()
    def read_anew(self) -> None:
        """Reads what is wanted once more, by another reader."""
        self._bridge.load_anew()
        self._texts.clear()
        self.read_now()

    def close(self) -> None:
        """Ends the thread."""
        self._wanted.clear()
        self._rest.stop()
        self._bridge.close()

    def _stop(self) -> None:
        self._rest.stop()
        if self._left:
            self._left = 0
            self._bridge.cancel()

    @Slot()
    def _follow(self) -> None:
        """The document, or the page of it in sight, is another one."""
        if not self._wanted:
            return
        pages = self._open_document.document.pages
        known = {id(page): (page, text) for page, text in self._texts.values()}
        kept = {
            number: (page, text)
            for number, (page, text) in self._texts.items()
            if number < len(pages) and _is_same_sheet(page, pages[number])
        }
        self._texts = kept | {number: known[id(page)] for number, page in enumerate(pages) if id(page) in known}
        if any(not self.is_fresh(number) for number in self._texts) or not self.is_fresh(self._open_document.page):
            self._rest.start(self._patience())
        elif any(self._wanted.values()) and len(self._texts) < len(pages):
            self._rest.start(0)
        self.changed.emit()

    def _patience(self) -> int:
        """ms until the page in sight is read again; at once where only what is known of its ink has changed."""
        page = self._open_document.document.pages[self._open_document.page]
        kept = self._texts.get(self._open_document.page)
        return 0 if kept is None or kept[0].strokes == page.strokes else REST_MS

    @Slot(object)
    def _take(self, event: PageRead) -> None:
        pages = self._open_document.document.pages
        self._left = event.left
        if event.number < len(pages) and pages[event.number] is event.page:
            self._texts[event.number] = event.page, event.text
        self.changed.emit()

    @Slot(object)
    def _fail(self, event: ReadFailed) -> None:
        self._left, self.trouble = 0, event.message
        self.changed.emit()


def _is_same_sheet(old: Page, new: Page) -> bool:
    """Whether a page is an earlier one with other ink, and none of another place or document: they have ink in common."""
    there = {stroke.id for stroke in old.strokes}
    return not there or any(stroke.id in there for stroke in new.strokes)

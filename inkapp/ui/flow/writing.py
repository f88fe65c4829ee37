"""The road of a stroke between canvas, open document and companion.

The pen tool tells of a stroke → the open document takes it as an edit → ``show`` gives the next document to the canvas and
the companion → the companion has the player draw a ghost → its ink, accepted, is the next edit. The cause of a change goes
along with it, so that the companion knows its own ink from all else.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from inkapp.editor.ghost_offer import Taken
from inkapp.editor.line_corrections import as_edits, as_said
from inkapp.editor.open_document import OpenDocument
from inkapp.ink.document import Page, Stroke
from inkapp.ui.canvas.canvas import Canvas, Tool
from inkapp.ui.chrome.actions import BY_NAME
from inkapp.ui.chrome.ghost_settings import GhostMode
from inkapp.ui.flow.cause import Cause
from inkapp.ui.flow.companion import Companion

UNDO = BY_NAME["undo"].shown_keys
HINT = "Write a few words, then rest the pen: the ink goes on by itself"
HINT_OFF = f"Write a few words; {BY_NAME['continue_now'].shown_keys.split(' or ')[0]} lets the ink go on"


class Writing(QObject):
    """Signals: ``changing`` (something else than a typed text is about to change the document, or what is seen of it),
    ``shown`` (the document, or the page of it in sight, is another one), ``told`` (a line of news)."""

    changing = Signal()
    shown = Signal()
    told = Signal(str)

    def __init__(
        self, open_document: OpenDocument, canvas: Canvas, companion: Companion, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._open_document, self._canvas, self._companion = open_document, canvas, companion
        pen = canvas.pen_tool
        pen.pressed.connect(self.changing)
        pen.stroke_begun.connect(self._pen_down)
        pen.stroke_ended.connect(self._write)
        pen.strokes_erased.connect(self._erase)
        pen.ghost_rubbed.connect(companion.dismiss)
        companion.ink_accepted.connect(self._accept)

    def show(self, cause: Cause = Cause.OTHER) -> None:
        """Shows the open document as it is now, and tells the companion what changed it."""
        open_document = self._open_document
        self._canvas.set_document(open_document.document, open_document.page)
        self.show_hint()
        self._companion.document_changed(open_document.document, open_document.page, cause)
        self.shown.emit()

    def show_hint(self) -> None:
        """On an empty page, what the pen is for, unless a text is to be typed there."""
        wanted = self._open_document.is_empty and self._canvas.pen_tool.tool is not Tool.TEXT
        hint = HINT_OFF if self._companion.guesses.mode is GhostMode.OFF else HINT
        self._canvas.set_hint(hint if wanted else "")

    @Slot()
    def lift(self) -> None:
        """Ends what the pen is doing, and a text that is being written, so that both are part of the document before that goes
        elsewhere."""
        self.changing.emit()
        if self._canvas.pen_tool.is_down:
            self._canvas.let_go()

    @Slot()
    def undo(self) -> None:
        """One step back, a stroke under way being the last; the ghost goes and none is asked for."""
        self.lift()
        self._open_document.undo()
        self.show()

    @Slot()
    def redo(self) -> None:
        """One step forth again; none where a stroke was under way, which is newer."""
        self.lift()
        self._open_document.redo()
        self.show()

    def turn(self, by: int) -> None:
        """To another page, a stroke under way staying on its own; after the last one comes a new one."""
        self.lift()
        open_document = self._open_document
        to = open_document.page + by
        added = to == len(open_document.document.pages)
        if open_document.add_page() if added else open_document.turn_to(to):
            self._show_top(f"Page {to + 1} is new" if added else "")

    def turn_to(self, page: int) -> None:
        """To a page that is there, where it is not in sight already."""
        if page != self._open_document.page:
            self.turn(page - self._open_document.page)

    @Slot()
    def add_page(self) -> None:
        """An empty page after the one in sight, which it takes the place of."""
        self.lift()
        if self._open_document.add_page():
            self._show_top(f"Page {self._open_document.page + 1} is new")

    @Slot()
    def delete_page(self) -> None:
        """Without the page in sight, where it is not the only one."""
        self.lift()
        gone = self._open_document.page
        if self._open_document.delete_page():
            self._show_top(f"Page {gone + 1} is deleted")

    def move_page(self, by: int) -> None:
        """The page in sight elsewhere among the others."""
        self.lift()
        if self._open_document.move_page(by):
            self.show()
            self.told.emit(f"This is page {self._open_document.page + 1} now")

    def change_paper(self, paper: Page, *, all_pages: bool) -> None:
        """The page in sight, or all of them, on other paper."""
        self.lift()
        if self._open_document.change_paper(paper, all_pages=all_pages):
            self.show()
            pages = self._open_document.document.pages
            if any(page.cuts(stroke) for page in pages for stroke in page.strokes):
                self.told.emit("Ink reaches beyond the paper's edge: it is kept, but what lies there is cut off")

    def correct(self, page: int, wanted: Sequence[tuple[Sequence[Stroke], str]]) -> bool:
        """Ink of a page of that number says something else, as one step of undo; False where some of it is gone."""
        self.lift()
        document = self._open_document.document
        edits = as_edits(document.pages[page], page, wanted) if page < len(document.pages) else None
        if not edits:
            return False
        self._open_document.apply(edits[0])
        for edit in edits[1:]:
            self._open_document.extend(edit)
        self.show()
        return True

    def _show_top(self, news: str) -> None:
        self._canvas.show_top()
        self.show()
        if news:
            self.told.emit(f"{news}; {UNDO} takes it back")

    @Slot()
    def _pen_down(self) -> None:
        self._canvas.set_hint("")
        self._companion.pen_down()

    @Slot(object)
    def _write(self, stroke: Stroke) -> None:
        self._open_document.add((stroke,))
        self.show(Cause.PEN)

    @Slot(object)
    def _erase(self, indices: tuple[int, ...]) -> None:
        self._open_document.erase(indices)
        self.show()

    @Slot(object)
    def _accept(self, taken: Taken) -> None:
        """The ink, and what its words say, as one step of undo."""
        open_document = self._open_document
        open_document.add(taken.strokes)
        for edit in as_said(open_document.document.pages[open_document.page], open_document.page, taken.words):
            open_document.extend(edit)
        self.show(Cause.GHOST)

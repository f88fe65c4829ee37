"""The text panel: what the ink of a page, or of all pages, says; to be copied and put right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from inkapp.editor.line_corrections import corrections
from inkapp.editor.open_document import OpenDocument
from inkapp.inspect.panel_list import READ
from inkapp.live.reading.page_text import ReadWord
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.chrome.side_panel import SidePanel
from inkapp.ui.chrome.status import Status
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.flow.writing import UNDO, Writing
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.reading.ink_click import InkClick
from inkapp.ui.reading.page_marks import PageMarks
from inkapp.ui.reading.read_pages import ReadPages
from inkapp.ui.reading.shown_lines import ShownLine, shown_lines
from inkapp.ui.reading.text_view import HOW, TextView

ME = "panel"
LOW_PX = 320  # a panel that is lower needs its room for the text
EMPTY = "There is no ink on {where} yet."
NOTHING = "Nothing on {where} looks like writing that can be read, in Latin letters."


@guard_handlers
class TextPanel(SidePanel):
    """It wants nothing read while it is unseen."""

    def __init__(
        self,
        pages: ReadPages,
        open_document: OpenDocument,
        writing: Writing,
        canvas: Canvas,
        marks: PageMarks,
        status: Status,
        theme: Callable[[], Theme],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(READ, HOW, LOW_PX, theme, parent)
        self._pages, self._open_document, self._writing = pages, open_document, writing
        self._canvas = canvas
        self._marks, self._status = marks, status
        self.view = TextView()
        self.all_pages = QCheckBox("&All pages")
        self.all_pages.setToolTip("The text of all pages, not of this one alone")
        self.note = self.words("note")
        self.note.setAccessibleName("How far it is read")
        self.copy = self.button("&Copy as text", "All that is shown, line by line", self._copy)
        self.unsure = self.button("Next &unsure word", "Selects it, to be put right", self.view.go_to_unsure)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.copy)
        row.addWidget(self.unsure)
        row.addStretch(1)
        self.fill(self.view, above=(self.all_pages,), below=(self.note,), foot=row)
        self.all_pages.toggled.connect(self._want)
        self.view.corrected.connect(self._correct)
        self.view.pointed.connect(self._point)
        self.view.chosen.connect(self._show_ink)
        self._ink_click = InkClick(canvas, self.view.go_to, self)

    def wake(self) -> None:
        """It comes into sight."""
        self._pages.changed.connect(self.show_text)
        self._writing.changing.connect(self.view.commit)
        self._pages.settling.connect(self.view.commit)
        self._ink_click.set_wanted(True)
        self.dress(self._theme())
        self._want()

    def rest(self) -> None:
        """It is seen no more."""
        self._ink_click.set_wanted(False)
        self.view.commit()
        self._writing.changing.disconnect(self.view.commit)
        self._pages.settling.disconnect(self.view.commit)
        self._pages.changed.disconnect(self.show_text)
        self._pages.want(ME, all_pages=None)
        self._marks.show(ME)

    def dress(self, theme: Theme) -> None:
        """Other colours."""
        self.view.dress(theme)

    @Slot()
    def show_text(self) -> None:
        """Shows what is read by now."""
        numbers = range(len(self._open_document.document.pages)) if self._is_whole else [self._open_document.page]
        texts = [(number, text) for number in numbers if (text := self._pages.text(number)) is not None]
        self.view.set_lines(shown_lines(texts, headings=self._is_whole))
        self.view.point_anew()  # or what was marked would stay so on another page
        words = [word for _, text in texts for line in text.lines for word in line.words if word.text]
        unsure = sum(word.is_unsure for word in words)
        trouble = next((f"Page {number + 1} has {text.trouble}." for number, text in texts if text.trouble), "")
        self.note.setText(self._pages.progress or trouble or self._about(len(words), unsure))
        self.copy.setEnabled(bool(words))
        self.unsure.setEnabled(unsure > 0)

    def _about(self, words: int, unsure: int) -> str:
        """What is said of a text that has been read."""
        where = "these pages" if self._is_whole else "this page"
        if words:
            sure = f"{unsure} of them unsure" if unsure else "none of them unsure"
            return f"{words} word{'s' if words > 1 else ''}, {sure}."
        pages = self._open_document.document.pages
        seen = pages if self._is_whole else (pages[self._open_document.page],)
        return (NOTHING if any(page.strokes for page in seen) else EMPTY).format(where=where)

    @property
    def _is_whole(self) -> bool:
        return self.all_pages.isChecked()

    @Slot()
    def _want(self) -> None:
        if self.is_live:
            self._pages.want(ME, all_pages=self._is_whole)

    @Slot(object, str)
    def _correct(self, shown: ShownLine, text: str) -> None:
        if shown.line is None:
            return
        wanted = corrections(shown.line, text)
        if wanted and self._writing.correct(shown.page, wanted):
            self._status.tell(f"Put right, and kept with the ink; {UNDO} takes it back")
        elif wanted:
            self._status.warn("That ink is not there any more, so what it says was not put right")
            self._pages.read_now()

    @Slot(int, object)
    def _point(self, page: int, word: ReadWord | None) -> None:
        is_seen = word is not None and page == self._open_document.page
        self._marks.show(ME, (), (word.bounds,) if is_seen and word is not None else ())

    @Slot(int, object)
    def _show_ink(self, page: int, word: ReadWord) -> None:
        """The ink of a word, on whichever page."""
        if page >= len(self._open_document.document.pages):  # deleted, and shown until it is read again
            return
        self._writing.turn_to(page)
        self._point(page, word)
        self._canvas.bring_into_view(word.bounds)

    def _copy(self) -> None:
        lines = [line.text for line in self.view.shown if line.words]
        QGuiApplication.clipboard().setText("".join(f"{line}\n" for line in lines))
        self._status.tell(f"{len(lines)} line{'s' if len(lines) != 1 else ''} of text copied")

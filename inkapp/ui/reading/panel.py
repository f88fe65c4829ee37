"""The text panel: what the ink of a page, or of all pages, says; to be copied and put right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from inkapp.editor.line_corrections import corrections
from inkapp.editor.open_document import OpenDocument
from inkapp.ink.document import Stroke
from inkapp.inspect.panel_list import READ
from inkapp.live.reading.page_text import ReadWord, Source
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
from inkapp.ui.reading.teaching import Teaching
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
        teaching: Teaching,
        canvas: Canvas,
        marks: PageMarks,
        status: Status,
        theme: Callable[[], Theme],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(READ, HOW, LOW_PX, theme, parent)
        self._pages, self._open_document, self._writing = pages, open_document, writing
        self._canvas, self._teaching = canvas, teaching
        self._marks, self._status = marks, status
        self.view = TextView()
        self.all_pages = QCheckBox("&All pages")
        self.all_pages.setToolTip("The text of all pages, not of this one alone")
        self.note = self.words("note")
        self.note.setAccessibleName("How far it is read")
        self.copy = self.button("&Copy as text", "All that is shown, line by line", self._copy)
        self.unsure = self.button("Next &unsure word", "Selects it, to be put right", self.view.go_to_unsure)
        self.right = self.button(
            "This is &right", "The line with the cursor says this: it teaches your hand", self.confirm
        )
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.copy)
        row.addWidget(self.unsure)
        row.addStretch(1)
        self.forget = self.button("&Forget my hand", "The reader forgets the lines that it was taught", self._forget)
        self.forget.hide()
        lower = QHBoxLayout()
        lower.setSpacing(6)
        lower.addWidget(self.right)
        lower.addWidget(self.forget)
        lower.addStretch(1)
        foot = QVBoxLayout()
        foot.setSpacing(6)
        foot.addLayout(row)
        foot.addLayout(lower)
        self.fill(self.view, above=(self.all_pages,), below=(self.note,), foot=foot)
        self.all_pages.toggled.connect(self._want)
        self.view.corrected.connect(self._correct)
        self.view.pointed.connect(self._point)
        self.view.chosen.connect(self._show_ink)
        self._ink_click = InkClick(canvas, self.view.go_to, self)

    def wake(self) -> None:
        """It comes into sight."""
        self._pages.changed.connect(self.show_text)
        self._teaching.changed.connect(self.show_text)
        self._teaching.wake()
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
        self._teaching.changed.disconnect(self.show_text)
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
        self.right.setEnabled(bool(words))
        self.forget.setVisible(bool(self._teaching.about))
        self.unsure.setEnabled(unsure > 0)

    def _about(self, words: int, unsure: int) -> str:
        """What is said of a text that has been read."""
        where = "these pages" if self._is_whole else "this page"
        if words:
            sure = f"{unsure} of them unsure" if unsure else "none of them unsure"
            return f"{words} word{'s' if words > 1 else ''}, {sure}. {self._teaching.about}".rstrip()
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
        if wanted:
            self._say(shown, wanted, "Put right")

    def confirm(self) -> None:
        """The line with the cursor says what it is shown to say."""
        if self.view.is_changed:  # a line put right counts as confirmed
            self.view.commit()
            return
        shown = self.view.line
        words = shown.line.words if shown is not None and shown.line is not None else ()
        read = [(word.strokes, word.text) for word in words if word.text and word.source is Source.READ]
        if shown is None or not any(word.text for word in words):
            self._status.tell("Put the cursor in a line of words to say that it is right")
        elif read:
            self._say(shown, read, "Taken as right")
        else:
            self._status.tell("That line is known to be right")

    def _say(self, shown: ShownLine, wanted: Sequence[tuple[tuple[Stroke, ...], str]], what: str) -> None:
        """Ink of a line says something, from now on."""
        assert shown.line is not None
        self._teaching.watch(shown.line.strokes)
        if self._writing.correct(shown.page, wanted):
            self._status.tell(f"{what}, and kept with the ink; {UNDO} takes it back")
        else:
            self._status.warn("That ink is not there any more, so what it says was not put right")
            self._pages.read_now()

    def _forget(self) -> None:
        self._teaching.forget()
        self._status.tell("The lines that the reader was taught are forgotten; what you put right stays with the ink")

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

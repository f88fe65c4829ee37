"""The text tool: opens the field on the page, and asks for what was typed to be written."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from inkapp.editor.open_document import OpenDocument
from inkapp.editor.text_writing import page_of
from inkapp.editor.typed_words import baseline_at, free_place, word_at
from inkapp.ink.hand import Hand
from inkapp.ink.typed_text import LONGEST_TEXT, TypedText
from inkapp.live.compose.typed_text import TextRefused, prepare
from inkapp.ui.canvas.canvas import Canvas, Tool
from inkapp.ui.chrome.actions import BY_NAME
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.chrome.status import Status
from inkapp.ui.flow.typing import Typing
from inkapp.ui.flow.writing import Writing
from inkapp.ui.hands.in_use import HandInUse
from inkapp.ui.text.bar import TextBar
from inkapp.ui.text.draft import Draft
from inkapp.ui.text.field import TextField
from inkapp.ui.text.look import Look
from inkapp.ui.text.subject import Subject
from inkapp.ui.text.written_texts import WAIT, WrittenTexts

FIELD_HINT = "Enter writes  ·  Shift+Enter another line  ·  Esc closes"
TOOL_HINT = "Click where a text is to begin, or on a typed one to change it"
CHANGED = "Enter writes the text anew, Esc leaves it as it was"
SHORT = 2_000  # characters of a text that is looked at before the network is asked: a moment's work
NARROWEST_MM = 20.0  # at the right margin, where a text may still begin
NO_ROOM = f"No line of this page is free  ·  {BY_NAME['next_page'].shown_keys} goes to the next page"


class TextTool(QObject):
    """Stands between the field, the text bar and the writing of texts. ``texts``: what stands on the page. ``hint``: a line for
    the status line, or "".

    Signals: ``hint_changed``.
    """

    hint_changed = Signal()

    def __init__(
        self,
        canvas: Canvas,
        open_document: OpenDocument,
        typing: Typing,
        writing: Writing,
        in_use: HandInUse,
        hands_panel: QAction,
        settings: Settings,
        status: Status,
        show_tool: Callable[[bool], object],
        parent: QObject,
    ) -> None:
        """``show_tool``: shows the tool as the one in hand."""
        super().__init__(parent)
        self._canvas, self._open_document, self._typing, self._writing = canvas, open_document, typing, writing
        self._status, self._show_tool = status, show_tool
        self.bar, self.field = TextBar(hands_panel), TextField(canvas)
        self.bar.hide()
        self._look = Look(self.bar, settings.text, in_use, typing, self)
        self.texts = WrittenTexts(
            canvas, open_document, typing, writing, self._look, status, self._edit, self.close, self
        )
        self._subject = Subject()
        self._draft = Draft(settings.text, self)
        self.field.entered.connect(self._enter)
        self.field.left.connect(self.close)
        self.field.shortened.connect(self._tell_shortened)
        self.field.tabbed.connect(self.bar.take_keys)
        self.field.textChanged.connect(self._prepare)
        self.field.textChanged.connect(self._keep)
        self.bar.left.connect(self._give_keys)
        self.bar.style_changed.connect(self._prepare)  # after the look, which takes them first
        self.bar.seed_changed.connect(self._prepare)
        self._look.hand_seen.connect(self._prepare)
        canvas.pen_tool.tapped.connect(self._tap)
        writing.shown.connect(self._follow)
        typing.writing_changed.connect(self._follow)
        typing.writing_changed.connect(self._settle)
        typing.unwritten.connect(self._reopen)
        typing.told.connect(status.note)
        typing.warned.connect(status.warn)

    @property
    def hint(self) -> str:
        """A line for the status line, or ""."""
        if not self.field.isHidden():
            return FIELD_HINT
        return TOOL_HINT if self._canvas.pen_tool.tool is Tool.TEXT else ""

    # -- what the person does -----------------------------------------------------------------------------------

    def open(self) -> None:
        """The tool in hand, and the field where there is room: below the last line of ink."""
        self._take()
        place = free_place(self._canvas.page)
        if not self.field.isHidden():
            self.field.setFocus()
        elif place is None:
            self._status.warn(NO_ROOM)
        else:
            self._open_new(*place)

    def set_tool(self, tool: Tool) -> None:
        """Another tool is in hand."""
        self._canvas.set_tool(tool)
        self._writing.show_hint()
        self.bar.setVisible(tool is Tool.TEXT)
        if tool is Tool.TEXT:
            self._look.show_hand()
        else:
            self.close()
        self.hint_changed.emit()

    @Slot()
    def close(self) -> None:
        """Closes the field; what was typed and not written comes again with the next one."""
        if self.field.isHidden():
            return
        self._draft.keep(self._subject.unwritten(self.field.text))
        self._hide()

    def dismiss(self) -> bool:
        """Esc outside the field; whether there was something to stop, to go back to, or to close."""
        if self._typing.is_writing:
            self._typing.stop()
        elif self.field.isHidden():
            return False
        elif self._canvas.hasFocus():
            self.close()
        else:
            self.field.setFocus()
        return True

    @Slot(float, float)
    def _tap(self, x: float, y: float) -> None:
        page, field, edited = self._canvas.page, self.field, self._subject.edited
        if not (0 <= x <= page.width and 0 <= y <= page.height):
            return
        box = word_at(page, x, y)
        has_text = not field.isHidden() and bool(field.text.strip())
        if edited is not None and field.text != self._subject.begin:
            self._status.tell(CHANGED)
            field.setFocus()
        elif box is not None and (edited is not None or not has_text):
            self.texts.edit_text(box.text)
        else:
            left = min(x, max(page.width - page.margin - NARROWEST_MM, 0.0))
            if edited is not None or field.isHidden():
                self.close()
                self._open_new(left, baseline_at(page, y))
            else:
                field.move_to(left, baseline_at(page, y))
                field.setFocus()

    @Slot()
    def _give_keys(self) -> None:
        """The keys are the field's where it is open, else the page's."""
        (self._canvas if self.field.isHidden() else self.field).setFocus()

    # -- the field ----------------------------------------------------------------------------------------------

    def _take(self) -> None:
        """The text tool in hand."""
        self._show_tool(True)
        self.set_tool(Tool.TEXT)

    def _edit(self, text: TypedText) -> None:
        self._take()
        self._open_again(text, text)
        if (hand := self._look.hand) is not None and len(text.text) <= SHORT:
            with contextlib.suppress(TextRefused):
                self._status.note(prepare(text.text, card=hand.signs).note)

    def _open_new(self, x: float, y: float) -> None:
        """The field for a new text, page mm."""
        self._open_at(x, y, Subject(begin=self._draft.text), self._draft.text)

    def _open_again(self, there: TypedText, wanted: TypedText) -> None:
        """The field for a text that stands on the page, with what is ``wanted`` in its place."""
        self._look.show_text(wanted)
        self._open_at(wanted.x, wanted.y, Subject(there, there.text, self._draft.text), wanted.text)

    def _open_at(self, x: float, y: float, subject: Subject, text: str) -> None:
        self._subject = subject
        self._status.hush()  # news were of what was done before
        self.field.open_at(x, y, text)
        self.hint_changed.emit()
        if self._look.hand is None:
            self._status.warn(self._look.trouble)
        self._prepare()

    def _hide(self) -> None:
        self._subject = Subject()
        self._status.hush()
        self.field.hide()
        self.field.clear()
        self._look.show_next()
        self._canvas.setFocus()
        self.hint_changed.emit()

    @Slot()
    def _enter(self) -> None:
        """Writes what was typed; where that cannot be, the field stays and the status line says why."""
        typed, hand = self.field.text, self._look.hand
        if self._typing.is_writing:
            self._status.tell(WAIT)
            return
        if trouble := self._trouble(typed, hand):
            self._status.warn(trouble)
            return
        assert hand is not None
        text, page = self._typed(hand), self._open_document.page
        self._draft.hand_over(typed, self._subject.draft)
        self.field.bring_into_view()  # so that the words are, too
        self._hide()
        self._typing.write(text, hand, page)

    def _typed(self, hand: Hand) -> TypedText:
        """The text as it stands in the field."""
        look = self._look
        return self._subject.text(self.field.text, self.field.place, look.seed, look.key_of(hand), look.style)

    def _trouble(self, typed: str, hand: Hand | None) -> str:
        """Why a text cannot be written, as far as that is known at once; "" where it may be."""
        if len(typed) <= SHORT or len(typed) > LONGEST_TEXT:
            try:
                prepare(typed, card=() if hand is None else hand.signs)
            except TextRefused as error:
                return str(error)
        return self._look.trouble if hand is None else ""

    @Slot(object, str)
    def _reopen(self, text: TypedText, why: str) -> None:
        """None of a text became ink: it can be changed, or asked for again."""
        there = self._open_document.document.text(text.id)
        if not self.field.isHidden() or not why:  # the person stopped it, or is at another one
            if there is None:
                self._draft.keep(text.text)
        else:
            self._take()
            if there is None:
                self._open_at(text.x, text.y, Subject(), text.text)
            else:
                self._open_again(there, text)
        if why:
            self._status.warn(why)

    # -- the rest ----------------------------------------------------------------------------------------------

    @Slot()
    def _prepare(self) -> None:
        """What is typed, its look or its hand is another, while the field is open."""
        if not self.field.isHidden() and (hand := self._look.hand) is not None:
            self._typing.prepare(hand, self._typed(hand))

    @Slot(bool)
    def _settle(self, is_writing: bool) -> None:
        """A text is written now, or no more of it is."""
        if not is_writing:
            self._draft.settle()

    @Slot()
    def _keep(self) -> None:
        """Another text is in the field."""
        if not self.field.isHidden():
            self._draft.keep_soon(self._subject.unwritten(self.field.text))

    @Slot()
    def _follow(self) -> None:
        """The page, or what is done to it, is another: the field of a text that is gone, or of another page, closes."""
        edited = self._subject.edited
        if edited is not None and page_of(self._open_document, edited.id) != self._open_document.page:
            self.close()
        self.field.follow()
        self.hint_changed.emit()

    @Slot(int)
    def _tell_shortened(self, characters: int) -> None:
        self._status.warn(
            f"The last {characters:,} characters have no room: {LONGEST_TEXT:,} are written at once at most"
        )

"""Writes a typed text: asks the network for it, shows its words at the pace of a pen, and makes them ink as they stand.

All of it is one step of undo. Whatever else is about to change the page ends it: what is shown stays.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal, Slot

from inkapp.editor.open_document import OpenDocument
from inkapp.editor.text_writing import NoMorePages, TextWriting, without_text
from inkapp.ink.ghost import Ghost
from inkapp.ink.hand import Hand
from inkapp.ink.typed_text import TypedText
from inkapp.live.compose.read_hand import HandSource
from inkapp.live.qt_bridge import TextBridge
from inkapp.live.text_events import PlacedWord, TextEnded, TextFailed, WordsPlaced
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.flow.cause import Cause
from inkapp.ui.flow.companion import Companion
from inkapp.ui.flow.shown_words import ShownWords
from inkapp.ui.flow.writing import UNDO, Writing

GETTING_READY = "Writing  ·  Esc stops"
KEYS = "Esc stops  ·  Tab shows the rest"


class Typing(QObject):
    """One text at a time, in the GUI thread. ``canvas``: whose view follows what is written.

    Signals: ``writing_changed`` (whether a text is being written), ``unwritten`` (TypedText, why or "": none of it became
    ink), ``told`` (a line of news, that stays until something else is done), ``warned`` (a line of trouble).
    """

    writing_changed = Signal(bool)
    unwritten = Signal(object, str)
    told = Signal(str)
    warned = Signal(str)

    def __init__(
        self,
        bridge: TextBridge,
        open_document: OpenDocument,
        player: GhostPlayer,
        writing: Writing,
        companion: Companion,
        canvas: Canvas,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._open_document, self._player = bridge, open_document, player
        self._writing, self._companion, self._canvas = writing, companion, canvas
        self._speed, self._ghost_pace = 1.0, 1.0
        self._job: TextWriting | None = None
        self._ticket = 0
        self._shown = ShownWords()
        self._busy = False  # what the player and the page tell meanwhile is its own doing
        self._at_once = False  # the rest is wanted at once
        self._trouble: str | None = None  # why no more words come; "" where all came, None while some may
        self._note = ""
        bridge.words.connect(self._on_words)
        bridge.ended.connect(self._on_ended)
        bridge.failed.connect(self._on_failed)
        player.changed.connect(self._on_frame)
        writing.changing.connect(self.stop)
        writing.changing.connect(canvas.follower.stop)
        writing.shown.connect(self._on_shown)

    @property
    def is_writing(self) -> bool:
        """Whether a text is being written."""
        return self._job is not None

    def prepare(self, hand: Hand, text: TypedText) -> None:
        """A text in this hand, typed so far, may be asked for soon; a ghost would be in its way."""
        if self._job is None:
            self._companion.dismiss()
        self._bridge.prepare(HandSource.of_hand(hand), text)

    def set_speed(self, speed: float) -> None:
        """Times as fast as a pen; 0 shows words as soon as they are written."""
        self._speed = speed
        self._set_pace()

    def set_ghost_pace(self, pace: float) -> None:
        """At which ghosts are shown, of the player that both share; 0, for reduced motion, counts for texts, too."""
        self._ghost_pace = pace
        self._set_pace()

    def write(self, text: TypedText, hand: Hand, page: int) -> None:
        """Writes a text that begins on that page, in place of what the document has under its id."""
        self.stop()
        self._writing.lift()
        self._companion.hold()
        self._job = TextWriting(self._open_document, text, page)
        self._shown, self._at_once, self._trouble, self._note = ShownWords(), False, None, ""
        self._set_pace()
        self._companion.state.say(GETTING_READY)
        if self._open_document.page != page:
            self._turn_to(page)
        self.writing_changed.emit(True)
        sheet = without_text(self._open_document.document.pages[page], text.id)
        self._ticket = self._bridge.write(text, HandSource.of_hand(hand), sheet)

    @Slot()
    def show_rest(self) -> None:
        """Shows all words as soon as they are written, from now on."""
        if self._job is not None:
            self._at_once = True
            self._set_pace()
            self._go_on()

    @Slot()
    def stop(self) -> None:
        """Ends the writing. What is shown stays, to the end of its word."""
        if self._job is None or self._busy:
            return
        self._bridge.cancel()
        with self._busily():
            if self._job.is_in_step:
                self._write(self._shown.take_begun(self._player.elapsed))
            self._note = f"{self._shown.count} are written  ·  {UNDO} takes them back"
            self._end()

    def close(self, timeout: float = 1.5) -> bool:
        """Stops; True when the network's thread has ended."""
        self.stop()
        return self._bridge.close(timeout)

    # -- what the network tells ---------------------------------------------------------------------------------

    @Slot(object)
    def _on_words(self, event: WordsPlaced) -> None:
        if (job := self._job) is not None and event.ticket == self._ticket:
            self._shown.add(event, job.stood)
            self._go_on()

    @Slot(object)
    def _on_ended(self, event: TextEnded) -> None:
        if self._job is not None and event.ticket == self._ticket:
            self._trouble, self._note = "", event.note
            self._go_on()

    @Slot(object)
    def _on_failed(self, event: TextFailed) -> None:
        if self._job is not None and event.ticket == self._ticket:
            self._trouble = event.message
            self._go_on()

    # -- how it is done -----------------------------------------------------------------------------------------

    @Slot()
    def _on_frame(self) -> None:
        self._go_on()

    @Slot()
    def _on_shown(self) -> None:
        """Something else may have changed the document without a word before: then nothing more can be added to the step."""
        if self._job is not None and not self._busy and not self._job.is_in_step:
            self._bridge.cancel()
            with self._busily():
                self._end()

    @contextlib.contextmanager
    def _busily(self) -> Iterator[None]:
        self._busy = True
        try:
            yield
        finally:
            self._busy = False

    def _go_on(self) -> None:
        """Words that are shown become ink; the next ones are shown; the end, where all are."""
        if self._job is None or self._busy:
            return
        with self._busily():
            while True:
                due = self._shown.take_all() if self._pace == 0 else self._shown.take_due(self._player.elapsed)
                self._write(due)
                if not self._comes_to_next() and not due:
                    break
                self._feed()
            if self._trouble is not None and not self._shown.waiting:
                self._bridge.cancel()  # where there is no more room, it may be writing still
                self._end()
            else:
                self._feed()
                self._companion.state.say(f"{self._shown.progress(self._pace)}  ·  {KEYS}")

    def _write(self, words: list[PlacedWord]) -> None:
        """Words become ink."""
        if not words or self._job is None:
            return
        try:
            changed = self._job.write(words)
        except NoMorePages as error:
            self._trouble = str(error)
            self._shown.take_all()
            self._writing.show(Cause.TEXT)
            return
        if changed:
            self._writing.show(Cause.TEXT)
            self._follow([word for word in words if word.strokes and not self._job.stood(word)])

    def _follow(self, words: list[PlacedWord]) -> None:
        """Brings the last of the words that were just written into sight, unless the person looks elsewhere."""
        job, follower = self._job, self._canvas.follower
        if not words or job is None or follower.is_left_alone:
            return
        page = job.page_for(words[-1])
        if page != self._open_document.page:
            self._turn_to(page)
        follower.follow_ink(max(float(s.y.max()) for s in words[-1].strokes), glides=self._ghost_pace > 0)

    def _comes_to_next(self) -> bool:
        """Makes room for the next word, on a page that comes into sight; whether that was another one."""
        head, job = self._shown.next_word, self._job
        if head is None or job is None or self._pace == 0:
            return False
        revision = self._open_document.document.revision
        try:
            page = job.come_to(head)
        except NoMorePages as error:
            self._trouble = str(error)
            self._shown.take_all()
            return False
        if page != self._open_document.page:
            self._turn_to(page)
            return True
        if revision != self._open_document.document.revision:
            self._writing.show(Cause.TEXT)
        return False

    def _turn_to(self, page: int) -> None:
        self._player.clear()  # before the view is moved, so that the next ghost is followed
        self._shown.new_clock()
        self._open_document.turn_to(page)
        self._canvas.follower.stop()
        self._canvas.show_top()
        self._writing.show(Cause.TEXT)

    def _feed(self) -> None:
        """Has the player show the next words."""
        strokes = () if self._pace == 0 else self._shown.ahead()
        complete = self._trouble is not None and len(strokes) == 0
        self._player.show(Ghost(self._open_document.document.revision, strokes, complete, 0))

    def _end(self) -> None:
        """No text is written any more."""
        job, trouble = self._job, self._trouble
        assert job is not None
        if trouble == "" and job.is_in_step:
            job.finish()
        self._job = None
        self._shown = ShownWords()
        self._player.clear()
        self._set_pace()
        self._companion.release()
        self._writing.show()
        self.writing_changed.emit(False)
        if not job.is_begun and trouble != "":
            self.unwritten.emit(job.text, trouble or "")
        elif trouble:
            self.warned.emit(trouble)
        elif self._note:
            self.told.emit(self._note)

    @property
    def _pace(self) -> float:
        return 0.0 if self._at_once or self._ghost_pace == 0 else self._speed

    def _set_pace(self) -> None:
        pace = self._ghost_pace if self._job is None else self._pace
        if pace != self._player.pace:
            self._player.set_pace(pace)

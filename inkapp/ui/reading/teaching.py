"""What a person confirms or puts right teaches the reader their hand: the lines are kept, and a process adapts the reader.

The process is of the lowest priority and may end at any time: what it makes is whole, or not there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from inkapp.editor.open_document import OpenDocument
from inkapp.editor.own_hand import OwnHand
from inkapp.ink.document import Page, Stroke
from inkapp.ink.errors import FileError
from inkapp.live.reading.kept_lines import told
from inkapp.live.reading.page_text import ReadLine
from inkapp.ui.reading.read_pages import ReadPages
from model.held_out import LEAST_LINES

REST_MS = 20_000  # after a line was kept before its words are known and the reader is adapted: another may follow
END_MS = 2_000


class Teaching(QObject):
    """One for a window. It looks at lines of which something was said while the window was there (``watch``), and at no others:
    a file that is opened may be anybody's.

    Signals: ``changed`` (``about`` may say something else), ``adapted`` (another reader is to be loaded), ``words_known``
    (the same, for words that were confirmed), ``trouble`` (a line).
    """

    changed = Signal()
    adapted = Signal()
    words_known = Signal()
    trouble = Signal(str)

    def __init__(self, hand: OwnHand, pages: ReadPages, open_document: OpenDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._hand, self._pages, self._open_document = hand, pages, open_document
        self._watched: set[int] = set()
        self._kept: dict[tuple[int, ...], str] = {}  # what lines said when they were kept, by their strokes
        self._count = 0  # of the lines that are kept; looked for when somebody sees it
        self._process: QProcess | None = None
        self._done = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)
        self._has_words = False  # lines were kept whose words the reader does not know
        pages.changed.connect(self._look)

    @property
    def about(self) -> str:
        """What the reader has learnt of the person's hand, in one sentence; "" where it was told nothing."""
        if self._process is not None:
            return f"Learning your hand: {self._done} %."
        if not self._count:
            return ""
        lines = f"{self._count} line{'s' if self._count > 1 else ''}"
        if self._hand.is_adapted:
            return f"Read as {lines} of yours taught it."
        if self._count < LEAST_LINES:
            return f"{lines} of yours kept; from {LEAST_LINES} on it learns your hand."
        return f"{lines} of yours kept."

    @property
    def is_learning(self) -> bool:
        """Whether the reader is being adapted."""
        return self._process is not None

    def watch(self, strokes: Iterable[Stroke]) -> None:
        """Something was said of a line of this ink."""
        self._watched |= {stroke.id for stroke in strokes}

    def wake(self) -> None:
        """Somebody sees what is read: what was not learnt to its end is learnt now."""
        self._count = len(self._hand.lines.files())
        if self._process is None and not self._rest.isActive() and self._hand.is_due:
            self._rest.start(REST_MS)

    def forget(self) -> None:
        """Forgets all lines and what they taught, also where it is being learnt."""
        self.close()
        had_learnt = self._hand.is_adapted or self._count > 0
        try:
            self._hand.forget()
        except OSError as error:
            self.trouble.emit(f"What the reader has learnt cannot be deleted ({error.strerror or error})")
            return
        self._watched.clear()
        self._kept.clear()
        self._count = 0
        if had_learnt:
            self.adapted.emit()
        self.changed.emit()

    def close(self) -> None:
        """Ends what is being learnt."""
        self._rest.stop()
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.waitForFinished(END_MS)
            process.deleteLater()

    @Slot()
    def begin(self) -> None:
        """Adapts the reader where enough was kept since the last time."""
        if self._process is not None or not self._hand.is_due:
            return
        self._done = 0
        self._process = process = QProcess(self)
        process.readyReadStandardOutput.connect(self._progress)
        process.finished.connect(self._end)
        process.errorOccurred.connect(self._fail)
        process.start(sys.executable, ["-m", "inkapp", "adapt", str(self._hand.folder), "--progress"])
        self.changed.emit()

    @Slot()
    def _look(self) -> None:
        """Keeps the watched lines of pages that have been read as they are now, or keeps them no more."""
        if not self._watched:
            return
        before = len(self._kept)
        kept = False
        for number, page in enumerate(self._open_document.document.pages):
            text = self._pages.text(number) if self._pages.is_fresh(number) else None
            for line in () if text is None else text.lines:
                if any(stroke.id in self._watched for stroke in line.strokes):
                    kept |= self._take(line, page)
        if kept or len(self._kept) != before:
            self._count = len(self._hand.lines.files())
            self.changed.emit()
        if kept:
            self._has_words = True
            self._rest.start(REST_MS)

    @Slot()
    def _rested(self) -> None:
        self.begin()
        if self._process is None:  # else once that has ended
            self._tell_words()

    def _tell_words(self) -> None:
        if self._has_words:
            self._has_words = False
            self.words_known.emit()

    def _take(self, line: ReadLine, page: Page) -> bool:
        """Whether a line was kept that was not, or said something else."""
        key = tuple(stroke.id for stroke in line.strokes)
        found = told(line)
        if found is None or not found.text:
            if self._kept.pop(key, None) is not None:
                self._hand.lines.discard(line.strokes)
            return False
        if self._kept.get(key) == found.text:
            return False
        self._kept[key] = found.text
        try:
            self._hand.lines.keep(found, page)
        except FileError as error:
            self.trouble.emit(str(error))
            return False
        return True

    @Slot()
    def _progress(self) -> None:
        if self._process is None:
            return
        told = bytes(self._process.readAllStandardOutput().data()).split()
        shares = [int(word) for word in told if word.isdigit() and len(word) <= 3]
        if shares and shares[-1] > self._done:
            self._done = min(shares[-1], 100)
            self.changed.emit()

    @Slot(int)
    def _end(self, status: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip().splitlines()
        process.deleteLater()
        if status == 0:
            self._has_words = False  # the reader is loaded anew, with all of them
            self.adapted.emit()
        else:
            self.trouble.emit(f"Your hand could not be learnt: {said[-1] if said else 'its process ended'}")
            self._tell_words()
        self.changed.emit()

    @Slot(QProcess.ProcessError)
    def _fail(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # all others end it, too
            self._end(1)

"""New, open, save and recover, and the one question before unsaved ink is lost.

A file is read before anything is asked or replaced, so that a bad one never costs what is open, and nobody is asked twice.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtGui import QSessionManager

from assets import EXAMPLES
from inkapp.editor.open_document import INK, OpenDocument, readable
from inkapp.ink.atomic_files import digest
from inkapp.ink.document import Document, Stroke
from inkapp.ink.errors import FileRefused, InkError
from inkapp.ui.chrome import style
from inkapp.ui.chrome.dialogs import Answer, Conflict, Dialogs
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.chrome.status import Status
from inkapp.ui.recovery import Lost, Recovery

EXAMPLE = EXAMPLES / "quick.ink"


class Files(QObject):
    """Signals: ``leaving`` (the open document may be replaced: a stroke under way must end now), ``replaced`` (another
    document is open), ``storing`` (the document is about to be written into a file), ``saved`` (its name, or whether it is
    saved, may have changed).
    """

    leaving = Signal()
    replaced = Signal()
    storing = Signal()
    saved = Signal()

    def __init__(
        self,
        open_document: OpenDocument,
        dialogs: Dialogs,
        settings: Settings,
        status: Status,
        recovery: Recovery | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._recovery = recovery
        self._ends_unasked = False
        self._open_document, self._dialogs, self._settings, self._status = open_document, dialogs, settings, status

    def may_leave(self) -> bool:
        """Whether the open document may go: it is safe, has just been saved, or was given up by the person."""
        self.leaving.emit()
        if self._open_document.is_saved or self._ends_unasked:
            return True
        answer = self._dialogs.unsaved(self._open_document.title)
        return self.save() if answer is Answer.SAVE else answer is Answer.DISCARD

    def end_session(self, manager: QSessionManager) -> None:
        """The system logs off: asks about unsaved ink where that is allowed, and stops the log-off where one says no.

        Where nothing may be asked, a document that has a file is saved there, unless something else has changed it meanwhile;
        the journal has the others. The process may be killed as soon as this returns.
        """
        if not manager.allowsInteraction():
            self.leaving.emit()
            open_document = self._open_document
            path = None if open_document.is_saved or open_document.is_changed_on_disk else open_document.path
            if path is not None and (trouble := self._write(path)):
                self._status.warn(trouble)
            if self._recovery is not None:
                self._recovery.journal.flush()
        elif self.may_leave():
            manager.release()
        else:
            manager.cancel()

    def end_unasked(self) -> None:
        """The process is to end at once: nothing is asked any more, and what is not saved is offered at the next start."""
        self.leaving.emit()
        self._ends_unasked = True
        if self._recovery is not None:
            self._recovery.journal.flush()

    def close(self) -> None:
        """The window is gone. Its journal stays where nobody was asked."""
        if self._recovery is not None:
            self._recovery.close(keep=self._ends_unasked and not self._open_document.is_saved)

    def new(self) -> None:
        if self.may_leave():
            self._open_document.new()
            self._claim_file()
            self.replaced.emit()

    def open(self) -> None:
        """Opens a file that the person picks."""
        path = self._dialogs.open_path(readable(), self.folder())
        if path is not None:
            self.open_path(path)

    def example(self) -> tuple[Stroke, ...]:
        """The bundled example's ink; none, and one line of why, where it cannot be read."""
        try:
            return self._open_document.read(EXAMPLE).pages[0].strokes
        except InkError as error:
            self._status.warn(str(error))
            return ()

    def open_path(self, path: Path) -> bool:
        """Opens a file; False where it cannot be read or the person stays. Why not is a line at the bottom, or a dialog where
        the file is damaged."""
        left_out: list[str] = []
        try:
            known = digest(path)
            document = self._open_document.read(path, left_out.append)  # before anything is asked or replaced
        except InkError as error:
            self._settings.forget(path)
            if isinstance(error, FileRefused):
                self._status.warn(str(error))
            else:
                self._dialogs.damaged(path, str(error))
            return False
        if not self.may_leave():
            return False
        self._show(document, path, known)
        if left_out:
            self._status.warn(left_out[0])
        return True

    def _show(self, document: Document, path: Path, known: str | None) -> None:
        self._open_document.show(document, path, known)
        self._settings.remember(path)
        self.replaced.emit()
        if self._open_document.path is not None:
            self._status.hush()
        else:
            self._status.tell(f"Read {path.name}; saving makes an {INK} file of it")
        if not self._claim_file():
            self._status.warn(f"{path.name} is open in another window, too: nothing is overwritten there unasked")

    def save(self) -> bool:
        """Saves, asking for a name where there is none yet; False where nothing was written."""
        return self._save_to(self._open_document.path) if self._open_document.path else self.save_as()

    def save_as(self) -> bool:
        path = self._dialogs.save_path(self.folder() / self._open_document.suggestion(INK), (INK,), "Save the document")
        return path is not None and self._save_to(path)

    def folder(self) -> Path:
        """Where a dialog begins: at the document's own file, the file last used, or the person's documents.

        Not where the app was started: from a package that is ``/`` or a folder of the system.
        """
        used = [self._open_document.path, *self._settings.recent]
        beside = [path.parent for path in used if path]
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return next((folder for folder in (*beside, Path(documents)) if folder.is_dir()), Path.home())

    def recover(self, *, silent: bool = False) -> None:
        """Offers what other windows left unsaved when they ended; ``silent``: says nothing where there is none."""
        if self._recovery is None:
            return
        found = self._recovery.find()
        if not found and not silent:
            self._status.tell("Nothing is left to be recovered")
        chosen = self._recovery.choose(found, self._dialogs.recover, style.choose_theme(self._settings.appearance))
        if chosen is not None and not self.may_leave():
            chosen = None
        self._recovery.release(chosen)
        if chosen is not None:
            self._show_recovered(chosen)

    def _show_recovered(self, lost: Lost) -> None:
        assert self._recovery is not None
        if lost.recovered.damage:
            self._recovery.set_aside(lost.journal)
        self._open_document.recover(lost.recovered, lost.journal)
        self.replaced.emit()
        self._claim_file()
        self._status.tell(f"Recovered {lost.recovered.source.title}, which is not saved yet")

    def _claim_file(self) -> bool:
        """Says that the document's file is open here; False where it is elsewhere, too."""
        return self._recovery is None or self._recovery.claim_file(self._open_document.path)

    def _save_to(self, path: Path) -> bool:
        if path == self._open_document.path and self._open_document.is_changed_on_disk:
            answer = self._dialogs.conflict(path.name)
            if answer is Conflict.SAVE_AS:
                return self.save_as()
            if answer is Conflict.RELOAD:
                self._read_anew(path)
            if answer is not Conflict.OVERWRITE:
                return False
        trouble = self._write(path)
        if trouble:
            self._dialogs.not_saved(path, trouble)  # ink is at stake: a line at the bottom is not enough
        return not trouble

    def _read_anew(self, path: Path) -> None:
        try:
            known = digest(path)
            self._show(self._open_document.read(path), path, known)
        except InkError as error:
            self._status.warn(str(error))

    def _write(self, path: Path) -> str:
        """Saves without asking; "" or what went wrong."""
        self.storing.emit()
        try:
            self._open_document.save_as(path)
        except InkError as error:
            return str(error)
        if self._open_document.path is not None:
            self._claim_file()
            self._settings.remember(self._open_document.path)
            self._status.tell(f"Saved {self._open_document.path}")
        self.saved.emit()
        return ""

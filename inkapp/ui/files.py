"""The errands between desk and disk: new, open, save, export, recent files, and the one question before ink is lost.

Knows: in which order to read, to ask and to replace, so that a bad file never costs what is on the desk and nobody is
asked twice.
Refuses to know: formats (``desk``), what dialogs look like (``dialogs``), and everything about ghosts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from inkapp.editor.open_document import INK, Desk, readable, writable
from inkapp.ink.disk import InkError
from inkapp.ink.document import Stroke
from inkapp.ui.chrome.dialogs import Answer, Dialogs
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.chrome.status import Status

EXAMPLE = Path(__file__).resolve().parents[2] / "assets" / "examples" / "quick.ink"


class Files(QObject):
    """Signals: ``leaving`` (what is on the desk may go: what is not yet there must come now), ``replaced`` (another
    document is on the desk), ``saved`` (its name or safety may have changed).
    """

    leaving = Signal()
    replaced = Signal()
    saved = Signal()

    def __init__(self, desk: Desk, dialogs: Dialogs, settings: Settings, status: Status, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._dialogs, self._settings, self._status = desk, dialogs, settings, status

    def may_leave(self) -> bool:
        """Whether what is on the desk may go: it is safe, has just been saved, or was given up by the person."""
        self.leaving.emit()
        if self._desk.is_saved:
            return True
        answer = self._dialogs.unsaved(self._desk.title)
        return self.save() if answer is Answer.SAVE else answer is Answer.DISCARD

    def new(self) -> None:
        if self.may_leave():
            self._desk.new()
            self.replaced.emit()

    def open(self) -> None:
        """Opens a file that the person picks."""
        path = self._dialogs.open_path(readable(), self._folder())
        if path is not None:
            self.open_path(path)

    def example(self) -> tuple[Stroke, ...]:
        """The bundled example's ink; none, and one line of why, where it cannot be read."""
        try:
            return self._desk.read(EXAMPLE).pages[0].strokes
        except InkError as error:
            self._status.warn(str(error))
            return ()

    def open_path(self, path: Path) -> bool:
        """Opens a file; False, and one line of why, where it cannot be read or the person stays."""
        try:
            document = self._desk.read(path)  # before anything is asked or replaced
        except InkError as error:
            self._settings.forget(path)
            self._status.warn(str(error))
            return False
        if not self.may_leave():
            return False
        self._desk.show(document, path)
        self._settings.remember(path)
        self.replaced.emit()
        if path.suffix.lower() == INK:
            self._status.hush()
        else:
            self._status.tell(f"Read {path.name}; saving makes an {INK} file of it")
        return True

    def save(self) -> bool:
        """Saves, asking for a name where there is none yet; False where nothing was written."""
        return self._save_to(self._desk.path) if self._desk.path else self.save_as()

    def save_as(self) -> bool:
        path = self._dialogs.save_path(self._folder() / self._desk.suggestion(INK), (INK,), "Save the page")
        return path is not None and self._save_to(path)

    def export(self) -> None:
        """Writes the page in the format whose extension the person gives it."""
        suffixes = writable()
        suggestion = self._folder() / self._desk.suggestion(suffixes[0])
        path = self._dialogs.save_path(suggestion, suffixes, "Export the page")
        if path is None:
            return
        try:
            written = self._desk.export(path)
        except InkError as error:
            self._status.warn(str(error))
            return
        more = f" and {len(written) - 1} more" if len(written) > 1 else ""
        self._status.tell(f"Wrote {written[0]}{more}")

    def fill(self, menu: QMenu) -> None:
        """Lists the recent files, whether they are still there or not: one that is gone says so when it is picked."""
        menu.clear()
        for number, path in enumerate(self._settings.recent, 1):
            action = menu.addAction(f"&{number}  {path.name.replace('&', '&&')}")
            action.setToolTip(str(path))
            action.triggered.connect(self._opener(path))
        menu.setEnabled(not menu.isEmpty())

    def _opener(self, path: Path) -> Callable[[bool], None]:
        def open_it(checked: bool = False) -> None:
            self.open_path(path)

        return open_it

    def _folder(self) -> Path:
        """Where a dialog begins: at the document's own file, the file last used, or where the app was started."""
        used = [self._desk.path, *self._settings.recent]
        return next((path.parent for path in used if path and path.parent.is_dir()), Path.cwd())

    def _save_to(self, path: Path) -> bool:
        try:
            self._desk.save_as(path)
        except InkError as error:
            self._status.warn(str(error))
            self._dialogs.trouble(str(error))  # ink is at stake: a line at the bottom is not enough
            return False
        if self._desk.path is not None:
            self._settings.remember(self._desk.path)
            self._status.tell(f"Saved {self._desk.path}")
        self.saved.emit()
        return True

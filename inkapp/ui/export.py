"""Export: the document in the format whose extension the person gives it, with what its ink says where that is wanted."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction

from inkapp.editor.open_document import OpenDocument, writable
from inkapp.formats.registry import carries_text
from inkapp.formats.shared.line_text import About
from inkapp.ink.errors import InkError
from inkapp.ui.chrome.dialogs import Dialogs
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.chrome.status import Status
from inkapp.ui.reading.read_pages import ReadPages

ME = "export"


class Export:
    """``folder``: where a dialog for a file's name begins."""

    def __init__(
        self,
        open_document: OpenDocument,
        pages: ReadPages,
        dialogs: Dialogs,
        settings: Settings,
        status: Status,
        folder: Callable[[], Path],
    ) -> None:
        self._open_document, self._pages, self._folder = open_document, pages, folder
        self._dialogs, self._settings, self._status = dialogs, settings, status

    def action_handlers(self) -> dict[str, Callable[[], object]]:
        """The handler of each of its actions, by its name."""
        return {"export": self.write, "export_text": self._turn_text}

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """Shows what is set."""
        actions["export_text"].setChecked(self._settings.export_text)

    def write(self) -> None:
        """Asks for a name, reads what is to be read, and writes."""
        open_document, suffixes = self._open_document, writable()
        suggestion = self._folder() / open_document.suggestion(suffixes[0])
        path = self._dialogs.save_path(suggestion, suffixes, "Export the document")
        if path is None:
            return
        # the file dialog has asked about the very name that was picked, and about no other
        targets = open_document.exports_to(path)
        there = [target for target in targets if target != path and os.path.lexists(target)]
        if there and not self._dialogs.replace(there):
            return
        self._pages.settling.emit()
        is_read = self._settings.export_text and carries_text(targets[0])
        if is_read and not self._read():
            self._status.tell("Nothing was exported")
            return
        try:
            written = open_document.export(path, self._pages.line_texts() if is_read else (), self._about())
        except InkError as error:
            self._status.warn(str(error))
            return
        more = f" and {len(written) - 1} more" if len(written) > 1 else ""
        if is_read and self._pages.trouble:
            self._status.warn(f"Wrote {written[0]}{more}, but without text: {self._pages.trouble}")
        else:
            self._status.tell(f"Wrote {written[0]}{more}")

    def _read(self) -> bool:
        """Reads what is not read as it is now; False where the person would not wait."""
        pages = self._pages
        pages.want(ME, all_pages=True)
        done = not pages.is_busy or self._dialogs.wait(
            "Export the document", lambda: pages.progress, pages.changed, lambda: not pages.is_busy
        )
        pages.want(ME, all_pages=None)
        return done

    def _about(self) -> About:
        """What the file tells of itself; its language is the person's, the likeliest that they write in."""
        title = self._open_document.suggestion("").name
        return About(title, self._settings.author, QLocale.system().bcp47Name())

    def _turn_text(self) -> None:
        self._settings.export_text = not self._settings.export_text

"""The pages' controls: the actions that there are something for, the page's number in the status line, the paper dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction

from inkapp.editor.open_document import OpenDocument
from inkapp.ui.chrome.dialogs import Dialogs
from inkapp.ui.chrome.status import Status
from inkapp.ui.flow.writing import Writing


class PageControls:
    """Between the pages of the open document and the widgets that turn, move and change them."""

    def __init__(self, open_document: OpenDocument, writing: Writing, dialogs: Dialogs, status: Status) -> None:
        self._open_document, self._writing = open_document, writing
        self._dialogs, self._status = dialogs, status

    def action_handlers(self) -> dict[str, Callable[[], object]]:
        """The handler of each action that concerns pages, by its name."""
        return {
            "next_page": lambda: self._writing.turn(1),
            "previous_page": lambda: self._writing.turn(-1),
            "add_page": self._writing.add_page,
            "delete_page": self._writing.delete_page,
            "page_earlier": lambda: self._writing.move_page(-1),
            "page_later": lambda: self._writing.move_page(1),
            "paper": self._choose_paper,
        }

    def follow(self, actions: Mapping[str, QAction]) -> None:
        """Shows where the page in sight stands among the others, and switches off what cannot be done there."""
        page, pages = self._open_document.page, len(self._open_document.document.pages)
        actions["previous_page"].setEnabled(page > 0)
        actions["page_earlier"].setEnabled(page > 0)
        actions["page_later"].setEnabled(page + 1 < pages)
        actions["delete_page"].setEnabled(pages > 1)
        self._status.set_page(f"page {page + 1} of {pages}" if pages > 1 else "")

    def _choose_paper(self) -> None:
        pages = self._open_document.document.pages
        chosen = self._dialogs.paper(pages[self._open_document.page], len(pages))
        if chosen is not None:
            self._writing.change_paper(chosen.paper, all_pages=chosen.all_pages)

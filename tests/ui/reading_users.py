"""A person at a window whose pages are read by a made-up reader, and who reads and searches them."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from inkapp.ink.document import Document, Page
from inkapp.ink.edits import AddPage
from inkapp.ui.reading.panel import TextPanel
from tests.ui.fakes import Clock, FakeBridge
from tests.ui.users import CTRL, KEY, User


class ReadingUser(User):
    """Ctrl+R opens the panel; what is to be read is read at once."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        bridge = FakeBridge()
        super().__init__(qtbot, folder, bridge, Clock())
        bridge.ready.emit("fake")

    @property
    def document(self) -> Document:
        return self.window.open_document.document

    def write(self, *pages: list[str], sure: float = 1.0) -> None:
        """Lines on pages, in place of what was there; the first page is in sight."""
        drawn = [self.reads.reader.page(*lines, sure=sure) for lines in pages]
        self.show(*drawn)

    def show(self, *pages: Page) -> None:
        desk = self.window.open_document
        desk.new()
        desk.add(pages[0].strokes)
        for number, page in enumerate(pages[1:], 1):
            desk.apply(AddPage(page, number))
        self.window.writing.show()

    def open(self) -> TextPanel:
        """The panel, once it is read."""
        self.key(KEY.Key_R, CTRL)
        panel = self.panel
        self.until(lambda: panel.is_live)
        self.read()
        return panel

    def read(self) -> None:
        """What is due is read."""
        if self.window.reading.pages.is_due:
            self.window.reading.pages.read_now()
        if self.window.reading.pages.is_busy:
            self.reads.tell()

    @property
    def panel(self) -> TextPanel:
        panel = self.window.inspector.docks.dock("read").widget()
        assert isinstance(panel, TextPanel)
        return panel

    @property
    def lines(self) -> list[str]:
        return self.panel.view.toPlainText().split("\n")

    @property
    def marked(self) -> tuple[int, int]:
        """How many words are marked, and how many framed."""
        highlights = self.window.canvas._layers.highlights
        return len(highlights._marked), len(highlights._framed)

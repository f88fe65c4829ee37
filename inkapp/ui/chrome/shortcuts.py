"""The sheet of shortcuts: every action of the table with its keys, as this system writes them."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inkapp.ui.chrome.actions import ACTIONS, DOCUMENT, GHOST, HELP, INSPECT, VIEW, WRITE, native

COLUMNS = (  # the first that the screen has room for
    ((GHOST, WRITE, HELP), (DOCUMENT, VIEW), (INSPECT,)),
    ((GHOST, WRITE, DOCUMENT), (VIEW, INSPECT, HELP)),
    ((GHOST, WRITE, DOCUMENT, VIEW, INSPECT, HELP),),
)
SCREEN_SHARE = 0.94  # of a screen, what the sheet may take
MARGINS = QMargins(26, 16, 26, 16)
POINTER = {  # group → rows of a modifier, what is done with the pointer, and what it does
    VIEW: (("Ctrl+", "wheel", "Zoom at the pointer"), ("", "Space or middle button, drag", "Move the page")),
    INSPECT: (("", "Right button", "Keep the point under the pointer"),),
}


class Shortcuts(QDialog):
    """A dialog without choices: the keys, and a button that closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setWindowTitle("Keyboard shortcuts")
        room = self.screen().availableSize() * SCREEN_SHARE
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        scrolls = QScrollArea(self)
        scrolls.setAccessibleName("Keys")
        scrolls.setFocus()  # so that arrows scroll
        scrolls.setFrameShape(QFrame.Shape.NoFrame)
        scrolls.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = scrolls.verticalScrollBar().sizeHint().width()
        scrolls.setWidgetResizable(True)
        for columns in COLUMNS:
            sheet = self._sheet(columns)
            scrolls.setWidget(sheet)  # in place of one that was too wide
            for label in sheet.findChildren(QLabel):
                label.ensurePolished()  # the fonts of the style sheet tell how large it is
            wide = sheet.sizeHint().width() + bar + MARGINS.left() + MARGINS.right()
            if wide <= room.width():
                break
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGINS)
        whole.setSpacing(16)
        whole.addWidget(scrolls)
        whole.addWidget(buttons)
        high = (
            sheet.sizeHint().height() + buttons.sizeHint().height() + MARGINS.top() + MARGINS.bottom() + whole.spacing()
        )
        self.resize(QSize(wide, high).boundedTo(room))

    def _sheet(self, columns_of: tuple[tuple[str, ...], ...]) -> QWidget:
        """The keys, in these columns of groups."""
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(36)
        for groups in columns_of:
            grid = QGridLayout()
            grid.setHorizontalSpacing(22)
            grid.setVerticalSpacing(7)
            for group in groups:
                self._row(grid, group, "group")
                for entry in ACTIONS:
                    if entry.group == group:
                        self._row(grid, entry.plain, "name", entry.shown_keys)
                for modifier, pointer, text in POINTER.get(group, ()):
                    self._row(grid, text, "name", f"{native(modifier) if modifier else ''}{pointer}")
            grid.setRowStretch(grid.rowCount(), 1)
            columns.addLayout(grid)
        return sheet

    @staticmethod
    def _row(grid: QGridLayout, text: str, part: str, keys: str = "") -> None:
        row = grid.rowCount()
        for column, (words, role) in enumerate(((text, part), (keys, "keys"))):
            if words:
                label = QLabel(words)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setProperty("part", role)
                label.setIndent(0)
                grid.addWidget(label, row, column)

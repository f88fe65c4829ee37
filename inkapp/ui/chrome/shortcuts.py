"""The sheet of shortcuts: every action of the table with its keys, as this system writes them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inkapp.ui.chrome.actions import ACTIONS, GHOST, HELP, INSPECT, PAGE, VIEW, WRITE, native

COLUMNS = ((GHOST, WRITE, HELP), (PAGE, VIEW), (INSPECT,))
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
        columns = QHBoxLayout()
        columns.setSpacing(44)
        for groups in COLUMNS:
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
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(26, 16, 26, 16)
        whole.setSpacing(16)
        whole.addLayout(columns)
        whole.addWidget(buttons)

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

"""The search bar over the page: what is looked for, which of how many places is shown, and the ways to the next and back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from inkapp.ui.chrome.controls import button
from inkapp.ui.chrome.icons import icon
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.handlers import guard_handlers

LONGEST = 200  # characters that are looked for
WIDEST = 420  # pixels of the field


@guard_handlers
class SearchBar(QFrame):
    """``next_action``, ``previous``: the window's. Signals: ``asked`` (what is looked for now), ``moved`` (+1, −1 places),
    ``closed``."""

    asked = Signal(str)
    moved = Signal(int)
    closed = Signal()

    def __init__(self, next_action: QAction, previous: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAccessibleName("Search bar")
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST)
        self.field.setMaximumWidth(WIDEST)
        self.field.setPlaceholderText("Words in the ink")
        self.field.setAccessibleName("Find in the ink")
        self.field.setAccessibleDescription(
            "A word, its beginning, or several; a letter may be wrong. Enter goes on, Shift and Enter back, Esc closes."
        )
        self.field.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setAccessibleName("Places found")
        self.buttons = button(previous), button(next_action)
        self.close_button = QToolButton()
        self.close_button.setObjectName("close_search_button")
        self.close_button.setAutoRaise(True)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.setAccessibleName("Close the search bar")
        self.close_button.setToolTip("Closes the search bar  (Esc)")
        self.close_button.clicked.connect(self.closed)
        label = QLabel("Find")
        label.setBuddy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(6)
        row.addWidget(label)
        row.addWidget(self.field, 2)
        for made in self.buttons:
            row.addWidget(made)
        row.addSpacing(6)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.field.textChanged.connect(self.asked)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for made, name in zip(self.buttons, ("back", "forward"), strict=True):
            made.defaultAction().setIcon(icon(name, theme.text))
        self.close_button.setIcon(icon("close", theme.text))

    def show_count(self, text: str) -> None:
        """Says how many places there are, and which is shown."""
        self.count.setText(text)

    def take_keys(self) -> None:
        """The field has the keys, and what is in it would be typed over."""
        self.field.setFocus()
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, with Shift back; a line of text passes its own on to here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.moved.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

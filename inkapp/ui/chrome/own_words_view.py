"""The preferences' list of the words that are known of a person, with a button that forgets them and brings them back."""

from __future__ import annotations

import textwrap

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inkapp.editor.own_words import OwnWords
from inkapp.ink.errors import FileError

LIST_PX = 150  # high
# In lines, for a form's row that wraps its words gets the height that it needs only alone
ABOUT = "{count}, the most frequent first. They are\nlikelier when the ink goes on, and never leave\nthis machine."
NONE = "None yet. What you accept of the ghost is likelier\nthe next time. It never leaves this machine."
FORGOTTEN = "Forgotten. They can be brought back until you\nclose this.\n"
WIDTH = 50  # characters of a line


class OwnWordsView(QWidget):
    """Signals: ``changed`` (the words were forgotten or brought back)."""

    changed = Signal()

    def __init__(self, own: OwnWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = own
        self._forgotten: tuple[str, ...] = ()
        self.about = QLabel()
        self.list = QTreeWidget()
        self.list.setAccessibleName("Words of yours")
        self.list.setFixedHeight(LIST_PX)
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._turn)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)  # its first line beside the label's
        column.setSpacing(8)
        column.addWidget(self.about)
        column.addWidget(self.list)
        column.addLayout(row)
        self.setFocusProxy(self.list)
        self.show_words()

    def show_words(self) -> None:
        """Shows the words that are known now."""
        words = self._own.words()
        self.list.clear()
        for word, times in words:
            item = QTreeWidgetItem([word, str(times)])
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.list.addTopLevelItem(item)
        self.list.setVisible(bool(words or self._forgotten))
        count = f"{len(words):,} word{'s' if len(words) > 1 else ''}"
        self.about.setText(ABOUT.format(count=count) if words else FORGOTTEN if self._forgotten else NONE)
        self.button.setText("&Bring them back" if self._forgotten else "&Forget them")
        self.button.setEnabled(bool(words or self._forgotten))

    @Slot()
    def _turn(self) -> None:
        try:
            if self._forgotten:
                self._own.add(*self._forgotten)
                self._forgotten = ()
            else:
                self._forgotten = self._own.forget()
        except FileError as error:
            self.show_words()
            self.about.setText(textwrap.fill(str(error), WIDTH))
            return
        self.show_words()
        self.changed.emit()

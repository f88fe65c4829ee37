"""The dialog that offers unsaved documents again, each with a picture of the page last written on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

PICTURE = QSize(300, 130)  # a picture's, in widget pixels


class RecoveryChoice(Enum):
    """What is to become of it."""

    RECOVER = "recover"
    DISCARD = "discard"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Offer:
    """A document that can be recovered. ``about``: one line or more below its title."""

    title: str
    about: str
    picture: QPixmap


class RecoveryDialog(QDialog):
    """After ``exec``, ``choice`` says what was chosen and ``index`` for which offer."""

    def __init__(self, offers: Sequence[Offer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Recover unsaved ink")
        self.choice = RecoveryChoice.LATER
        many = len(offers) > 1
        text = QLabel(
            f"<b>{'These documents were' if many else 'This document was'} not saved when Inkapp last ended.</b>"
        )
        note = QLabel(
            "Recovered ink is not in a file until you save it." + (" The others are offered again." if many else "")
        )
        note.setWordWrap(True)
        self._list = QListWidget()
        self._list.setAccessibleName("Unsaved documents")
        self._list.setIconSize(PICTURE)
        self._list.setSpacing(6)
        self._list.setWordWrap(True)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for offer in offers:
            icon = QIcon(offer.picture)
            icon.addPixmap(offer.picture, QIcon.Mode.Selected)  # else it is tinted
            QListWidgetItem(icon, f"{offer.title}\n{offer.about}", self._list)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(lambda: self._choose(RecoveryChoice.RECOVER))
        row = QHBoxLayout()
        discard = QPushButton("&Discard…")
        later = QPushButton("&Later")
        recover = QPushButton("&Recover")
        recover.setDefault(True)
        row.addWidget(discard)
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(recover)
        discard.clicked.connect(self._discard)
        later.clicked.connect(self.reject)
        recover.clicked.connect(lambda: self._choose(RecoveryChoice.RECOVER))
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(12)
        column.addWidget(text)
        column.addWidget(self._list, 1)
        column.addWidget(note)
        column.addLayout(row)
        self.resize(QSize(640, 300 if not many else 460).boundedTo(self.screen().availableSize()))
        self._list.setFocus()

    @property
    def index(self) -> int:
        """The offer that is marked."""
        return self._list.currentRow()

    def _choose(self, choice: RecoveryChoice) -> None:
        self.choice = choice
        self.accept()

    def _discard(self) -> None:
        """Once more: nothing brings it back."""
        title = self._list.currentItem().text().partition("\n")[0]
        buttons = QMessageBox.StandardButton
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Discard")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"Discard “{title}” for good?")
        box.setStandardButtons(buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Cancel)
        if box.exec() == buttons.Discard:
            self._choose(RecoveryChoice.DISCARD)

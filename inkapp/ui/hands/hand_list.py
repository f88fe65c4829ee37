"""The list of hands: each with its name, which is edited in place, a word about it, and a picture of its ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from inkapp.ink.document import Page
from inkapp.ink.hand import LONGEST_NAME
from inkapp.ui.chrome.theme import LIGHT
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.hands.picture import hand_picture

PICTURE_PX = 44
PAD_PX = 8
CHOSEN = 0.22  # of the accent, behind the hand in use
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """A hand in the list. ``key``: by which it is chosen; None for a heading. ``about``: at the right of its name.

    ``page``: its ink; None where there is none, and then ``lack`` says why. ``is_kept``: it can be renamed and deleted.
    """

    name: str
    key: str | None = None
    about: str = ""
    page: Page | None = None
    lack: str = ""
    is_kept: bool = False


@guard_handlers
class HandList(QListWidget):
    """The current row is the hand in use.

    Signals: ``chosen`` (key), ``renamed`` (key, what was typed), ``delete_wanted``, ``not_kept`` (what is to be renamed or
    deleted cannot be).
    """

    chosen = Signal(str)
    renamed = Signal(str, str)
    delete_wanted = Signal()
    not_kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self._rows: tuple[Row, ...] = ()
        self._waiting: tuple[tuple[Row, ...], str] | None = None  # to be shown when a name is typed to its end
        self._pictures: dict[str, tuple[Page, int, tuple[str, float], QPixmap]] = {}  # what each was made of, and for
        self.setAccessibleName("Hands")
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.currentRowChanged.connect(self._chosen)
        self.itemChanged.connect(self._edited)

    @property
    def current(self) -> Row | None:
        """The hand in use."""
        number = self.currentRow()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def set_rows(self, rows: Sequence[Row], key: str) -> None:
        """Shows these, ``key`` being in use; while a name is being typed, when that is done."""
        if self.state() == QAbstractItemView.State.EditingState:
            self._waiting = tuple(rows), key
            return
        self._waiting = None
        is_same = [(row.key, row.name, row.is_kept) for row in rows] == [
            (row.key, row.name, row.is_kept) for row in self._rows
        ]
        with QSignalBlocker(self):
            if not is_same:  # else nothing is scrolled
                self.clear()  # lays out the earlier items once more if that was still to be done: their rows are still needed
            self._rows = tuple(rows)
            if not is_same:
                for row in rows:
                    enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                    editable = Qt.ItemFlag.ItemIsEditable if row.is_kept else Qt.ItemFlag.NoItemFlags
                    item = QListWidgetItem(row.name, self)
                    item.setFlags(Qt.ItemFlag.NoItemFlags if row.key is None else enabled | editable)
            for number, row in enumerate(rows):
                item = self.item(number)
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, row.lack or row.about)
                item.setToolTip(row.lack)
            used = next((number for number, row in enumerate(rows) if row.key == key), 0)
            if used != self.currentRow():
                self.setCurrentRow(used)
        self._pictures = {row.key: self._pictures[row.key] for row in rows if row.key in self._pictures}
        self.viewport().update()

    def edit_name(self) -> None:
        """Begins to edit the current name."""
        if self.currentItem() is not None:
            self.editItem(self.currentItem())

    def row_at(self, number: int) -> Row:
        """The hand of a row."""
        return self._rows[number]

    def picture(self, row: Row, width: int) -> QPixmap:
        """Of a hand with ink; made anew where its ink, the width, the theme or the screen is another."""
        assert row.page is not None and row.key is not None
        ratio = self.devicePixelRatioF()
        known = self._pictures.get(row.key)
        if known is None or known[0] is not row.page or known[1:3] != (width, (self.theme.name, ratio)):
            picture = hand_picture(row.page, self.theme, width, PICTURE_PX, ratio)
            known = self._pictures[row.key] = row.page, width, (self.theme.name, ratio), picture
        return known[3]

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        """A name was typed, or not: shows what came meanwhile."""
        super().closeEditor(editor, hint)
        QTimer.singleShot(0, self, self._show_waiting)

    def _show_waiting(self) -> None:
        if self._waiting is not None:
            self.set_rows(*self._waiting)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hand in use stays in sight."""
        super().resizeEvent(event)
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete deletes; F2, the system's key for it or a double click edits the name."""
        changes = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2) and not event.modifiers()
        if changes and self.current is not None and not self.current.is_kept:
            self.not_kept.emit()
        elif changes and event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _chosen(self, number: int) -> None:
        if 0 <= number < len(self._rows) and (key := self._rows[number].key) is not None:
            self.chosen.emit(key)

    def _edited(self, item: QListWidgetItem) -> None:
        row = self._rows[self.row(item)]
        if row.key is not None and item.text() != row.name:
            self.renamed.emit(row.key, item.text())


@guard_handlers
class _Delegate(QStyledItemDelegate):
    """Paints a row: its name, what is said about it, and its picture below them."""

    def __init__(self, shown: HandList) -> None:
        super().__init__(shown)
        self._list = shown

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        is_heading = self._list.row_at(index.row()).key is None
        return QSize(80, line + (2 * PAD_PX if is_heading else PICTURE_PX + 3 * PAD_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, theme = self._list.row_at(index.row()), self._list.theme
        rect: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            tint = QColor(theme.accent)
            tint.setAlphaF(CHOSEN)
            painter.fillRect(rect, tint)
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.accent)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.accent)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        name, room = self._line(rect), rect.adjusted(PAD_PX + 3, 0, -PAD_PX, 0)
        metrics = painter.fontMetrics()
        about = metrics.elidedText(row.about, Qt.TextElideMode.ElideRight, name.width() // 2)
        wide = metrics.horizontalAdvance(about)
        painter.setPen(theme.muted)
        painter.drawText(name, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, about)
        painter.setPen(theme.muted if row.key is None else theme.text)
        shown = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, name.width() - wide - PAD_PX)
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        below = QRect(room.left(), name.bottom() + PAD_PX // 2, room.width(), PICTURE_PX)
        if row.page is not None and room.width() > 0:
            painter.drawPixmap(below.topLeft(), self._list.picture(row, room.width()))
        elif row.lack:
            painter.setPen(theme.muted)
            painter.drawText(below, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, row.lack)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line for the name."""
        made = super().createEditor(parent, option, index)
        made.setAccessibleName(f"Name of the hand, at most {LONGEST_NAME} letters")
        return made

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._line(option.rect)
        editor.setGeometry(line.adjusted(-PAD_PX // 2, -PAD_PX // 2, 0, PAD_PX // 2))

    def _line(self, rect: QRect) -> QRect:
        """Where the name stands."""
        line = self._list.fontMetrics().height()
        return QRect(rect.left() + PAD_PX + 3, rect.top() + PAD_PX, rect.width() - 2 * PAD_PX - 3, line)

"""The card as one fills it in: the ordinary canvas over pages of printed boxes.

What stands in the boxes is kept with the hand as soon as the pen rests, so that nothing is lost with the dialog; undo takes
it back.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inkapp.editor.hands import Hands, Kept
from inkapp.editor.open_card import OpenCard
from inkapp.ink.document import Stroke
from inkapp.ink.errors import InkError
from inkapp.live.hand_ink import hand_ink
from inkapp.ui.canvas.canvas import Canvas, Tool
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.chrome.icons import icon
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.handlers import guard_handlers

REST_MS = 800  # of the pen, before what is new is kept
X_HEIGHT_MM = 4.0  # for a hand whose ink does not say
SIZE = QSize(940, 720)
HINT = "Write each sign into its box, on the lower line. Boxes may stay empty; you can go on another time."


class _CardCanvas(Canvas):
    """Here is no ghost that Tab could take."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab leads on."""
        return QWidget.focusNextPrevChild(self, forward)


@guard_handlers
class CardDialog(QDialog):
    """For a kept hand."""

    def __init__(self, kept: Kept, hands: Hands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path, self._hands, self._theme = kept.path, hands, theme
        self._signs = dict(kept.hand.signs)  # those that the card showed when it was last kept
        ink = hand_ink(kept.hand.page, own=False)
        self.card = OpenCard(self._signs, ink.x_height if ink.lines else X_HEIGHT_MM)
        self._is_told = False  # that what was written could not be kept
        self.setObjectName("card")
        self.setWindowTitle(f"A card for “{kept.hand.name}”")
        self.canvas = _CardCanvas(GhostPlayer(), theme)
        self.canvas.setAccessibleName("Card")
        self.pages = QComboBox()
        self.pages.setAccessibleName("Page of the card")
        self.pages.setMinimumHeight(28)
        self.pages.addItems([""] * len(self.card.pages))
        self.line = QLabel()
        self.line.setWordWrap(True)
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setAccessibleName("Status")
        self.finish = QPushButton("&Done")
        self.finish.setDefault(True)
        self.finish.clicked.connect(self.reject)
        self.undo = self._action("Undo", "undo", ("Ctrl+Z",), self._undo)
        self.redo = self._action("Redo", "redo", ("Ctrl+Shift+Z", "Ctrl+Y"), self._redo)
        self.pen = self._action("Pen", "pen", ("B",), lambda: self._take(Tool.PEN))
        self.eraser = self._action("Eraser", "eraser", ("E",), lambda: self._take(Tool.ERASER))
        back = self._action("Page before", "back", ("Ctrl+PgUp",), lambda: self._turn(-1))
        on = self._action("Next page", "forward", ("Ctrl+PgDown",), lambda: self._turn(1))
        for tool in (self.pen, self.eraser):
            tool.setCheckable(True)
        self.pen.setChecked(True)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._button(back))
        row.addWidget(self.pages, 1)
        row.addWidget(self._button(on))
        row.addSpacing(12)
        for action in (self.pen, self.eraser, self.undo, self.redo):
            row.addWidget(self._button(action))
        below = QHBoxLayout()
        below.addWidget(self.line, 1)
        below.addWidget(self.finish)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 10, 10, 10)
        whole.addLayout(row)
        whole.addWidget(self.canvas, 1)
        whole.addLayout(below)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.keep)
        self.pages.activated.connect(self._turn_to)
        self.canvas.pen_tool.stroke_ended.connect(self._write)
        self.canvas.pen_tool.strokes_erased.connect(self._erase)
        self.resize(SIZE.boundedTo(self.screen().availableSize() - QSize(16, 64)))
        self._show()
        self.canvas.setFocus()

    @Slot()
    def keep(self) -> bool:
        """Keeps what is new with the hand; False, and a line of why, where that failed."""
        if self.canvas.is_held:
            self._rest.start()
            return False
        changes = self.card.changes(self._signs)
        if changes:
            try:
                self._hands.set_signs(self._path, changes)
            except InkError as error:
                self._say(f"Not kept: {error}", "trouble")
                return False
            self._signs = self.card.signs()  # not the file's: what another window adds is not ours to take
        self._is_told = False
        return True

    def reject(self) -> None:
        """Closes it, as Esc and the window's button do, with what is new kept. Where that fails it says so and stays; closed
        once more, it goes."""
        self.canvas.let_go()
        if self.keep() or self._is_told:
            super().reject()
            return
        self._is_told = True
        self._say(f"{self.line.text()}. Closed now, what was written last is lost", "trouble")

    def _show(self) -> None:
        """Shows the card as it is now."""
        card = self.card
        page = card.pages[card.page]
        self.canvas.set_boxes(page.boxes)
        self.canvas.set_document(card.document, card.page)
        self.canvas.setAccessibleDescription(f"Boxes to write in, for {' '.join(box.sign for box in page.boxes)}")
        for number, other in enumerate(card.pages):
            self.pages.setItemText(number, f"{other.title}: {card.filled(number)} of {len(other.boxes)}")
        self.pages.setCurrentIndex(card.page)
        self.undo.setEnabled(card.can_undo)
        self.redo.setEnabled(card.can_redo)
        outside = card.outside(card.page)
        many = f"{outside} strokes lie" if outside > 1 else "A stroke lies"
        self._say(f"{many} in no box, and will not be kept" if outside else HINT, "trouble" if outside else "quiet")

    def _say(self, text: str, tone: str) -> None:
        self.line.setText(text)
        self.line.setProperty("tone", tone)
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)

    def _changed(self) -> None:
        self._show()
        self._rest.start()

    @Slot(object)
    def _write(self, stroke: Stroke) -> None:
        self.card.write(stroke)
        self._changed()

    @Slot(object)
    def _erase(self, indices: tuple[int, ...]) -> None:
        self.card.erase(indices)
        self._changed()

    def _undo(self) -> None:
        self.canvas.let_go()
        self.card.undo()
        self._changed()

    def _redo(self) -> None:
        self.canvas.let_go()
        self.card.redo()
        self._changed()

    def _take(self, tool: Tool) -> None:
        self.canvas.set_tool(tool)
        self.pen.setChecked(tool is Tool.PEN)
        self.eraser.setChecked(tool is Tool.ERASER)

    def _turn(self, by: int) -> None:
        self._turn_to(min(max(self.card.page + by, 0), len(self.card.pages) - 1))

    @Slot(int)
    def _turn_to(self, page: int) -> None:
        self.canvas.let_go()
        if page != self.card.page:
            self.card.page = page
            self.canvas.show_top()
            self._show()
        self.canvas.setFocus()

    def _action(self, text: str, drawing: str, keys: tuple[str, ...], act: Callable[[], None]) -> QAction:
        made = QAction(icon(drawing, self._theme.text, self._theme.accent), text, self)
        made.setShortcuts([QKeySequence(key) for key in keys])
        made.setToolTip(f"{text}  ({made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        made.triggered.connect(lambda: act())
        self.addAction(made)
        return made

    def _button(self, action: QAction) -> QToolButton:
        made = QToolButton()
        made.setDefaultAction(action)
        made.setAutoRaise(True)
        made.setIconSize(QSize(20, 20))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleName(action.text())
        return made

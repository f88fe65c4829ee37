"""The field in which a text is typed, on the page where it is to stand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from inkapp.ink.typed_text import LONGEST_TEXT
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.handlers import guard_handlers

LETTERS = 0.42  # height of the letters, as a share of the lines' distance on paper …
SMALLEST_PX, LARGEST_PX = 13, 40  # … within what can be read and typed in
NARROWEST_PX = 220
HIGHEST = 0.6  # of the canvas
MARGIN_PX = 8
KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


@guard_handlers
class TextField(QPlainTextEdit):
    """Lies over the canvas and follows its page. Enter is told; Shift+Enter begins another line.

    Signals: ``entered`` (Enter), ``left`` (Esc), ``shortened`` (how many characters of what was pasted had no room),
    ``tabbed`` (Tab, or False for Shift+Tab).
    """

    entered = Signal()
    left = Signal()
    shortened = Signal(int)
    tabbed = Signal(bool)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._place = (0.0, 0.0)
        self.setObjectName("text_field")
        self.setAccessibleName("Text to be written")
        self.setAccessibleDescription(
            "Enter writes it on the page, Shift+Enter begins another line, Esc closes the field"
        )
        self.setPlaceholderText("Type; Enter writes it")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursorWidth(2)
        self.document().setDocumentMargin(MARGIN_PX)
        self.hide()
        self.textChanged.connect(self._grow)
        canvas.view_moved.connect(self.follow)

    @property
    def text(self) -> str:
        """What was typed; the kinds of spaces are kept."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    @property
    def place(self) -> tuple[float, float]:
        """The left end of the text's first baseline, page mm."""
        return self._place

    def open_at(self, x: float, y: float, text: str) -> None:
        """Shows the field there, with a text to begin with."""
        self.setPlainText(text)
        self.move_to(x, y)
        self.show()
        self.follow()
        self.bring_into_view()
        self.setFocus()
        self.moveCursor(QTextCursor.MoveOperation.End)

    def move_to(self, x: float, y: float) -> None:
        """The text is to stand elsewhere, page mm."""
        self._place = x, y
        self.follow()

    @Slot()
    def follow(self) -> None:
        """As large as the text, over its place on the page, at the page's zoom."""
        if self.isHidden():
            return
        canvas, page, view = self._canvas, self._canvas.page, self._canvas.view
        font = self.font()
        font.setPixelSize(round(min(max(LETTERS * page.rule_spacing * view.scale, SMALLEST_PX), LARGEST_PX)))
        if font != self.font():
            self.setFont(font)
            self.viewport().setFont(font)  # the placeholder is painted in it
        left, baseline = view.to_widget(*self._place)
        right = view.to_widget(page.width - page.margin, 0.0)[0] + MARGIN_PX
        left -= MARGIN_PX
        # as wide as the text's lines, but never beyond what is seen where that can be helped
        width = max(min(right, canvas.width()) - left, NARROWEST_PX)
        self.resize(round(width), self.height())
        lines = self.document().size().height()
        metrics = self.fontMetrics()
        height = min(lines * metrics.lineSpacing(), HIGHEST * canvas.height()) + 2 * MARGIN_PX
        top = baseline - metrics.ascent() - MARGIN_PX
        self.setGeometry(QRect(round(left), round(top), round(width), round(height)))
        fits = lines * metrics.lineSpacing() <= HIGHEST * canvas.height()
        wanted = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if wanted != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(wanted)

    def event(self, event: QEvent) -> bool:
        """Its own keys are not the window's, whose actions have some of them, too."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.insertPlainText("\n")
            self.ensureCursorVisible()
        else:
            self.entered.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab leads to the controls, not to what lies next on the canvas."""
        self.tabbed.emit(forward)
        return True

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pastes plain text, as much as may be written at once."""
        text = source.text()
        room = LONGEST_TEXT - len(self.text) + len(self.textCursor().selectedText())
        if source.hasText():
            self.insertPlainText(text[: max(room, 0)])
            self.ensureCursorVisible()
        if len(text) > max(room, 0):
            self.shortened.emit(len(text) - max(room, 0))

    def sizeHint(self) -> QSize:
        return QSize(NARROWEST_PX, 2 * MARGIN_PX + self.fontMetrics().lineSpacing())

    @Slot()
    def _grow(self) -> None:
        """The text is another one."""
        if self.isVisible():
            self.follow()
            self.bring_into_view()

    def bring_into_view(self) -> None:
        """Moves the page until the field is seen."""
        canvas, where = self._canvas, self.geometry()
        down = max(where.bottom() + MARGIN_PX - canvas.height(), 0) or min(where.top() - MARGIN_PX, 0)
        across = max(where.left() + NARROWEST_PX - canvas.width(), 0) or min(where.left() - MARGIN_PX, 0)
        if down or across:
            canvas.scroll_by(across, down)

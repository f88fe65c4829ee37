"""The status line: one hint at the left, page and pen at the right; news and trouble replace the hint for a while."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from inkapp.ui.handlers import guard_handlers

NEWS_MS, TROUBLE_MS = 5_000, 12_000
UNKEPT = "Not safe from a crash: save"


@guard_handlers
class Status(QFrame):
    """``set_hint`` is shown when there is nothing else; ``tell`` and ``warn`` show a line for some seconds, ``note`` one until
    ``hush``, and ``set_unkept`` a sign for as long as it is true."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._hint, self._tone = "", "quiet"
        self._news = ""
        self._full = ""
        self._line = QLabel()
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._line.setAccessibleName("Status")
        self._unkept = QLabel(UNKEPT)
        self._unkept.setAccessibleName(UNKEPT)
        self._unkept.setProperty("tone", "trouble")
        self._unkept.hide()
        self._pen = QLabel()
        self._pen.setAccessibleName("What the pen sends")
        self._page = QLabel()
        self._page.setAccessibleName("Page")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(18)
        row.addWidget(self._line, 1)
        row.addWidget(self._unkept)
        row.addWidget(self._page)
        row.addWidget(self._pen)
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self.hush)

    @property
    def text(self) -> str:
        """What stands at the left, whole, even where there is no room for all of it."""
        return self._full

    def set_hint(self, text: str, *, ghost: bool = False) -> None:
        """What stands there from now on; ``ghost``: a thing to be done now, so a little clearer."""
        self._hint, self._tone = text, "ghost" if ghost else "quiet"
        self._show()

    def tell(self, text: str) -> None:
        """News, for a short while."""
        self._speak(text, "ghost", NEWS_MS)

    def note(self, text: str) -> None:
        """News that take a while to read: they stay until something else is done."""
        self._speak(text, "ghost", None)

    def warn(self, text: str) -> None:
        """Trouble, for a longer while."""
        self._speak(text, "trouble", TROUBLE_MS)

    def hush(self) -> None:
        """News and trouble are over."""
        self._over.stop()
        self._news = ""
        self._show()

    def set_unkept(self, why: str) -> None:
        """Unsaved ink would not outlive a crash: told as trouble, and a sign stays after it; "" where it would again."""
        if why:
            self.warn(why)
        elif self._news == self._unkept.toolTip():
            self.hush()
        self._unkept.setToolTip(why)
        self._unkept.setAccessibleDescription(why)
        self._unkept.setVisible(bool(why))

    def set_pen(self, text: str) -> None:
        """What the device sends."""
        self._pen.setText(text)

    def set_page(self, text: str) -> None:
        """Which page is in sight, where there are several."""
        self._page.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _speak(self, text: str, tone: str, for_ms: int | None) -> None:
        self._news, self._news_tone = text, tone
        self._show()
        if for_ms is None:
            self._over.stop()
        else:
            self._over.start(for_ms)

    def _show(self) -> None:
        text, tone = (self._news, self._news_tone) if self._news else (self._hint, self._tone)
        self._full = text
        self._line.setToolTip(text)
        self._line.setAccessibleDescription(text)
        if self._line.property("tone") != tone:
            self._line.setProperty("tone", tone)
            self._line.style().unpolish(self._line)
            self._line.style().polish(self._line)
        self._fit()

    def _fit(self) -> None:
        """One line always: what has no room is cut in the middle, where a long path can best be spared."""
        room = max(self._line.width(), 40)
        self._line.setText(self._line.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideMiddle, room))

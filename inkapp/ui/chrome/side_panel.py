"""A panel of words and buttons that docks at the page's side: what those of the hands and of the text have alike."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from inkapp.inspect.panel_list import PanelKind
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.handlers import guard_handlers


@guard_handlers
class SidePanel(QWidget):
    """``about``: what it is for, shown where the panel is at least ``low_px`` high; below that its room is for the rest.

    A subclass fills it (``fill``), and says what it does when it comes into sight (``wake``) and goes (``rest``).
    """

    def __init__(
        self, kind: PanelKind, about: str, low_px: int, theme: Callable[[], Theme], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind, self._low_px, self._theme = kind, low_px, theme
        self.is_live = False
        self.setObjectName("panel")
        self.setAccessibleName(self.title)
        self._heading = self.words("about", about)

    @property
    def title(self) -> str:
        """Of its dock."""
        return self._kind.title

    def words(self, part: str, text: str = "") -> QLabel:
        """Plain words in as many lines as they need; ``part``: "about" or "note", how they look."""
        made = QLabel(text)
        made.setProperty("part", part)
        made.setWordWrap(True)
        made.setTextFormat(Qt.TextFormat.PlainText)
        return made

    def button(self, text: str, tip: str, act: Callable[[], object]) -> QPushButton:
        """A button for one of its actions."""
        made = QPushButton(text)
        made.setToolTip(tip)
        made.setAccessibleName(text.replace("&", "").removesuffix("…"))
        made.setAutoDefault(True)  # Return presses the one that has the focus
        made.clicked.connect(lambda: act())
        return made

    def fill(
        self, middle: QWidget, *, above: tuple[QWidget, ...] = (), below: tuple[QWidget, ...], foot: QLayout
    ) -> None:
        """Puts what it shows under its heading; ``middle`` has what room there is."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 6, 10, 8)
        whole.setSpacing(6)
        for widget in (self._heading, *above, middle, *below):
            whole.addWidget(widget, 1 if widget is middle else 0)
        whole.addLayout(foot)

    def wake(self) -> None:
        """It comes into sight."""

    def rest(self) -> None:
        """It is seen no more."""

    def dress(self, theme: Theme) -> None:
        """Other colours."""

    def set_live(self, live: bool) -> None:
        """Whether it is seen."""
        if live == self.is_live:
            return
        self.is_live = live
        if live:
            self.wake()
        else:
            self.rest()

    def sizeHint(self) -> QSize:
        return QSize(340, 420)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves what it shows what room there is."""
        super().resizeEvent(event)
        self._heading.setVisible(self.height() >= self._low_px)

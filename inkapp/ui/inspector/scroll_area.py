"""A scroll area for a picture: as large as there is room, scrolled where the picture would have to be lower than it can be.

Qt's own resizable area asks a content whose height depends on its width for the height it would like, and so would scroll
wherever a picture has a few words under it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from inkapp.ui.handlers import guard_handlers

GAP = 4  # pixels between the content and its scroll bar


@guard_handlers
class ScrollArea(QScrollArea):
    """``content``: has a layout."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = content
        self.setWidget(content)
        content.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 60)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The content's own wishes have changed."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self._content:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        content, room = self._content, self.maximumViewportSize()
        layout = content.layout()
        if layout is None:
            return
        wide = room.width()
        low = _lowest(layout, wide)
        if low > room.height():
            wide -= self.verticalScrollBar().sizeHint().width() + GAP
            low = _lowest(layout, wide)
        content.resize(wide, max(low, room.height()))


def _lowest(layout: QLayout, wide: int) -> int:
    """How low what is laid out may become at a width, in pixels."""
    least = layout.minimumSize().height()
    return max(layout.minimumHeightForWidth(wide), least) if layout.hasHeightForWidth() else least

"""The tour: ``inspect/story`` a chapter at a time beside the page, each opening the panel it is about."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inkapp.inspect.story import STORY, Chapter
from inkapp.ui.chrome.actions import native
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.inspector.docks import fit_to_platform, give_width

WIDTH = 290  # pixels, at first
KEYS = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Escape)


@guard_handlers
class TourPage(QWidget):
    """A chapter as shown: title, paragraphs, what to do, and how to go on.

    Signals: ``turned`` (by how many chapters), ``ink_wanted`` (the example is asked for), ``left`` (by key).
    """

    turned = Signal(int)
    ink_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAccessibleName("How it works")
        self._count, self._title, self._words, self._task = (QLabel() for _ in range(4))
        for label, part in (
            (self._count, "about"),
            (self._title, "title"),
            (self._words, "words"),
            (self._task, "task"),
        ):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("part", part)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.offer = QPushButton("Put the &example on the page")
        self.offer.clicked.connect(self.ink_wanted)
        self.back = QPushButton("&Back")
        self.on = QPushButton("&Next")
        for pressed in (self.offer, self.back, self.on):
            pressed.setAutoDefault(True)  # Return presses the one that has the focus
        self.back.clicked.connect(lambda: self.turned.emit(-1))
        self.on.clicked.connect(lambda: self.turned.emit(1))
        text = QWidget()
        column = QVBoxLayout(text)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(9)
        for widget in (self._count, self._title, self._words, self._task, self.offer):
            column.addWidget(widget)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(text)
        turn = QHBoxLayout()
        turn.addWidget(self.back)
        turn.addStretch(1)
        turn.addWidget(self.on)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 8, 8, 10)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(turn)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 420)

    def show_chapter(self, number: int, chapter: Chapter, *, empty: bool) -> None:
        """``empty``: there is no ink on the page, so some is offered."""
        self._count.setText(f"{number + 1} of {len(STORY)}")
        self._title.setText(chapter.title)
        self._words.setText("\n\n".join(chapter.words))
        self._task.setText(chapter.deed.replace("Alt+", native("Alt+")))
        self.back.setEnabled(number > 0)
        self.on.setText("&Next" if number + 1 < len(STORY) else "&Done")
        self.set_empty(empty)
        self._scroll.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(" ".join((chapter.title, *chapter.words, chapter.deed)))

    def set_empty(self, empty: bool) -> None:
        """Whether ink is offered."""
        self.offer.setVisible(empty)

    def event(self, event: QEvent) -> bool:
        """Its keys are its own while the focus is here, whatever the window does with them."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Down and Up turn; Esc leaves."""
        match event.key():
            case Qt.Key.Key_PageDown:
                self.turned.emit(1)
            case Qt.Key.Key_PageUp:
                self.turned.emit(-1)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)


@guard_handlers
class Tour(QObject):
    """The dock and the chapter in it; the tour is taken up again where it was left.

    Signals: ``panel_wanted`` (name of the panel a chapter talks about), ``ink_wanted`` (there is none to look at),
    ``shown`` (whether the tour is open), ``left`` (by key or by its last button: the page wants the focus), ``ended`` (by its
    last button: what it opened is wanted no more).
    """

    panel_wanted = Signal(str)
    ink_wanted = Signal()
    shown = Signal(bool)
    left = Signal()
    ended = Signal()

    def __init__(self, dock_area: QMainWindow, settings: Settings) -> None:
        super().__init__(dock_area)
        self._dock_area, self._settings = dock_area, settings
        self._dock: QDockWidget | None = None
        self._page: TourPage | None = None
        self._empty = True

    @property
    def number(self) -> int:
        """The chapter, from 0."""
        return min(max(self._settings.tour, 0), len(STORY) - 1)

    @property
    def is_open(self) -> bool:
        return self._dock is not None and not self._dock.isHidden()

    @property
    def page(self) -> TourPage | None:
        """What is read; None before the tour was first opened."""
        return self._page

    @Slot()
    def toggle(self) -> None:
        """Opens the tour where it was left, or closes it."""
        if self.is_open:
            self.leave()
            return
        is_new = self._dock is None
        if is_new:
            self._make()
        assert self._dock is not None and self._page is not None
        self._dock.show()
        give_width(self._dock_area, self._dock, WIDTH if is_new else self._dock.width())
        self._dock.raise_()
        self._show()
        self._page.on.setFocus()
        self.shown.emit(True)

    @Slot()
    def leave(self) -> None:
        """Closes it; the panels stay."""
        if self._dock is not None:
            self._dock.close()

    def set_empty(self, empty: bool) -> None:
        """Whether the page has no ink to look at."""
        self._empty = empty
        if self._page is not None:
            self._page.set_empty(empty)

    @Slot(int)
    def turn(self, by: int) -> None:
        """On or back; after the last chapter the tour is over, and begins anew when it is next opened."""
        number = self.number + by
        if number >= len(STORY):
            self._settings.tour = 0
            self.leave()
            self.ended.emit()
        elif number >= 0:
            self._settings.tour = number
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The dock's own cross closes it, too."""
        if watched is self._dock and event.type() is QEvent.Type.Close:
            self.shown.emit(False)
            self.left.emit()
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        if self._page is None:
            return
        chapter = STORY[self.number]
        self._page.show_chapter(self.number, chapter, empty=self._empty)
        if chapter.panel:
            self.panel_wanted.emit(chapter.panel)

    def _make(self) -> None:
        self._page = page = TourPage()
        page.turned.connect(self.turn)
        page.left.connect(self.leave)
        page.ink_wanted.connect(self.ink_wanted)
        self._dock = dock = QDockWidget("How it works", self._dock_area)
        dock.setObjectName("dock_tour")
        dock.setAccessibleName("How it works")
        dock.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        fit_to_platform(dock)
        dock.setWidget(page)
        dock.installEventFilter(self)
        self._dock_area.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)

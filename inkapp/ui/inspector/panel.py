"""What all panels have in common: a line that says what is seen, an export, words where there is no picture, rest unseen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from inkapp.ink.atomic_files import replace_bytes
from inkapp.ink.errors import InkError
from inkapp.inspect.page import InkLine, PageReading
from inkapp.inspect.panel_list import PANELS
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.scroll_area import ScrollArea
from inkapp.ui.inspector.selection import Spot

LITTLE = "Write a little more: a dot does not say how large or how level the writing is."
LOADING = "The network is still loading."


def stack_if_narrow(row: QBoxLayout, room: int) -> None:
    """Lays out a row side by side where its parts have as much room as they like, else under one another."""
    sizes = [item.sizeHint().width() for n in range(row.count()) if (item := row.itemAt(n)) is not None]
    fits = sum(sizes) + row.spacing() * (len(sizes) - 1) <= room
    row.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)


@guard_handlers
class Panel(QWidget):
    """A subclass puts its widgets into ``column`` and overrides ``follow``, ``visit`` and ``dress``.

    ``tools``: a row of controls above the picture, beside the export. ``name``: in settings and requests.
    ``about``: one line above the picture. ``fills``: what will be seen where there is ink, after "Write a word or two: ".
    """

    name: ClassVar[str]
    about: ClassVar[str] = ""
    fills: ClassVar[str]

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.is_live = False
        self._turn = QTimer(self)  # panels take turns, so that the pen's events come between them
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._catch_up)
        self._reread = False
        self.setObjectName("panel")
        self.setAccessibleName(self.title)
        self.heading = QLabel(self.about)
        self.heading.setWordWrap(True)
        self.heading.setProperty("part", "about")
        self.tools = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.tools.setSpacing(6)
        self.export = QPushButton("Export…")
        self.export.setProperty("part", "small")
        self.export.setAccessibleName(f"Export {self.title}")
        self.export.setToolTip("Keeps this picture as an SVG file")
        self.export.clicked.connect(self._export)
        body = QWidget()
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(5)
        self._lack = QLabel(self._empty)
        self._lack.setWordWrap(True)
        self._lack.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lack.setProperty("part", "lack")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._lack)
        self._stack.addWidget(ScrollArea(body))
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(10, 6, 10, 8)
        self.whole.setSpacing(5)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(6)
        self._top.addLayout(self.tools, 1)
        self._top.addWidget(self.export, 0, Qt.AlignmentFlag.AlignRight)
        self.whole.addWidget(self.heading)
        self.whole.addLayout(self._top)
        self.whole.addWidget(self._stack, 1)

    def sizeHint(self) -> QSize:
        return QSize(420, 420)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 120)

    @property
    def room(self) -> int:
        """How wide its widgets may be, pixels."""
        margins = self.whole.contentsMargins()
        return self.width() - margins.left() - margins.right()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts controls that have no room side by side under one another."""
        super().resizeEvent(event)
        stack_if_narrow(self.tools, self.room)
        stack_if_narrow(self._top, self.room)

    @property
    def title(self) -> str:
        """Of its dock."""
        return PANELS[self.name].title

    # -- for subclasses ----------------------------------------------------------------------------------------

    def follow(self, reading: PageReading) -> None:
        """The page was read again, or the panel is seen again. There is at least one point."""

    def visit(self, line: InkLine, spot: Spot) -> None:
        """Another point is selected, or the same one means something else."""

    def dress(self, theme: Theme) -> None:
        """Other colours."""

    def rest(self) -> None:
        """The panel is not seen any more; its marks on the page are gone."""

    def done(self, name: str, result: object) -> None:
        """What was asked of the worker under ``name``, which begins with the panel's own."""

    def failed(self, name: str, message: str) -> None:
        """Says why there is no such result, in place of the picture."""
        self.lack(f"This could not be computed: {message}")

    def picture(self) -> bytes | None:
        """What ``Export…`` writes, as SVG; None where there is nothing to write."""
        return None

    def lack(self, why: str) -> None:
        """Shows why there is no picture; "" shows the picture again."""
        if why:
            self._lack.setText(why)
        self._stack.setCurrentIndex(0 if why else 1)
        self.export.setEnabled(not why)

    @property
    def _empty(self) -> str:
        return f"Write a word or two: {self.fills}"

    @property
    def lacks(self) -> str:
        """What it says instead of a picture; "" where there is one."""
        return "" if self._stack.currentIndex() else self._lack.text()

    # -- its life -----------------------------------------------------------------------------------------------

    def set_live(self, live: bool) -> None:
        """Whether it is seen. While unseen it receives nothing and asks for nothing."""
        if live == self.is_live:
            return
        self.is_live = live
        context = self.context
        wires: tuple[tuple[object, Callable[..., None]], ...] = (
            (context.feed.read, self._set_reading),
            (context.selection.moved, self._select),
            (context.worker.done, self._done),
            (context.worker.failed, self._failed),
        )
        for signal, slot in wires:
            if live:
                signal.connect(slot)  # type: ignore[attr-defined]
            else:
                signal.disconnect(slot)  # type: ignore[attr-defined]
        if live:
            self.dress(context.theme())
            self._follow(context.reading)
        else:
            self._turn.stop()
            context.worker.drop(self.name)
            context.marks.remove(self.name)
            self.rest()

    @Slot(object)
    def _set_reading(self, reading: PageReading | None) -> None:
        self._reread = True
        self._turn.start(0)

    @Slot(object)
    def _select(self, spot: Spot | None) -> None:
        if not self._turn.isActive():
            self._turn.start(0)

    @Slot()
    def _catch_up(self) -> None:
        if self._reread:
            self._reread = False
            self._follow(self.context.reading)
        else:
            self._visit(self.context.selection.spot)

    @property
    def is_due(self) -> bool:
        """Whether it is about to be updated."""
        return self._turn.isActive()

    @Slot(object)
    def _follow(self, reading: PageReading | None) -> None:
        if reading is None:
            self.lack(LOADING if self.context.feed.sampler is None else self._empty)
            self.blank()
        elif not any(len(line) for line in reading.lines):
            self.lack(LITTLE if reading.unread else self._empty)
            self.blank()
        else:
            self.lack("")
            self.follow(reading)
            self._visit(self.context.selection.spot)

    def blank(self) -> None:
        """There is no point any more: removes its marks from the page."""
        self.context.worker.drop(self.name)
        self.context.marks.remove(self.name)

    @Slot(object)
    def _visit(self, spot: Spot | None) -> None:
        line = self.context.selection.line
        if spot is not None and line is not None and not self.lacks:
            self.visit(line, spot)

    @Slot(str, object)
    def _done(self, name: str, result: object) -> None:
        if name.split(".")[0] == self.name:
            self.done(name, result)

    @Slot(str, str)
    def _failed(self, name: str, message: str) -> None:
        if name.split(".")[0] == self.name:
            self.failed(name, message)

    @Slot()
    def _export(self) -> None:
        picture = self.picture()
        if picture is None:
            return
        suggestion: Path = self.context.folder() / f"{self.name}.svg"
        path = self.context.dialogs.save_path(suggestion, (".svg",), f"Export: {self.title}")
        if path is None:
            return
        try:
            replace_bytes(path, picture)
        except InkError as error:
            self.context.dialogs.not_saved(path, str(error))
        else:
            self.context.say(f"Wrote {path}")

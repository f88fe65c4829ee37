"""Chips: how the line may go on, as small buttons of text near the ghost, which cover neither ink nor ghost.

They are widgets over the canvas, so that a press on one is no stroke; they take no keys from it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QHideEvent, QPainter, QPaintEvent, QPalette, QTabletEvent
from PySide6.QtWidgets import QAbstractButton

from inkapp.ink.ghost import Ghost
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.free_place import REACH, boxes_of, free_place, is_free
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.canvas.ink_index import Box
from inkapp.ui.chrome.theme import mixed
from inkapp.ui.handlers import guard_handlers

MOST = 3
MARGIN = 3  # pixels around what is painted that belong to the chip, so that a near miss is no dot
PADDING, HEIGHT_PADDING = 9, 4  # pixels around the words
NUMBER_GAP = 6  # pixels after the number
LONGEST = 240  # pixels of words; what is longer ends with dots
EDGE = 4.0  # pixels to the edges of what is seen of the page


@guard_handlers
class Chip(QAbstractButton):
    """One guess with its number, in the palette's colours; checked is the one that the ghost writes."""

    def __init__(self, number: int, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._number, self._canvas = str(number), canvas
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.hide()

    def say(self, text: str, *, chosen: bool) -> None:
        """Shows a guess."""
        self.setText(text)
        self.setChecked(chosen)
        self.setAccessibleName(f"Guess {self._number}: {text}")
        self.setAccessibleDescription("The ghost says this" if chosen else "The ghost is written in these words")
        self.resize(self.sizeHint())

    def nextCheckState(self) -> None:
        """Which one is chosen is told by ``say``."""

    def sizeHint(self) -> QSize:
        words = min(self.fontMetrics().horizontalAdvance(self.text()), LONGEST)
        number = QFontMetrics(self._small()).horizontalAdvance(self._number)
        return QSize(
            words + number + NUMBER_GAP + 2 * PADDING + 2, self.fontMetrics().height() + 2 * HEIGHT_PADDING
        ).grownBy(QMargins(MARGIN, MARGIN, MARGIN, MARGIN))

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, roles = self.palette(), QPalette.ColorRole
        accent = palette.color(roles.Accent)
        ground = palette.color(roles.Base)
        share = 0.22 if self.isChecked() else 0.0
        share += 0.16 if self.isDown() else 0.08 if self.underMouse() else 0.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(accent if self.isChecked() else palette.color(roles.Mid))
        painter.setBrush(mixed(ground, accent, share))
        inset = MARGIN + 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        words = self.rect().adjusted(MARGIN + PADDING, 0, -MARGIN - PADDING, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._small())
        painter.setPen(palette.color(roles.WindowText if self.isChecked() else roles.PlaceholderText))
        painter.drawText(words, left, self._number)
        words.adjust(painter.fontMetrics().horizontalAdvance(self._number) + NUMBER_GAP, 0, 0, 0)
        painter.setFont(self.font())
        painter.setPen(palette.color(roles.WindowText))
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, left | Qt.TextFlag.TextSingleLine, shown)
        painter.end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen's press is a click; what is not accepted would go on to the canvas and write there."""
        event.accept()
        self._canvas.hear_tablet(event)
        if event.type() == QEvent.Type.TabletPress:
            self.setDown(True)
        elif event.type() == QEvent.Type.TabletRelease and self.isDown():
            self.setDown(False)
            if QRectF(self.rect()).contains(event.position()):
                self.click()

    def hideEvent(self, event: QHideEvent) -> None:
        self.setDown(False)
        super().hideEvent(event)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(0.82 * font.pointSizeF()) if font.pointSizeF() > 0 else font.setPixelSize(10)
        return font


class Chips(QObject):
    """The chips of one canvas. They stay where they are on the page while nothing comes there.

    Signals: ``clicked`` (the number of a guess, from 0).
    """

    clicked = Signal(int)

    def __init__(self, canvas: Canvas, player: GhostPlayer) -> None:
        super().__init__(canvas)
        self._canvas, self._player = canvas, player
        self._chips = tuple(Chip(number, canvas) for number in range(1, MOST + 1))
        self._shown: tuple[Chip, ...] = ()
        self._ghost: Ghost | None = None  # the one that they keep clear of
        self._corner: tuple[float, float] | None = None  # where they stand, page mm
        for number, chip in enumerate(self._chips):
            chip.clicked.connect(lambda _=False, number=number: self.clicked.emit(number))
        canvas.view_moved.connect(self._place)
        player.changed.connect(self._follow)

    def show_texts(self, texts: tuple[str, ...], chosen: int) -> None:
        """The guesses from now on, () for none, and the number of the one that the ghost writes."""
        self._shown = self._chips[: len(texts)]
        for number, (chip, text) in enumerate(zip(self._shown, texts, strict=False)):
            chip.say(text, chosen=number == chosen)
        self._place()

    @Slot()
    def _follow(self) -> None:
        if self._shown and self._player.ghost is not self._ghost:
            self._place()

    @Slot()
    def _place(self) -> None:
        """Puts them where they cover nothing, near the ghost; where there is no such place they are hidden."""
        self._ghost = ghost = self._player.ghost if self._shown else None
        if ghost is not None and ghost.strokes:
            self._corner = self._corner_for(ghost)
        elif not self._shown:
            self._corner = None
        seen = self._shown if self._corner is not None else ()
        if self._corner is not None:
            x, y = (round(at) for at in self._canvas.view.to_widget(*self._corner))
            for chip, (dx, dy) in zip(seen, self._offsets(), strict=True):
                chip.move(x + dx, y + dy)
        for chip in self._chips:
            chip.setVisible(chip in seen)

    def _corner_for(self, ghost: Ghost) -> tuple[float, float] | None:
        """Where they may stand beside a ghost: where they do, if nothing has come there."""
        view, size, room = self._canvas.view, self._size(), self._room()
        lines = [stroke.points for stroke in ghost.strokes]
        left, top = lines[0][0, 0], min(line[:, 1].min() for line in lines)
        bottom = max(line[:, 1].max() for line in lines)
        reach = (REACH + size[1]) / view.scale + bottom - top
        near = (*view.to_page(*room[:2]), *view.to_page(*room[2:]))
        ink = self._canvas.strokes_within((near[0], top - reach, near[2], bottom + reach))
        taken = boxes_of([*lines, *(stroke.points for stroke in ink)]) * view.scale
        taken += (view.x, view.y, view.x, view.y)
        if self._corner is not None:
            x, y = view.to_widget(*self._corner)
            if is_free((x, y, x + size[0], y + size[1]), taken, room):
                return self._corner
        line = (*view.to_widget(left, top), *view.to_widget(left, bottom))
        found = free_place(size, line, taken, room)
        return None if found is None else view.to_page(*found)

    def _room(self) -> Box:
        """What is seen of the page."""
        canvas = self._canvas
        left, top = canvas.view.to_widget(0.0, 0.0)
        right, bottom = canvas.view.to_widget(canvas.page.width, canvas.page.height)
        width, height = canvas.width(), canvas.height()
        return max(left, 0.0) + EDGE, max(top, 0.0) + EDGE, min(right, width) - EDGE, min(bottom, height) - EDGE

    def _offsets(self) -> list[tuple[int, int]]:
        """Where each stands from the corner: in a row, or one below another where a row has no room."""
        left, _, right, _ = self._room()
        row = sum(chip.width() for chip in self._shown) <= right - left
        places, at = [], 0
        for chip in self._shown:
            places.append((at, 0) if row else (0, at))
            at += chip.width() if row else chip.height()
        return places

    def _size(self) -> tuple[float, float]:
        places = list(zip(self._offsets(), self._shown, strict=True))
        return (
            float(max(dx + chip.width() for (dx, _), chip in places)),
            float(max(dy + chip.height() for (_, dy), chip in places)),
        )

"""The one point that the page and all panels show: the pointer's, else the pinned one, else the last.

Where none is pinned, panels go along with the ink as it grows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inkapp.inspect.page import InkLine, PageReading


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the page: ``line`` of the reading and ``row`` in it, both from 0."""

    line: int
    row: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the network: ``signal`` (a letter of ``inspect.cells.SIGNALS``), ``layer`` and ``unit``, from 0."""

    signal: str
    layer: int
    unit: int


class Selection(QObject):
    """Signals: ``moved`` (Spot, or None where there is no point: another one is shown; at most once per event loop turn),
    ``pinned`` (bool: whether the shown point stays where it is while ink grows), ``cell_chosen`` (Cell)."""

    moved = Signal(object)
    cell_chosen = Signal(object)
    pinned = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[InkLine, ...] = ()
        self._pin: Spot | None = None
        self._hover: Spot | None = None
        self._emitted: Spot | None = None  # with the last ``moved``
        self.cell: Cell | None = None  # the one last chosen
        self._bell = QTimer(self)  # a burst of the pointer's moves is one move
        self._bell.setSingleShot(True)
        self._bell.setInterval(0)
        self._bell.timeout.connect(self._emit)

    @property
    def spot(self) -> Spot | None:
        """The point shown: the pointer's, else the pinned one, else the last; None where there is none."""
        return self._hover or self._pin or self._last()

    @property
    def is_moving(self) -> bool:
        """Whether ``moved`` may be about to be emitted."""
        return self._bell.isActive()

    @property
    def line(self) -> InkLine | None:
        """The line of the point shown."""
        return self.line_of(self.spot)

    def line_of(self, spot: Spot | None) -> InkLine | None:
        """The line that a point is of; None for a point that is not there."""
        spot = self._within(spot)
        return self._lines[spot.line] if spot is not None else None

    @property
    def is_pinned(self) -> bool:
        """Whether a point was chosen; otherwise the last is shown."""
        return self._pin is not None

    def set_reading(self, reading: PageReading | None) -> None:
        """Other points; what was pinned keeps its row in its line, as far as the line has it."""
        before = self._lines
        self._lines = tuple(line for line in reading.lines if len(line)) if reading is not None else ()
        self._pin, self._hover = self._again(self._pin, before), self._again(self._hover, before)
        self._bell.start()

    @Slot(object)
    def hover(self, spot: Spot | None) -> None:
        """The pointer is on a point, or on none any more."""
        self._hover = self._within(spot)
        self._bell.start()

    @Slot(object)
    def pin(self, spot: Spot | None) -> None:
        """Keeps a point; with None, or the last there is, goes along with the ink again."""
        self._hover = None
        spot = self._within(spot)
        self._set_pin(None if spot == self._last() else spot)

    def choose(self, cell: Cell) -> None:
        """Selects a cell for the panels that follow one."""
        if cell != self.cell:
            self.cell = cell
            self.cell_chosen.emit(cell)

    def step(self, by: int) -> None:
        """So many points on, over the ends of lines."""
        flat = self._flat(self.spot)
        if flat is not None:
            self.pin(self._at(flat + by))

    def jump(self, by: int) -> None:
        """To the next (1) or the previous (−1) point after which the pen is lifted."""
        flat = self._flat(self.spot)
        if flat is None:
            return
        lifts = np.flatnonzero(np.concatenate([line.lift for line in self._lines]))
        beyond = lifts[lifts > flat] if by > 0 else lifts[lifts < flat][::-1]
        end = sum(map(len, self._lines)) - 1 if by > 0 else 0
        self.pin(self._at(int(beyond[0]) if len(beyond) else end))

    def to_end(self, by: int) -> None:
        """To the page's last point (1), or its first (−1)."""
        if self._lines:
            self.pin(self._last() if by > 0 else Spot(0, 0))

    @property
    def is_at_end(self) -> bool:
        """Whether there is no further point."""
        return self.spot == self._last()

    def _last(self) -> Spot | None:
        """The last point of the ink that grows: the ghost's, or of the stroke written last."""
        if not self._lines:
            return None
        number = max(
            range(len(self._lines)), key=lambda i: (bool(self._lines[i].steps), int(self._lines[i].stroke.max()))
        )
        return Spot(number, len(self._lines[number]) - 1)

    def _set_pin(self, spot: Spot | None) -> None:
        was, self._pin = self.is_pinned, spot
        if was != self.is_pinned:
            self.pinned.emit(self.is_pinned)
        self._bell.start()

    def _again(self, spot: Spot | None, before: tuple[InkLine, ...]) -> Spot | None:
        """The same point among other lines: its line is the one that begins with the same stroke, if any does."""
        if spot is not None and spot.line < len(before):
            begins = before[spot.line].stroke[0]
            number = next((i for i, line in enumerate(self._lines) if line.stroke[0] == begins), spot.line)
            spot = Spot(number, spot.row)
        return self._within(spot)

    def _within(self, spot: Spot | None) -> Spot | None:
        if spot is None or not 0 <= spot.line < len(self._lines):
            return None
        return Spot(spot.line, min(max(spot.row, 0), len(self._lines[spot.line]) - 1))

    def _flat(self, spot: Spot | None) -> int | None:
        return None if spot is None else sum(map(len, self._lines[: spot.line])) + spot.row

    def _at(self, flat: int) -> Spot | None:
        """The point of that number on the page; the nearest there is."""
        flat = max(flat, 0)
        for number, line in enumerate(self._lines):
            if flat < len(line):
                return Spot(number, flat)
            flat -= len(line)
        return Spot(len(self._lines) - 1, len(self._lines[-1]) - 1) if self._lines else None

    @Slot()
    def _emit(self) -> None:
        if self.spot != self._emitted:
            self._emitted = self.spot
            self.moved.emit(self._emitted)

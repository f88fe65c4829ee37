"""Playing along the line: selects one point after another at a steady pace, until the last."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inkapp.ui.inspector.selection import Selection

PERIOD_MS = 90  # a point; slow enough for the eye to follow every panel


class Play(QObject):
    """A timer that steps the selection. Signals: ``changed`` (bool: it plays)."""

    changed = Signal(bool)

    def __init__(self, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        self._timer = QTimer(self)
        self._timer.setInterval(PERIOD_MS)
        self._timer.timeout.connect(self.beat)

    @property
    def is_on(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive()

    @Slot()
    def toggle(self) -> None:
        """Starts, from the first point where the last is selected; or stops."""
        if self.is_on:
            self.stop()
        elif self._selection.spot is not None:
            if self._selection.is_at_end:
                self._selection.to_end(-1)
            self._timer.start()
            self.changed.emit(True)

    @Slot()
    def stop(self) -> None:
        """Stops at the selected point."""
        if self.is_on:
            self._timer.stop()
            self.changed.emit(False)

    @Slot()
    def beat(self) -> None:
        """Selects the next point; at the last it stops."""
        if self._selection.is_at_end or self._selection.spot is None:
            self.stop()
        else:
            self._selection.step(1)

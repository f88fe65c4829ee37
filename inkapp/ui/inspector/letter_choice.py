"""Which symbol of a line is meant: the pointer's, the chosen one, or one after another while it plays."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

BEAT_MS = 350  # a symbol, while it plays


class LetterChoice(QObject):
    """Of ``count`` symbols, from 0. Signals: ``changed`` (another one is meant, or it plays or plays no more)."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.count = 0
        self._chosen = 0
        self._hovered: int | None = None
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self.beat)

    @property
    def symbol(self) -> int:
        """The one that is meant."""
        return self._chosen if self._hovered is None else self._hovered

    @property
    def is_playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._beat.isActive()

    def set_line(self, count: int, symbol: int) -> None:
        """Another line, of so many symbols; emits nothing."""
        self._beat.stop()
        self.count, self._chosen, self._hovered = count, symbol, None

    @Slot(int)
    def choose(self, symbol: int) -> None:
        """Chooses one; of those beyond an end the last one. Stops playing."""
        self._beat.stop()
        self._chosen, self._hovered = min(max(symbol, 0), max(self.count - 1, 0)), None
        self.changed.emit()

    @Slot(object)
    def point(self, symbol: int | None) -> None:
        """The pointer is on one, or on none any more; while it plays that counts nothing."""
        hovered = None if self.is_playing else symbol
        if hovered != self._hovered:
            self._hovered = hovered
            self.changed.emit()

    @Slot(str, int)
    def ask(self, what: str, by: int) -> None:
        """A key: "step" by so many, to the "end" (1) or the beginning (−1), or "play"."""
        if what == "play":
            self.toggle()
        elif what == "step":
            self.choose(self.symbol + by)
        else:
            self.choose(self.count - 1 if by > 0 else 0)

    @Slot()
    def toggle(self) -> None:
        """Plays on from the chosen symbol, from the first where the last is chosen; or stops."""
        if self.is_playing:
            self._beat.stop()
        elif self.count:
            self._hovered = None
            if self._chosen == self.count - 1:
                self._chosen = 0
            self._beat.start()
        self.changed.emit()

    @Slot()
    def beat(self) -> None:
        """The next symbol; at the last it stops."""
        self._chosen = min(self._chosen + 1, max(self.count - 1, 0))
        if self._chosen >= self.count - 1:
            self._beat.stop()
        self.changed.emit()

    def stop(self) -> None:
        """Stops playing."""
        if self.is_playing:
            self._beat.stop()
            self.changed.emit()

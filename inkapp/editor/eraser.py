"""An eraser's drag over the page: which strokes it has touched so far."""

from __future__ import annotations

from inkapp.ink.document import Page, Stroke
from inkapp.ink.touched_strokes import strokes_touched


class Eraser:
    """One drag after the other. ``touched``: indices in the page."""

    def __init__(self) -> None:
        self.touched: set[int] = set()
        self._at: tuple[float, float] | None = None

    def forget(self) -> None:
        """Forgets what was touched: the page is another one."""
        self.touched = set()

    def move(self, page: Page, x: float, y: float, radius: float) -> bool:
        """Drags on to (x, y), mm; ``radius`` as in ``strokes_touched``. Returns whether a further stroke was touched."""
        x0, y0 = self._at or (x, y)
        self._at = x, y
        before = len(self.touched)
        self.touched.update(strokes_touched(page, x0, y0, x, y, radius))
        return len(self.touched) > before

    def lift(self) -> tuple[int, ...]:
        """Ends the drag. Returns what it touched, ascending."""
        found, self.touched, self._at = tuple(sorted(self.touched)), set(), None
        return found

    def rest_of(self, page: Page) -> tuple[Stroke, ...]:
        """The page's strokes without those touched."""
        if not self.touched:
            return page.strokes
        return tuple(stroke for index, stroke in enumerate(page.strokes) if index not in self.touched)

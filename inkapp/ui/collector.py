"""Python's collector of cycles, kept to the GUI thread and to the time between Qt's events.

Left to itself it runs in whichever thread makes objects, and amid any call. In another thread it would delete objects of
Qt that live in this one, with timers that run. Amid a call it may free the very object called: PySide 6.11 looks the
receiver of a signal up without holding it, and Python 3.11 collects while the bound method is being made.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

PERIOD_MS = 1000


class Collector(QObject):
    """While it lives it is the only one to collect, by Python's own thresholds. What was made before is never looked at."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(PERIOD_MS)

    @Slot()
    def collect(self) -> None:
        """The oldest generation that is due, and so all that are younger."""
        due = [count > threshold for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))

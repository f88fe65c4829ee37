"""Lines of progress of a long computation: which part of how many, how far it is, and how many minutes are left."""

from __future__ import annotations

import sys
import time
from typing import IO

EVERY = 5.0  # seconds between two lines


class Progress:
    """Prints lines of progress, at most one in ``EVERY`` seconds and always one at the end of a part.

    A whole line a time and no bar, so that a log of hours in a file can be read. ``runs``: how many runs there will be, of
    those who have ``begin`` and ``tell``.
    """

    def __init__(self, name: str, runs: int = 1, out: IO[str] | None = None) -> None:
        self.name, self.runs, self.out = name, runs, out
        self.costs: list[float] = []  # seconds of finished runs, recalled ones too
        self._number, self._what, self._of, self._unit = 0, "", 1, "step"
        self._began = 0.0
        self._said = -EVERY

    def part(self, what: str, done: int, of: int) -> None:
        """``done`` of ``of`` of a part are done."""
        self._say(f"{what}, {done} of {of}", last=done >= of)

    def begin(self, number: int, what: str, of: int, unit: str = "step") -> None:
        """The ``number``-th run begins, from 1; it will take ``of`` units."""
        self._number, self._what, self._of, self._unit = number, what, of, unit
        self._began, self._said = time.monotonic(), -EVERY

    def tell(self, done: int, nats: float) -> None:
        """So many units of the run are done; ``nats`` a point was the last loss."""
        spent = time.monotonic() - self._began
        whole = spent / done * self._of
        usual = sum(self.costs) / len(self.costs) if self.costs else whole
        left = max(whole - spent, 0.0) + (self.runs - self._number) * usual
        self._say(
            f"run {self._number} of {self.runs}, {self._what}, {self._unit} {done} of {self._of}, {nats:.3f} nats per point,"
            f" {left / 60:.1f} minutes left",
            last=done >= self._of,
        )

    def _say(self, text: str, *, last: bool) -> None:
        now = time.monotonic()
        if last or now - self._said >= EVERY:
            self._said = now
            print(f"{self.name}: {text}", file=self.out or sys.stdout, flush=True)

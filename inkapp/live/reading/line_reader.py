"""What is asked of a network that reads a line of ink: its characters, how sure it is of each, and where each stands.

``model.reader`` is the one that is there; what reads lines in another way fits as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from model.arrays import Float64Array


class ReadCharacter(Protocol):
    """A character, read from the line's places [begin, end), or near them; ``confidence`` in 0 … 1."""

    @property
    def character(self) -> str: ...

    @property
    def begin(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def confidence(self) -> float: ...


class LineReading(Protocol):
    """What a line says."""

    @property
    def characters(self) -> Sequence[ReadCharacter]:
        """From left to right, spaces too."""

    @property
    def points(self) -> Float64Array:
        """(n, 2) the line's places, in the units of its ink."""


class LineReader(Protocol):
    """Reads one line of ink at a time. Frozen: threads may share it."""

    def read(self, strokes: Sequence[Float64Array], /) -> LineReading:
        """What strokes say, each (n, ≥2), y down, in the order of writing. Raises ValueError for ink without extent."""

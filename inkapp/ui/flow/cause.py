"""What makes the page another one."""

from __future__ import annotations

from enum import Enum, auto


class Cause(Enum):
    """Goes along with a change, so that the companion knows its own ink from all else."""

    PEN = auto()  # a stroke was written
    GHOST = auto()  # ink of the ghost was accepted
    TEXT = auto()  # words of a typed text became ink
    OTHER = auto()  # strokes were erased, a step undone, a page turned, a file opened …

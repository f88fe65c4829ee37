"""What a recipe says of a network that reads ink: how rows become frames."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Frames:
    """``near``: numbers a row after the first convolution, ``far``: a frame after the second. ``stride``: rows a frame, even.

    A character has some ten rows; it needs a frame, and another one between two that are the same.
    """

    near: int = 64
    far: int = 128
    stride: int = 4

    def to_json(self) -> dict[str, int]:
        """For the weights' config."""
        return asdict(self)

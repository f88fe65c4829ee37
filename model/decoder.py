"""What turns the log-probabilities of a line's frames into its text, beside the likeliest path: a ``Decoder``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from model.arrays import Float32Array


@dataclass(frozen=True, slots=True)
class Decoded:
    """``labels``: classes of the frames' characters, without blanks. ``confidences``: of each the chance that it is right."""

    labels: tuple[int, ...]
    confidences: tuple[float, ...]


class Decoder(Protocol):
    """``alphabet``: class k + 1 is its character k."""

    @property
    def alphabet(self) -> str: ...

    def decode(self, log_probs: Float32Array) -> Decoded:
        """Of (frames, 1 + characters), natural logarithms, class 0 being none."""
        ...

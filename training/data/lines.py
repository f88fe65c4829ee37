"""What a training asks of the lines that it learns from, however they are prepared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from training.data.augmentation import Augmentation
from training.data.batch import Samples


class TrainingLines(Protocol):
    """Lines of a split. ``digests`` stand for those that are used; all else depends on its arguments alone."""

    digests: list[bytes]

    def __len__(self) -> int:
        """How many lines."""

    @property
    def points(self) -> int:
        """Rows in all, unvaried."""

    def scale(self) -> tuple[float, float]:
        """Standard deviations of dx and dy."""

    def plan(self, epoch: int, seed: int, points: int) -> list[npt.NDArray[np.intp]]:
        """An epoch's batches as line indices, each of at most so many padded rows."""

    def batch(
        self,
        indices: npt.NDArray[np.intp],
        augmentation: Augmentation,
        scale: tuple[float, float],
        key: tuple[int, int, int],
        slots: Sequence[int] | None = None,
    ) -> Samples:
        """The augmented batch of ``indices``, or of those in ``slots`` of it. ``key``: seed, epoch, number in it."""

    def batches(self, scale: tuple[float, float], points: int, part: tuple[int, int] = (0, 1)) -> Iterator[Samples]:
        """Every line once, unvaried, in batches for evaluation; of ``part`` (k, n) only batches k, k + n, …"""

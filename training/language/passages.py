"""Free text as passages of one length, as a training takes them: each begins with a word, in each epoch with another one.

A file has a paragraph a line. Characters are classes as ``model.character_form`` has them, class 0 where a paragraph ends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from model.alphabet import PRINTABLE
from model.character_form import BREAK, classes_of
from training.data.augmentation import Augmentation
from training.data.iam import DataError
from training.parallel import Team
from training.recipe import Recipe

TRAIN, HELD = "train.txt", "held.txt"
FARTHEST = 40  # characters to the next word, beyond which a passage begins amid one


@dataclass(frozen=True, eq=False, slots=True)
class CharacterBatch:
    """Passages side by side. ``read``, ``target``: (time, passages), classes; what is read first is a space or a break."""

    read: torch.Tensor
    target: torch.Tensor

    def __len__(self) -> int:
        """How many passages."""
        return self.read.shape[1]

    def to(self, device: torch.device) -> CharacterBatch:
        """The same on another device."""
        return CharacterBatch(self.read.to(device), self.target.to(device))


class Passages:
    """A text in passages; see ``TrainingLines``, of which it is one. It has no ink, so that its scale is 1."""

    def __init__(self, classes: npt.NDArray[np.uint8], length: int) -> None:
        """``classes``: of the whole text, a break before each paragraph and behind the last. Raises ValueError: too short."""
        self._classes, self._length = classes, length
        if len(self) < 1:
            raise ValueError(f"a text of {len(classes)} characters has no passage of {length}")
        space = classes_of(" ", PRINTABLE)[0]
        self._begins = np.flatnonzero((classes == space) | (classes == BREAK))
        self.digests = [hashlib.sha256(classes.tobytes()).digest()]

    def __len__(self) -> int:
        """How many passages, whichever word they begin with."""
        return max(0, (len(self._classes) - 2 * FARTHEST) // self._length - 1)

    @property
    def points(self) -> int:
        """Characters in all."""
        return len(self._classes)

    def scale(self) -> tuple[float, float]:
        """No offset is read."""
        return 1.0, 1.0

    def plan(self, epoch: int, seed: int, points: int) -> list[npt.NDArray[np.intp]]:
        """An epoch's batches as numbers of passages, of as many as come to so many characters; the rest is left out."""
        order = np.random.default_rng((seed, epoch, 0)).permutation(len(self)).astype(np.intp)
        size = min(self._size(points), len(order))
        return list(order[: len(order) // size * size].reshape(-1, size))

    def batch(
        self,
        indices: npt.NDArray[np.intp],
        augmentation: Augmentation,
        scale: tuple[float, float],
        key: tuple[int, int, int],
        slots: Sequence[int] | None = None,
    ) -> CharacterBatch:
        """The passages of ``indices``, or of those in ``slots``. The epoch, in ``key``, says where all of them begin."""
        seed, epoch, _ = key
        shift = int(np.random.default_rng((seed, epoch, 1)).integers(self._length))
        return self._cut(indices if slots is None else indices[list(slots)], shift)

    def batches(
        self, scale: tuple[float, float], points: int, part: tuple[int, int] = (0, 1)
    ) -> Iterator[CharacterBatch]:
        """Every passage once, see ``TrainingLines``."""
        size, (first, step) = self._size(points), part
        for begin in range(first * size, len(self), step * size):
            yield self._cut(np.arange(begin, min(begin + size, len(self))), 0)

    def _size(self, points: int) -> int:
        """How many passages come to so many characters, at least one."""
        return max(1, points // self._length)

    def _cut(self, indices: npt.NDArray[np.intp], shift: int) -> CharacterBatch:
        wanted = indices * self._length + shift
        found = self._begins[np.minimum(np.searchsorted(self._begins, wanted), len(self._begins) - 1)]
        starts = np.where(np.abs(found - wanted) <= FARTHEST, found, wanted)
        cut = self._classes[starts[None] + np.arange(self._length + 1)[:, None]].astype(np.int64)
        return CharacterBatch(torch.from_numpy(cut[:-1]), torch.from_numpy(cut[1:]))


def read_text(path: Path) -> npt.NDArray[np.uint8]:
    """A text's classes, a break before each paragraph and behind the last. Raises DataError, OSError."""
    try:
        paragraphs = path.read_text(encoding="ascii").split("\n")
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: is not plain ASCII ({error})") from None
    parts = [[BREAK]]
    for paragraph in filter(None, paragraphs):
        try:
            parts.append([*classes_of(paragraph, PRINTABLE), BREAK])
        except ValueError as error:
            raise DataError(f"{path}: {error}") from None
    return np.concatenate([np.array(part, dtype=np.uint8) for part in parts])


def read_passages(data: Path, recipe: Recipe, team: Team) -> tuple[Passages, Passages]:
    """What is learnt, and what judges; prints how much. Raises DataError, OSError; of several processes, TeamError."""
    halves = []
    for name in (TRAIN, HELD):
        with team.together():
            classes = read_text(data / name)
        try:
            half = Passages(classes, recipe.characters.passage)
        except ValueError as error:
            raise DataError(f"{data / name}: {error}") from None
        if team.rank == 0:
            print(f"{name}: {half.points:,} characters, {len(half):,} passages", flush=True)
        halves.append(half)
    return halves[0], halves[1]

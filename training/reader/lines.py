"""Lines with what they say, as a training of what reads them takes them: augmented, in batches of like length."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array, Float64Array
from model.reader_form import columns_read
from model.strokes import to_rows
from training.data.augmentation import Augmentation, vary
from training.data.batch import Samples
from training.data.dataset import offset_scale, plan_by_length
from training.reader.batch import ReadBatch, collate_read
from training.writer.prepared import PreparedLine

B = TypeVar("B", bound=Samples)


def as_written(text: str) -> str:
    """A transcription without gaps before the marks that end something: some put all marks apart, which nobody wrote so."""
    return re.sub(r"\s+([.,;:?!])", r"\1", text)


class ToldLines(Generic[B]):
    """The lines of a split that say something in the alphabet, in batches of one kind, B. Class k + 1 is its character k."""

    def __init__(self, lines: Sequence[PreparedLine], texts: Mapping[str, str], alphabet: str) -> None:
        """``texts``: whole transcriptions by lines' names; they judge. What is learnt is them ``as_written``."""
        told = [(line, " ".join(texts.get(line.name, "").split())) for line in lines]
        self._lines = [(line, text) for line, text in told if text and set(text) <= set(alphabet)]
        self._labels = [[alphabet.index(character) + 1 for character in as_written(text)] for _, text in self._lines]
        self._rows = [to_rows(line.strokes, height=True) for line, _ in self._lines]
        self.digests = [hashlib.sha256(line.digest + text.encode()).digest() for line, text in self._lines]

    def __len__(self) -> int:
        """How many lines."""
        return len(self._lines)

    @property
    def points(self) -> int:
        """Rows in all, unvaried."""
        return sum(map(len, self._rows))

    @property
    def characters(self) -> int:
        """How many characters are to be learnt."""
        return sum(map(len, self._labels))

    def scale(self) -> tuple[float, float]:
        """See ``TrainingLines``."""
        return offset_scale(self._rows)

    def plan(self, epoch: int, seed: int, points: int) -> list[npt.NDArray[np.intp]]:
        """See ``TrainingLines``."""
        return plan_by_length([self._length(index) for index in range(len(self))], epoch, seed, points)

    def batch(
        self,
        indices: npt.NDArray[np.intp],
        augmentation: Augmentation,
        scale: tuple[float, float],
        key: tuple[int, int, int],
        slots: Sequence[int] | None = None,
    ) -> B:
        """See ``TrainingLines``."""
        chosen = [(int(indices[slot]), slot) for slot in (range(len(indices)) if slots is None else slots)]
        made = []
        for index, slot in chosen:
            random = np.random.default_rng((*key, 1, slot))
            strokes = vary(self._lines[index][0].strokes, augmentation, random)
            made.append(self._varied(strokes, scale, augmentation, random))
        return self._collated([index for index, _ in chosen], made)

    def batches(self, scale: tuple[float, float], points: int, part: tuple[int, int] = (0, 1)) -> Iterator[B]:
        """See ``TrainingLines``."""
        for indices in self.plan(0, 0, points)[part[0] :: part[1]]:
            own = [int(index) for index in indices]
            yield self._collated(own, [self._plain(index, scale) for index in own])

    def _length(self, index: int) -> int:
        """A line's length as batches are planned by it."""
        raise NotImplementedError

    def _plain(self, index: int, scale: tuple[float, float]) -> Float32Array:
        """A line as the network reads it."""
        raise NotImplementedError

    def _varied(
        self,
        strokes: list[Float64Array],
        scale: tuple[float, float],
        augmentation: Augmentation,
        random: np.random.Generator,
    ) -> Float32Array:
        """The same of strokes that were augmented."""
        raise NotImplementedError

    def _collated(self, indices: Sequence[int], made: Sequence[Float32Array]) -> B:
        """Lines as the network reads them, side by side."""
        raise NotImplementedError


class ReadLines(ToldLines[ReadBatch]):
    """As rows, in batches of like length."""

    def _length(self, index: int) -> int:
        return len(self._rows[index])

    def _plain(self, index: int, scale: tuple[float, float]) -> Float32Array:
        return columns_read(self._rows[index], scale)

    def _varied(
        self,
        strokes: list[Float64Array],
        scale: tuple[float, float],
        augmentation: Augmentation,
        random: np.random.Generator,
    ) -> Float32Array:
        return columns_read(to_rows(strokes, height=True), scale)

    def _collated(self, indices: Sequence[int], made: Sequence[Float32Array]) -> ReadBatch:
        return collate_read(made, [self._labels[i] for i in indices], [self._lines[i][1] for i in indices])

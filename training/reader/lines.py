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
        self._alphabet = alphabet
        told = [(line, " ".join(texts.get(line.name, "").split())) for line in lines]
        self._lines = [(line, text) for line, text in told if text and set(text) <= set(alphabet)]
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
        return sum(len(as_written(text)) for _, text in self._lines)

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
        taken = [self._taken(index, key[:2]) for index, _ in chosen]
        for (strokes, _), (_, slot) in zip(taken, chosen, strict=True):
            random = np.random.default_rng((*key, 1, slot))
            made.append(self._varied(vary(strokes, augmentation, random), scale, augmentation, random))
        return self._collated(made, [text for _, text in taken])

    def batches(self, scale: tuple[float, float], points: int, part: tuple[int, int] = (0, 1)) -> Iterator[B]:
        """See ``TrainingLines``."""
        for indices in self.plan(0, 0, points)[part[0] :: part[1]]:
            own = [int(index) for index in indices]
            yield self._collated([self._plain(index, scale) for index in own], [self._lines[index][1] for index in own])

    def told(self) -> Iterator[tuple[str, list[Float64Array], str]]:
        """Each line's name, its strokes and what is learnt of its text."""
        for line, text in self._lines:
            yield line.name, line.strokes, as_written(text)

    def labels(self, text: str) -> list[int]:
        """The classes that are learnt of a text."""
        return [self._alphabet.index(character) + 1 for character in as_written(text)]

    def _taken(self, index: int, key: tuple[int, ...]) -> tuple[list[Float64Array], str]:
        """What of a line is learnt in the epoch that ``key``, its seed and number, says: its strokes and its text."""
        line, text = self._lines[index]
        return line.strokes, text

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

    def _collated(self, made: Sequence[Float32Array], texts: Sequence[str]) -> B:
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

    def _collated(self, made: Sequence[Float32Array], texts: Sequence[str]) -> ReadBatch:
        return collate_read(made, [self.labels(text) for text in texts], texts)

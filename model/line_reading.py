"""What a line of ink says: characters, where each stands and how sure it is; and what is asked of a network that reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array, Float64Array
from model.ctc import BLANK, align, best_path, prefix_beam
from model.decoder import Decoder
from model.strokes import Frame


@dataclass(frozen=True, slots=True)
class ReadCharacter:
    """A character of a ``Reading``. ``begin``, ``end``: it was read from the points [begin, end), or from near them.

    ``confidence``: the highest probability that a frame there gives it, 0 … 1, or what a decoder says instead.
    """

    character: str
    begin: int
    end: int
    confidence: float


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """What a line says. ``points``: (points, 2), where each stands, in the ink's own units; ``strokes``: (points,), in which of
    its strokes. ``seen``: of each character but spaces on the frames' likeliest path, how likely the frames hold it; no words
    have a say in that, so it tells writing from what else can be read as some."""

    characters: tuple[ReadCharacter, ...]
    points: Float64Array
    strokes: npt.NDArray[np.intp]
    seen: tuple[float, ...]

    @property
    def text(self) -> str:
        """All characters."""
        return "".join(character.character for character in self.characters)

    @property
    def words(self) -> list[list[ReadCharacter]]:
        """The characters between spaces; no word is empty."""
        groups = groupby(self.characters, lambda one: one.character.isspace())
        return [list(word) for is_space, word in groups if not is_space]


class InkReader(Protocol):
    """What reads a line of ink. Threads may share it."""

    def read(self, strokes: Sequence[Float64Array], /) -> Reading:
        """What strokes say, (n, ≥2) each, y down, of any size, in the order in which they were drawn. Raises ValueError for ink
        without extent, or far too wide (``straighten.WIDEST``)."""


class LineReader(InkReader, Protocol):
    """A network that does, whose frames can be decoded in several ways."""

    @property
    def name(self) -> str: ...

    @property
    def alphabet(self) -> str: ...

    def read(self, strokes: Sequence[Float64Array], width: int = 0, decoder: Decoder | None = None) -> Reading:
        """See ``InkReader``. ``width``: of a beam (``ctc.prefix_beam``); 0 takes the likeliest path. ``decoder`` decides
        instead of both. Raises ValueError, also for a decoder of another alphabet."""

    def frames(self, strokes: Sequence[Float64Array], frame: Frame | None = None) -> Float32Array:
        """Of each of a line's frames the log-probabilities of no character and of those of the alphabet.

        ``frame``: where the line stands and how large it is, where that is known; else it is measured. Raises ValueError for
        ink without extent where it has to be.
        """


def characters_of(
    log_probs: Float32Array, alphabet: str, width: int, decoder: Decoder | None
) -> tuple[ReadCharacter, ...]:
    """What frames (frames, classes) say, each character with the frames [begin, end); see ``LineReader.read``."""
    if decoder is None:
        labels = tuple(prefix_beam(log_probs, width)[0][0] if width else best_path(log_probs))
        spans = align(log_probs, labels)
        sure = tuple(
            float(np.exp(log_probs[begin:end, label].max())) for label, (begin, end) in zip(labels, spans, strict=True)
        )
    elif decoder.alphabet != alphabet:
        raise ValueError("the decoder knows another alphabet")
    else:
        decoded = decoder.decode(log_probs)
        labels, sure = decoded.labels, decoded.confidences
        spans = align(log_probs, labels)
    return tuple(
        ReadCharacter(alphabet[label - 1], begin, end, confidence)
        for label, (begin, end), confidence in zip(labels, spans, sure, strict=True)
    )


def seen_in(log_probs: Float32Array, alphabet: str) -> tuple[float, ...]:
    """See ``Reading.seen``; of frames (frames, classes)."""
    path = log_probs.argmax(axis=1)
    starts = np.flatnonzero(np.concatenate((np.ones(1, dtype=np.bool_), path[1:] != path[:-1]))[: len(path)])
    if not len(starts):
        return ()
    surest = np.exp(np.maximum.reduceat(log_probs.max(axis=1), starts))
    return tuple(
        float(chance)
        for label, chance in zip(path[starts], surest, strict=True)
        if label != BLANK and not alphabet[label - 1].isspace()
    )


def places_on(strokes: Sequence[Float64Array], made: Sequence[Float64Array]) -> Float64Array:
    """Where the points of strokes that were made anew stand on the old ones, as far along them: (points, 2)."""
    return np.concatenate([_places(old, new) for old, new in zip(strokes, made, strict=True)])


def _places(old: Float64Array, new: Float64Array) -> Float64Array:
    along, wanted = (
        np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(stroke[:, :2], axis=0).T)))) for stroke in (old, new)
    )
    share = wanted * (along[-1] / wanted[-1] if wanted[-1] else 0.0)
    return np.stack([np.interp(share, along, old[:, axis]) for axis in (0, 1)], axis=1)

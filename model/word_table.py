"""A table of words and pairs of words with their chances, as a file of some hundred kilobytes. numpy alone.

``.npz``, with −log p in twelfths of a nat, a byte each, and of a second word its distance from the one before, in two bytes
that are packed apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import ge
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from model.arrays import Float64Array
from model.errors import ModelError

Integers: TypeAlias = npt.NDArray[np.int64]
STEPS = 12  # −log p is kept in this part of a nat
MOST_BYTES = 1 << 24  # of all arrays together
MOST_LISTED = 0.999  # the chance of all pairs of a word that are listed


class LanguageError(ModelError):
    """A table of words that cannot be read."""


@dataclass(frozen=True, eq=False, slots=True)
class WordTable:
    """``words``: in lower case, sorted; ``once``: (words,), each one's probability after any word.

    ``counts``: (words + 1,), how many pairs begin with each word, and with a sentence's start. ``seconds``, ``pairs``:
    (sum of counts,), the second words' numbers, rising after each first, and their probabilities after it.
    ``proper``: the numbers of the words that are written with a capital. ``letters``: what ``model.spelling`` learnt.
    """

    words: tuple[str, ...]
    once: Float64Array
    counts: Integers
    seconds: Integers
    pairs: Float64Array
    proper: Integers
    letters: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        """Raises ValueError where the parts do not fit."""
        number = len(self.words)
        if not number or len(self.once) != number or len(self.counts) != number + 1:
            raise ValueError("its parts do not fit")
        if self.counts.min() < 0 or self.counts.sum() != len(self.pairs) or len(self.seconds) != len(self.pairs):
            raise ValueError("its pairs are not all there")
        if any(map(ge, self.words, self.words[1:])):
            raise ValueError("its words are not sorted")
        order = self.firsts * number + self.seconds
        for numbers in (self.seconds, self.proper):
            if len(numbers) and (numbers.min() < 0 or numbers.max() >= number):
                raise ValueError("it names words that are not there")
        if (np.diff(order) <= 0).any():
            raise ValueError("its pairs are not sorted")
        for chances in (self.once, self.pairs):
            if not (np.isfinite(chances).all() and chances.min(initial=1) > 0 and chances.max(initial=0) <= 1):
                raise ValueError("it holds what is no probability")

    @property
    def firsts(self) -> Integers:
        """(sum of counts,): the first word of each pair."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    def chances(self) -> tuple[Float64Array, Float64Array, Float64Array]:
        """``once``, which sums to 1; ``pairs``, of which each first word's sum to less than 1, whatever rounding made of them;
        and (words + 1,): what ``once`` is multiplied by after a word that lists no pair with the second."""
        number, firsts = len(self.words), self.firsts
        once = self.once / self.once.sum()
        listed = np.bincount(firsts, self.pairs, number + 1)
        pairs = self.pairs * np.minimum(1.0, MOST_LISTED / np.maximum(listed, 1e-9))[firsts]
        left = 1.0 - np.bincount(firsts, pairs, number + 1)
        others = 1.0 - np.bincount(firsts, once[self.seconds], number + 1)
        return once, pairs, left / np.maximum(others, 1e-9)


def load(path: Path) -> WordTable:
    """From a table's file. Raises LanguageError."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as parts:
            if sum(part.file_size for part in parts.zip.infolist()) > MOST_BYTES:
                raise ValueError("it is too large")
            counts = parts["counts"].astype(np.int64)
            gaps = parts["gaps_low"].astype(np.int64) + 256 * parts["gaps_high"].astype(np.int64)
            once, pairs = (np.exp(-parts[name].astype(np.float64) / STEPS) for name in ("once", "pairs"))
            return WordTable(
                tuple(parts["words"].tobytes().decode("ascii").split("\n")),
                once,
                counts,
                _from_gaps(gaps, counts),
                pairs,
                parts["proper"].astype(np.int64),
                parts["letters"],
            )
    except Exception as error:  # a zip's, numpy's and our own, with no common base
        raise LanguageError(f"{path}: no table of words ({' '.join(str(error).split())})") from None


def save(path: Path, table: WordTable) -> None:
    """Writes a table. The same table gives the same bytes."""
    gaps = _to_gaps(table.seconds, table.counts)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            words=np.frombuffer("\n".join(table.words).encode("ascii"), dtype=np.uint8),
            once=_steps(table.once),
            counts=table.counts.astype(np.uint16),
            gaps_low=(gaps % 256).astype(np.uint8),
            gaps_high=(gaps // 256).astype(np.uint8),
            pairs=_steps(table.pairs),
            proper=table.proper.astype(np.uint16),
            letters=table.letters,
        )


def _steps(chances: Float64Array) -> npt.NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(-np.log(chances) * STEPS), 0, 255), dtype=np.uint8)


def _firsts(counts: Integers) -> Integers:
    """Where the pairs of each word begin that begins any."""
    starts = np.cumsum(counts) - counts
    return np.asarray(starts[counts > 0])


def _to_gaps(seconds: Integers, counts: Integers) -> Integers:
    gaps = np.diff(seconds, prepend=0)
    gaps[_firsts(counts)] = seconds[_firsts(counts)]
    return gaps


def _from_gaps(gaps: Integers, counts: Integers) -> Integers:
    if counts.min(initial=0) < 0 or counts.sum() != len(gaps):
        raise ValueError("its pairs are not all there")
    sums, firsts = np.cumsum(gaps), _firsts(counts)
    return np.asarray(sums - np.repeat(sums[firsts] - gaps[firsts], counts[counts > 0]))

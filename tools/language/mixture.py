"""Mixes two sources' chances of pairs of words, and keeps the pairs that are worth most.

Each source is brought to the same words: its chances of them sum to 1 after each word. A pair that is kept has the mean of
both sources' chances, weighted. What it is worth is how often it comes times how much its chance differs from the one that it
would have without being kept (Seymore and Rosenfeld 1996).
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.arrays import Float64Array
from model.spelling import learn
from model.word_table import WordTable
from tools.language.sphinx_model import START, SphinxModel
from tools.language.web_counts import Counts

WORD = re.compile(r"[a-z]+(?:'[a-z]+)*'?$")
PAIRS_TO_WORDS = (
    40.0  # how much larger the text is in which pairs were counted: the pairs that begin with "of" to its count
)
LISTED = 0.9  # at most this part of what follows a word is in the list of pairs
STARTS = 0.06  # sentences a word, in weighing pairs that begin one
LEAST = 1e-9


@dataclass(frozen=True, eq=False, slots=True)
class Source:
    """Chances over a table's words; the first of a pair may also be their number, for a sentence's start.

    ``keys``: first · (words + 1) + second of the pairs it has, sorted, with their ``pairs``. Other pairs have the second
    word's chance, ``once``, times the first one's ``weights``. ``knows``: (words + 1,), whether it has the word at all.
    """

    once: Float64Array
    keys: npt.NDArray[np.int64]
    pairs: Float64Array
    weights: Float64Array
    knows: npt.NDArray[np.bool_]

    def chances(self, keys: npt.NDArray[np.int64]) -> Float64Array:
        """Of any pairs."""
        size = len(self.weights)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        rest = self.weights[keys // size] * self.once[keys % size]
        return np.where(self.keys[at] == keys, self.pairs[at], rest)


def make_table(
    sphinx: SphinxModel,
    counts: Counts,
    words: int,
    pairs: int,
    share: float,
    left_out: Set[str] = frozenset(),
    proper: Set[str] = frozenset(),
) -> WordTable:
    """A table of so many words and pairs. ``share``: the weight of ``sphinx`` beside ``counts``."""
    ranked = rank(sphinx, counts, share, left_out)
    kept = sorted(ranked[:words])
    spoken, written = from_sphinx(sphinx, kept), from_counts(counts, kept)
    once = share * spoken.once + (1 - share) * written.once + LEAST
    once /= once.sum()
    size = len(kept) + 1
    keys = np.unique(np.concatenate((spoken.keys, written.keys)))
    firsts, seconds = keys // size, keys % size
    both = np.where(spoken.knows & written.knows, share, np.where(spoken.knows, 1.0, 0.0))[firsts]
    chances = np.maximum(both * spoken.chances(keys) + (1 - both) * written.chances(keys), LEAST)
    left = 1 - np.minimum(np.bincount(firsts, chances, size), 0.999)
    rest = (left / (1 - np.bincount(firsts, once[seconds], size)))[firsts] * once[seconds]
    often = np.append(once, STARTS)[firsts]
    worth = often * chances * np.log(chances / np.maximum(rest, LEAST))
    best = np.sort(np.argsort(-worth, kind="stable")[:pairs])
    return WordTable(
        tuple(kept),
        once,
        np.bincount(firsts[best], minlength=size),
        seconds[best],
        chances[best],
        np.array([k for k, word in enumerate(kept) if word in proper], dtype=np.int64),
        learn(word for word in ranked[words:] if len(word) > 2),
    )


def rank(sphinx: SphinxModel, counts: Counts, share: float, left_out: Set[str]) -> list[str]:
    """All words of both sources, the likeliest first."""
    whole = sum(counts.once.values())
    chances = {word: share * float(p) for word, p in zip(sphinx.words, sphinx.once, strict=True)}
    for word, count in counts.once.items():
        chances[word] = chances.get(word, 0.0) + (1 - share) * count / whole
    fit = [word for word in chances if is_word(word) and word not in left_out]
    return sorted(fit, key=lambda word: (-chances[word], word))


def is_word(word: str) -> bool:
    """Whether it is written with letters and apostrophes alone; of one letter, or of one and an apostrophe, only real words."""
    return WORD.match(word) is not None and (len(word) > 1 or word in "aio") and (word[1:2] != "'" or word[0] in "io")


def from_sphinx(sphinx: SphinxModel, words: list[str]) -> Source:
    """The model restricted to ``words``, and made to sum to 1 again."""
    size = len(words) + 1
    places = {word: k for k, word in enumerate([*words, START])}
    own = np.array([places.get(word, -1) for word in sphinx.words])
    once, weights = np.zeros(size), np.ones(size)
    once[own[own >= 0]], weights[own[own >= 0]] = sphinx.once[own >= 0], sphinx.weights[own >= 0]
    once[-1] = 0.0
    firsts, seconds = own[sphinx.firsts], own[sphinx.seconds]
    kept = (firsts >= 0) & (seconds >= 0) & (seconds < size - 1)
    firsts, seconds, pairs = firsts[kept], seconds[kept], sphinx.pairs[kept]
    left = once.sum() - np.bincount(firsts, once[seconds], size)
    whole = np.bincount(firsts, pairs, size) + weights * left
    keys = firsts * size + seconds
    order = np.argsort(keys)
    knows = np.zeros(size, dtype=np.bool_)
    knows[own[own >= 0]] = True
    total = once.sum()
    return Source(once[:-1] / total, keys[order], (pairs / whole[firsts])[order], weights * total / whole, knows)


def from_counts(counts: Counts, words: list[str]) -> Source:
    """Shares of counts. What follows a word and is not listed is what its own count leaves."""
    size = len(words) + 1
    places = {word: k for k, word in enumerate(words)}
    once = np.array([counts.once.get(word, 0) for word in words], dtype=np.float64)
    listed = sorted(
        (places[a] * size + places[b], count) for (a, b), count in counts.pairs.items() if a in places and b in places
    )
    keys = np.array([key for key, _ in listed], dtype=np.int64)
    often = np.array([count for _, count in listed], dtype=np.float64)
    firsts, seconds = keys // size, keys % size
    whole = np.maximum(np.append(once, 0) * PAIRS_TO_WORDS, np.bincount(firsts, often, size) / LISTED)
    knows = np.append(once > 0, False)
    once /= once.sum()
    pairs = often / np.maximum(whole, 1)[firsts]
    left = (1 - np.bincount(firsts, pairs, size)) / (1 - np.bincount(firsts, once[seconds], size))
    return Source(once, keys, pairs, left, knows)

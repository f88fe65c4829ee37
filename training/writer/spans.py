"""Words in a row, which an epoch takes as a line of their own in place of the whole line; rare letters more often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from model.arrays import Float64Array
from training.writer.prepared import PreparedLine
from training.writer.settings import Pairs
from training.writer.words import words_of


class WordSpans:
    """Chooses, for each line and epoch, the words that are taken.

    Texts are written word by word, each as a line of its own; of whole lines only the first letter follows a new line, mostly
    a capital, and only the last word ends a text.
    """

    def __init__(self, lines: Sequence[PreparedLine], pairs: Pairs) -> None:
        self._pairs = pairs
        self._words = [words_of(line.strokes, line.text) for line in lines]
        texts = [line.text.split(" ") for line in lines]
        weights = how_often([word for text in texts for word in text], pairs.rare_words, pairs.most_often)
        self._weights = np.split(weights, np.cumsum([len(text) for text in texts])[:-1])

    def part(self, line: PreparedLine, index: int, seed: int, epoch: int) -> PreparedLine:
        """What an epoch takes of the line of that index: its words in a row, or all of it."""
        span = self.span(index, seed, epoch)
        words = self._words[index]
        if span is None or words is None:
            return line
        taken = sorted(stroke for word in words[slice(*span)] for stroke in word)  # in the order of writing
        text = " ".join(line.text.split(" ")[slice(*span)])
        return replace(line, strokes=[line.strokes[stroke] for stroke in taken], text=text)

    def span(self, index: int, seed: int, epoch: int) -> tuple[int, int] | None:
        """The first word taken, and the one after the last; None for the whole line."""
        words, random = self._words[index], np.random.default_rng((seed, epoch, 3, index))
        if words is None or len(words) < 2 or random.random() >= self._pairs.spans:
            return None
        count = 1 + int(random.integers(min(self._pairs.span_words, len(words) - 1)))
        weights = self._weights[index]
        word = int(random.choice(len(words), p=weights / weights.sum()))
        first = min(max(word - int(random.integers(count)), 0), len(words) - count)
        return first, first + count


def how_often(texts: Sequence[str], rare: int, most_often: float) -> Float64Array:
    """How many times each text is taken, on average: more often where it has a character that fewer than ``rare`` texts have,
    by the root of the ratio, and ``most_often`` times at most."""
    having: dict[str, int] = {}
    for text in texts:
        for character in set(text):
            having[character] = having.get(character, 0) + 1
    rarest = np.array([min((having[character] for character in text), default=1) for text in texts], dtype=np.float64)
    return np.clip(np.sqrt(rare / np.maximum(rarest, 1.0)), 1.0, most_often)

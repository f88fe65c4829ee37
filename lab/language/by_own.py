"""What a person's earlier lines tell of their next ones: a table of words with and without them (``model.own_words``)."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import numpy as np

from inkapp.editor.own_words import MOST_TEXTS
from lab.language.by_table import Hits, character_nats, tokens
from model.language import Language
from model.own_words import OwnWeights, with_own
from model.text_model import TextModel
from model.word_table import WordTable


def as_met(table: WordTable, persons: Sequence[Sequence[str]], every: int, weights: OwnWeights) -> dict[str, object]:
    """Figures of the table alone and with own words, over each ``every``th of the persons' lines, each by itself."""
    alone = Told(Language(table))
    own, seconds = Told(alone.language), []
    for earlier, line in _judged(persons, every):
        began = time.process_time()
        own.language = Language(with_own(table, earlier, weights))
        seconds.append(time.process_time() - began)
        for told in (alone, own):
            told.add(line)
    return {
        **{f"own_{key}": value for key, value in asdict(weights).items()},
        "persons": len(persons),
        "lines": len(seconds),
        **{f"alone_{key}": value for key, value in alone.figures().items()},
        **{f"own_{key}": value for key, value in own.figures().items()},
        "own_milliseconds": 1000 * float(np.median(seconds)),
    }


def _judged(persons: Sequence[Sequence[str]], every: int) -> Iterator[tuple[Sequence[str], str]]:
    """Lines, and of each those of the same person before it that the app would still have."""
    for lines in persons:
        for at in range(every - 1, len(lines), every):
            yield lines[max(0, at - MOST_TEXTS) : at], lines[at]


class Told:
    """What lines cost by a table, which may be another one for each, and how often their words are guessed."""

    def __init__(self, language: Language) -> None:
        self.language, self._hits = language, Hits()
        self._nats, self._word_nats, self._characters = 0.0, 0.0, 0

    def add(self, line: str) -> None:
        """A line."""
        model = TextModel(self.language)
        self._nats += sum(character_nats(model, line))
        self._characters += len(line) + 1
        self._word_nats -= sum(model.word(word, after) for word, after in tokens(self.language, [line]))
        self._hits.add(self.language, line)

    def figures(self) -> dict[str, object]:
        """Of all lines; words of no table are among those that cost, by their letters."""
        return {
            "text_perplexity_a_character": math.exp(self._nats / max(self._characters, 1)),
            "perplexity_a_word": math.exp(self._word_nats / max(self._hits.asked[0], 1)),
            **self._hits.figures(),
        }

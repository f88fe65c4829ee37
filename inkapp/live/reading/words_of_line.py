"""A line's reading as words, each with its ink.

A stroke is of the word in whose room most of it lies: from halfway between the word's first character and the one before it
to halfway between its last and the one after it. So is a dot that was added when the line was done.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from inkapp.ink.document import Stroke
from inkapp.live.reading.page_text import ReadWord
from model.arrays import Float64Array
from model.line_reading import ReadCharacter, Reading

MODESTY = 1.3  # with this power a word is right about as often as its confidence says (lab.reading.confidence)


def words_of(reading: Reading, strokes: Sequence[Stroke]) -> list[ReadWord]:
    """The words, from left to right; ``strokes``: the ink that was read. What is read twice in one stroke is one word."""
    words = reading.words
    if not words:
        return []
    first, last = (np.array([_x(reading, word[end]) for word in words]) for end in (0, -1))
    edges = np.maximum.accumulate((last[:-1] + first[1:]) / 2)
    owned: list[list[Stroke]] = [[] for _ in words]
    for stroke in strokes:
        owned[_owner(stroke, edges)].append(stroke)
    return _with_ink(words, owned)


def _with_ink(words: Sequence[Sequence[ReadCharacter]], owned: Sequence[Sequence[Stroke]]) -> list[ReadWord]:
    """The words with the strokes that they own; those without go with the word before, else with the first that has ink."""
    found: list[tuple[list[str], float, Sequence[Stroke]]] = []
    for word, ink in zip(words, owned, strict=True):
        text, sure = "".join(character.character for character in word), confidence(word)
        if ink and not (found and not found[0][2]):
            found.append(([text], sure, ink))
        elif found:
            found[-1] = ([*found[-1][0], text], found[-1][1] * sure, found[-1][2] or ink)
        else:
            found.append(([text], sure, ink))
    return [ReadWord(" ".join(texts), sure, tuple(ink)) for texts, sure, ink in found]


def confidence(word: Sequence[ReadCharacter]) -> float:
    """How likely a word is right, 0 … 1: its least sure character's, made as high as words are right."""
    return math.pow(min(character.confidence for character in word), MODESTY)


def _x(reading: Reading, character: ReadCharacter) -> float:
    """Where a character stands: the middle of its places; of one that was read beyond the ink, the last of them."""
    begin = min(character.begin, len(reading.points) - 1)
    return float(reading.points[begin : max(character.end, begin + 1), 0].mean())


def _owner(stroke: Stroke, edges: Float64Array) -> int:
    """In which room, between two edges each, most of a stroke's points lie."""
    return int(np.bincount(np.searchsorted(edges, stroke.x)).argmax())

"""A sign from a hand's card, as ink of a word: its own strokes at the word's size, and never twice quite the same."""

from __future__ import annotations

import numpy as np

from inkapp.ink.hand import Sign
from inkapp.live.compose.hand import Hand
from inkapp.live.compose.in_hand import chance_of, pen_times, shaped
from inkapp.live.compose.signs import Drawing
from inkapp.live.compose.written_word import WrittenStroke, WrittenWord, word_of

AS_IT_IS = Hand(slant=0.0, aspect=1.0, shake=0.0)  # the card's ink has the hand's slant, width and shake already


def from_card(character: str, sign: Sign, hand: Hand, seed: int, *, variation: float = 1.0) -> WrittenWord:
    """A card's sign as the only unit of a word; its ink begins at x = 0. ``variation``: as of drawn signs, 0 for none."""
    strokes = tuple(stroke.points / sign.x_height for stroke in sign.strokes)
    drawing = Drawing(character, strokes)
    written = []
    for stroke, points in zip(
        sign.strokes, shaped(drawing, AS_IT_IS, chance_of(seed, ord(character)), variation=variation), strict=True
    ):
        pressure = stroke.pressure if len(points) == len(stroke) else np.full(len(points), stroke.pressure[0])
        written.append(
            WrittenStroke(points, np.zeros(len(points), dtype=np.int64), pen_times(points, hand.speed), pressure)
        )
    return word_of(written)

"""What a transcription says of a line's points: which lie in a capital or a number, and whether its marks may be trusted.

The texts are ``training.data.texts``'s. No text is kept or written, and nothing is read from the ink.

Where letters stand within a word is not known, so no more is claimed than follows from counts: a line whose text has as many
words as its ink has wide gaps for is aligned word for word, and a word's first letter is its first 1 / (letters) by width.
"""

from __future__ import annotations

import numpy as np

from lab.cells import shapes
from lab.cells.features import Annotations
from model.arrays import Float64Array
from model.strokes import RowArray

MARKED = "ijt"


def tokens(text: str) -> list[str]:
    """The words of a text line that leave a gap: marks of punctuation that stand alone are written at the word before."""
    return [word for word in text.split() if any(letter.isalnum() for letter in word)]


def annotate(rows: RowArray, text: str | None, speed: Float64Array | None = None) -> Annotations:
    """What is known of a line's rows (n, 4) from its text; with None, nothing, and its marks are not trusted."""
    if text is None:
        return Annotations(speed, marks_hold=False)
    line = shapes.LineGeometry.of(rows)
    owed = sum(text.count(letter) for letter in MARKED)
    hold = len(shapes.marks(line, shapes.body(line))) == owed
    written, number = tokens(text), shapes.words(line)
    capital = np.full(len(rows), np.nan)
    digit = np.full(len(rows), np.nan)
    if len(written) == number.max(initial=-1) + 1:
        for index, word in enumerate(written):
            own = number == index
            left, right = line.x[own].min(), line.x[own].max()
            first = own & (line.x <= left + (right - left) / len(word))
            if word[0].isalpha():
                capital[first] = word[0].isupper()
            if word.isdigit() or not any(letter.isdigit() for letter in word):
                digit[own] = word.isdigit()
    return Annotations(speed, capital, digit, hold)

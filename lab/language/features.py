"""What a character of a text may be: features that have a name, each a column beside a text's characters.

A network's state after character t has read characters 0 … t; of every feature the value there is meant.

- *inside quotation marks*: an opening mark has been read, and not yet the closing one. In texts that have such marks, as many
  opening as closing ones.
- *since the mark*: characters since the last quotation mark, where the first is defined and there was one. It is not asked
  about: it tells how long the first has been remembered.
- *capital word*: the word that the character is in, or ends, began with a capital. In words.
- *place in the word*: letters of the word so far. In words.
- *since the sentence began*, *since the text began*: characters.
- *digit*: the character is one.
"""

from __future__ import annotations

import numpy as np

from model.arrays import Float32Array
from model.text_model import ENDS

NAMES = (
    "inside quotation marks",
    "capital word",
    "digit",
    "place in the word",
    "since the sentence began",
    "since the text began",
)
BINARY = np.array([True, True, True, False, False, False])
INSIDE = NAMES.index("inside quotation marks")


def measure(text: str) -> Float32Array:
    """(characters, features), nan where one is not defined; yes is 1, no is 0."""
    values = np.full((len(text), len(NAMES)), np.nan, dtype=np.float32)
    marks = np.array([character == '"' for character in text], dtype=np.int64)
    if marks.any() and marks.sum() % 2 == 0:
        values[:, INSIDE] = np.cumsum(marks) % 2
    place, capital, sentence = 0, False, 0
    ended = True  # a sentence has, or none has begun
    for at, character in enumerate(text):
        if character.isalpha() or (character == "'" and place):
            place += 1
            capital = character.isupper() if place == 1 else capital
            values[at, NAMES.index("capital word")] = capital
            values[at, NAMES.index("place in the word")] = place
            sentence = at if ended else sentence
            ended = False
        else:
            place = 0
            ended = ended or character in ENDS
        values[at, NAMES.index("digit")] = character.isdigit()
        values[at, NAMES.index("since the sentence began")] = at - sentence
        values[at, NAMES.index("since the text began")] = at
    return values


def since_mark(text: str) -> Float32Array:
    """(characters,) how many characters ago the last quotation mark was read, nan where none was."""
    ago = np.full(len(text), np.nan, dtype=np.float32)
    last: int | None = None
    for at, character in enumerate(text):
        last = at if character == '"' else last
        if last is not None:
            ago[at] = at - last
    return ago

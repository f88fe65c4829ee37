"""Where a pen may rest in a line of ink whose text is known: between two letters, at a lift that parts their ink.

Which ink is which letter's is told by the captioner's frames, aligned with the text: a frame that says a letter stands on it.
What was written before a lift does not reach the later letter, what comes after does not go back to the earlier one. A place
without such a lift (joined letters, a t that is crossed late) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np

from model.arrays import Float64Array
from model.captioner import Captioner
from model.ctc import align, best_path, log_likelihood

WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
DOUBT = 1.5  # nats a character that the text may be less likely than what the frames say
DOTTED = "ij"
DOT = 0.6  # spreads of y: ink that is not larger is a dot
JOINED, BACK = "places without a lift of the pen", "places to which the pen goes back"
UNTOLD, OTHER, FLAT = "lines without a text", "lines that say something else", "lines without extent"


class Spots:
    """Where a line's characters and strokes stand, in frames from left to right."""

    def __init__(
        self, text: str, middles: Sequence[float], columns: Sequence[Float64Array], is_dot: Sequence[bool]
    ) -> None:
        """``middles``: of each character of ``text``; of each stroke, in the order of writing: where its points stand
        (``columns``), and whether it ``is_dot``."""
        self._text, self._middles = text, middles
        self._reach = list(accumulate((float(own.max()) for own in columns), max))  # after each stroke, to the right
        self._back = list(accumulate((float(own.min()) for own in reversed(columns)), min))[
            ::-1
        ]  # from it on, to the left
        self._dots = [(number, float(own.mean())) for number, own in enumerate(columns) if is_dot[number]]

    def lift(self, one: int, next_one: int) -> int | str:
        """After how many strokes the pen rests between a character and the next one that has ink, of several lifts the one
        nearest to halfway; or why there is none."""
        earlier, later = self._middles[one], self._middles[next_one]
        ends = range(1, len(self._reach))
        clear = [count for count in ends if earlier <= self._reach[count - 1] < later]
        parted = [count for count in clear if self._back[count] > earlier and not self._undotted(one, next_one, count)]
        if not parted:
            return BACK if clear else JOINED
        return min(parted, key=lambda count: abs(self._reach[count - 1] + self._back[count] - earlier - later))

    def _undotted(self, one: int, next_one: int, count: int) -> bool:
        """Whether a character after ``count`` strokes waits for its dot, which may stand above the next one, too."""
        if self._text[one] not in DOTTED:
            return False
        earlier, later = self._middles[one], self._middles[next_one]
        farthest = (earlier + later) / 2 if self._text[next_one] in DOTTED else later + (later - earlier) / 2
        return any(number >= count and middle < farthest for number, middle in self._dots)


def find_spots(captioner: Captioner, strokes: Sequence[Float64Array], text: str, spread: float) -> Spots | str:
    """Where the characters of a line and its strokes (n, 2) stand, whose y spreads by ``spread``; or why that is not known."""
    if not text or not set(text) <= set(captioner.alphabet):
        return UNTOLD
    try:
        seen = captioner.see(strokes)
    except ValueError:
        return FLAT
    log_probs = captioner.log_probs(seen.features)
    labels = [captioner.alphabet.index(character) + 1 for character in text]
    likeliest = log_likelihood(log_probs, best_path(log_probs))
    if not likeliest - log_likelihood(log_probs, labels) <= DOUBT * len(labels):
        return OTHER
    middles = [(first + after) / 2 for first, after in align(log_probs, labels)]
    columns = [seen.columns[seen.strokes == number] for number in range(len(strokes))]
    return Spots(text, middles, columns, [bool((np.ptp(own, axis=0) < DOT * spread).all()) for own in strokes])


def places(text: str) -> Iterator[tuple[int, int, int]]:
    """Where a text may be cut: of each word its [begin, end) and how many of its letters stand, none after a space alone."""
    for word in WORD.finditer(text):
        begin, end = word.span()
        if begin > 1 and text[begin - 1] == " ":
            yield begin, end, 0
        yield from ((begin, end, begun) for begun in range(1, end - begin))

"""A long line's new frame waits for the next stroke, and can be read before it comes."""

from itertools import pairwise

import numpy as np

from bench.first_ink import loop
from inkapp.ink.document import Document
from inkapp.live import encoder
from inkapp.live.encoder import Prime, encode
from model.strokes import Representation


def primes(count: int) -> list[Prime]:
    """The primes after each stroke of one long line."""
    document = Document()
    made = []
    for index in range(count):
        document = document.add_strokes([loop(20.0 + 2.8 * index, 54.0, 0.4)])
        made.append(encode(document, 0, Representation()))
    return made


def test_a_long_line_takes_a_new_frame_one_stroke_late_and_says_so_before() -> None:
    made = primes(60)
    told = 0
    for before, after in pairwise(made):
        long = before.stroke_rows[-1] > 4 * encoder.SETTLED
        if long:
            assert (after.frame != before.frame) == (before.coming is not None)
        if before.coming is not None and after.frame != before.frame:
            read = before.coming()
            assert read.frame == after.frame and read.rows.tobytes() == after.rows[: len(read.rows)].tobytes()
            told += long
    assert told >= 1


def test_a_short_line_is_measured_at_once() -> None:
    first, second, *_ = primes(4)
    assert first.coming is None and second.coming is None and first.frame != second.frame


def test_a_word_begins_to_the_right_of_all_ink() -> None:
    for prime in primes(5):
        right = max(stroke.bounds[2] for stroke in prime.strokes)
        begin = prime.frame.to_outer(np.array([[prime.pen[0] + prime.gap, prime.pen[1]]]))[0, 0]
        assert begin > right and prime.gap > 0

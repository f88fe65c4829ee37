"""A long line's new frame waits for some strokes, and can be read before it is used."""

from itertools import pairwise

import numpy as np
import pytest

from inkapp.ink.document import Document, Page, Stroke
from inkapp.live.encoder import Prime, encode
from inkapp.live.line_frame import WAIT_GROWTH
from model.strokes import Representation
from tests.live.made_lines import long_line
from tools.synthetic.words import write_words


def primes(count: int) -> list[Prime]:
    """The primes after each stroke of one long line."""
    return [encode(document, 0, Representation()) for document in long_line(count)]


def test_a_long_line_takes_a_new_frame_late_and_says_so_before() -> None:
    made = primes(60)
    frames = told = 0
    for before, after in pairwise(made):
        if after.frame == before.frame or before.coming is None:
            continue
        read = before.coming()
        assert read.frame == after.frame and read.rows.tobytes() == after.rows[: len(read.rows)].tobytes()
        first = next(prime for prime in made if prime.coming is not None and prime.coming().frame == after.frame)
        grown = after.stroke_rows[-1] / first.stroke_rows[-1]
        assert 1.0 < grown < WAIT_GROWTH + 0.1  # a stroke of this line is less than that
        frames += 1
        told += after.stroke_rows[-1] - first.stroke_rows[-1] > 3 * 12
    assert frames >= 4 and told >= 1


def test_the_same_line_has_the_same_frame_however_it_came_to_be() -> None:
    for prime in primes(60)[::7]:
        anew = encode(Document().add_strokes(prime.strokes), 0, Representation())
        assert (anew.frame, anew.coming is None) == (prime.frame, prime.coming is None)


def test_a_short_line_is_measured_at_once() -> None:
    first, second, *_ = primes(4)
    assert first.coming is None and second.coming is None and first.frame != second.frame


def test_a_word_begins_to_the_right_of_all_ink() -> None:
    for prime in primes(5):
        right = max(stroke.bounds[2] for stroke in prime.strokes)
        begin = prime.frame.to_outer(np.array([[prime.pen[0] + prime.gap, prime.pen[1]]]))[0, 0]
        assert begin > right and prime.gap > 0


def written(words: str, left: float, *, height: float = 4.0) -> list[Stroke]:
    return write_words(words.split(), left, 54.0, height, 1.3 * height)


def test_ink_ahead_of_the_pen_is_not_what_it_goes_on_from() -> None:
    right, left = written("world", 120.0), written("hello there", 20.0)
    for count in range(1, len(left) + 1):
        prime = encode(Document().add_strokes([*right, *left[:count]]), 0, Representation())
        assert prime.strokes == tuple(left[:count]) and prime.others(Page().with_strokes(right)) == tuple(right)
    first = encode(Document().add_strokes([*right, *left[:1]]), 0, Representation())
    assert first.lead == 0 or first.lead > 20  # the hand of who has written little is known from what stands there


def test_who_dots_an_i_goes_on_after_the_whole_line() -> None:
    line = written("it is all that there is", 20.0)
    dot = Stroke(np.array([21.0]), np.array([46.0]), np.zeros(1), np.ones(1))
    bar = Stroke(np.array([22.0, 26.0]), np.array([50.0, 50.0]), np.array([0.0, 0.1]), np.ones(2))
    for late in (dot, bar):
        assert encode(Document().add_strokes([*line, late]), 0, Representation()).strokes == (*line, late)


def test_ink_far_above_a_rules_height_is_tall() -> None:
    tall = [
        encode(Document().add_strokes(written("hello", 20.0, height=height)), 0, Representation()).is_tall(Page())
        for height in (2.0, 4.0, 8.0, 30.0)
    ]
    assert tall == [False, False, False, True]


def bar(left: float, right: float, height: float, *, back: bool) -> Stroke:
    """A line that wavers a little, from the right to the left or the other way."""
    x = np.linspace(right, left, 60) if back else np.linspace(left, right, 60)
    return Stroke(x, height + 0.3 * np.sin(x / 7), np.linspace(0, 1, 60), np.full(60, 0.5))


@pytest.mark.parametrize("before", ["", "it is all that there is"])
def test_a_long_stroke_back_is_a_drawing(before: str) -> None:
    def is_drawing(*last: Stroke) -> bool:
        page = Page().with_strokes([*(written(before, 20.0) if before else []), *last])
        return encode(Document((page,)), 0, Representation()).is_drawing(page)

    assert is_drawing(bar(-2.0, 90.0, 54.0, back=True))
    assert not is_drawing(*written("hello", 90.0))
    assert not is_drawing(bar(-2.0, 90.0, 54.0, back=True), *written("hello", 20.0))  # is written after it


def test_a_short_stroke_back_is_the_bar_of_a_t() -> None:
    page = Page().with_strokes([*written("it is all", 20.0), bar(24.0, 31.0, 49.0, back=True)])
    assert not encode(Document((page,)), 0, Representation()).is_drawing(page)


@pytest.mark.parametrize("degrees", [-25.0, -10.0, 0.0, 10.0])
def test_a_line_uphill_is_followed(degrees: float) -> None:
    a = np.radians(degrees)
    line = [
        Stroke(
            20 + np.cos(a) * (s.x - 20) - np.sin(a) * (s.y - 54),
            250 + np.sin(a) * (s.x - 20) + np.cos(a) * (s.y - 54),
            s.t,
            s.pressure,
        )
        for s in written("the quick brown light time it", 20.0)
    ]
    prime = encode(Document().add_strokes(line), 0, Representation())
    assert len(prime.strokes) == len(line)
    assert np.degrees(prime.frame.angle) == pytest.approx(degrees, abs=1.0)

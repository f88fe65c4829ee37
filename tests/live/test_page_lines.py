"""Which strokes stand on one line: dots and slopes do not part a line, and a new line begins one."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.ink.document import Document, Page, Stroke
from inkapp.live.encoder import encode
from inkapp.live.page_lines import BLOCK, height_at, heights_at, lines, measure
from model.strokes import Representation

RULE = 12.0


def stroke(x: object, y: object) -> Stroke:
    x, y = np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float))
    return Stroke(x, y, np.zeros(len(x)), np.full(len(x), 0.5))


def letters(count: int, left: float = 20.0, base: float = 50.0, seed: int = 0) -> list[Stroke]:
    """Loops some 4 mm high, every third a tall one, every fourth with its dot far above."""
    random = np.random.default_rng(seed)
    made: list[Stroke] = []
    for k in range(count):
        t = np.linspace(0.0, 2 * np.pi, 24)
        tall = 3.5 if k % 3 == 2 else 2.0
        at = left + 4.0 * k + 1.5 * (k // 5)
        made.append(stroke(at + 1.5 * np.cos(t), base - tall - tall * np.sin(t + 0.3 * random.random())))
        if k % 4 == 3:
            made.append(stroke(at, base - 9.0))
    return made


def drawn(strokes: list[Stroke], size: float = 1.0, degrees: float = 0.0) -> list[Stroke]:
    a = np.radians(degrees)
    return [
        stroke(
            size * (s.x * np.cos(a) - s.y * np.sin(a)),
            size * (s.x * np.sin(a) + s.y * np.cos(a)),
        )
        for s in strokes
    ]


@pytest.mark.parametrize("size", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("degrees", [-5.0, 0.0, 5.0])
def test_a_line_stays_whole_at_any_size_and_slope(size: float, degrees: float) -> None:
    assert (lines(drawn(letters(40), size, degrees), RULE) == 0).all()


@pytest.mark.parametrize("degrees", [-5.0, 0.0, 5.0])
def test_lines_below_each_other_are_told_apart(degrees: float) -> None:
    rows = [letters(30, base=50.0 + RULE * k, seed=k) for k in range(3)]
    found = lines(drawn([s for row in rows for s in row], degrees=degrees), RULE)
    assert found.tolist() == [k for k, row in enumerate(rows) for _ in row]


def test_short_lines_are_told_apart_too() -> None:
    rows = [letters(4, base=50.0 + RULE * k) for k in range(3)]
    assert lines([s for row in rows for s in row], RULE).tolist() == [k for k, row in enumerate(rows) for _ in row]


def test_who_goes_back_to_dot_an_i_is_still_on_the_line() -> None:
    line = letters(30)
    late = [stroke(24.0, 41.0), stroke([55.0, 58.0], [44.0, 44.0])]  # a dot at its beginning, a bar in its middle
    more = letters(3, left=20.0 + 4.0 * 30 + 15.0)
    assert (lines([*line, *late, *more], RULE) == 0).all()


def test_who_mends_an_earlier_line_is_on_that_one_and_may_return() -> None:
    first, second = letters(20), letters(10, base=50.0 + 1.3 * RULE)
    mended = [*first, *second, stroke(30.0, 41.0), *letters(4, left=70.0, base=50.0 + 1.3 * RULE)]
    found = lines(mended, RULE)
    assert found[len(first) + len(second)] == 0 and (found[: len(first)] == 0).all()
    assert (np.delete(found[len(first) :], len(second)) == 1).all()
    page = Page().with_strokes(mended)
    prime = encode(Document((page,)), 0, Representation())
    assert prime.strokes == tuple(s for s, n in zip(mended, found, strict=True) if n == 1)


def test_a_stroke_more_moves_no_earlier_one() -> None:
    page = [s for k in range(4) for s in letters(12, base=50.0 + RULE * k, seed=k)]
    whole = lines(page, RULE)
    for n in range(1, len(page)):
        assert np.array_equal(lines(page[:n], RULE), whole[:n])


def test_a_long_page_is_looked_at_from_its_end_and_in_bounded_time() -> None:
    page = [s for k in range(30) for s in letters(24, base=50.0 + RULE * k, seed=k)]
    found = lines(page, RULE)
    assert len(page) > 3 * BLOCK
    assert (found[: -2 * BLOCK] == -1).all() and (found[-BLOCK:] >= 0).all()
    last = len(letters(24))
    assert np.array_equal(np.flatnonzero(found == found[-1]), np.arange(len(page) - last, len(page)))


def test_dots_and_nothing_are_lines_as_well() -> None:
    assert lines([], RULE).tolist() == []
    assert lines([stroke(20.0, 50.0)], RULE).tolist() == [0]
    assert lines([stroke(20.0, 50.0), stroke(22.0, 50.0)], RULE).tolist() == [0, 0]


def test_a_word_a_rule_below_and_beyond_the_line_is_no_steep_line() -> None:
    first, second = letters(20), letters(6, left=112.0, base=50.0 + RULE)
    assert lines([*first, *second], RULE).tolist() == [0] * len(first) + [1] * len(second)


def test_heights_of_lines_together_are_those_of_each() -> None:
    random = np.random.default_rng(3)
    steep = drawn(letters(8, base=30.0, seed=9), degrees=25.0)  # whose slope is no longer drawn towards level
    rows = [letters(9, base=50.0 + RULE * k, seed=k) for k in range(3)] + [[stroke(40.0, 90.0)], steep]
    mixed = [(measure(one), k - 1) for k, row in enumerate(rows) for one in row]
    mixed = [mixed[index] for index in random.permutation(len(mixed))]
    table, line = np.array([values for values, _ in mixed]), np.array([k for _, k in mixed])
    together = heights_at(table, line, 55.0, 57.0, 2.0)
    alone = [height_at(table[line == k], 55.0, 57.0, 2.0) for k in range(4)]
    assert together == pytest.approx(alone) and len(set(np.round(alone, 3))) == 4

"""The index finds what a look at every stroke would find, and says what changed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inkapp.ink.document import Stroke
from inkapp.ui.canvas.ink_index import InkIndex, box_of
from tests.ui.pictures import wave


def strokes(count: int) -> tuple[Stroke, ...]:
    return tuple(wave(10 * (number % 7), 9 * (number // 7), 12, 6) for number in range(count))


@given(st.integers(0, 60), st.tuples(*[st.floats(-20, 120)] * 4))
def test_it_finds_every_stroke_that_touches_a_box(count: int, corners: tuple[float, float, float, float]) -> None:
    left, right = sorted(corners[:2])
    top, bottom = sorted(corners[2:])
    index = InkIndex()
    page = strokes(count)
    index.show(page)
    expected = [
        number
        for number, (x0, y0, x1, y1) in enumerate(map(box_of, page))
        if x0 <= right and x1 >= left and y0 <= bottom and y1 >= top
    ]
    assert index.within((left, top, right, bottom)) == expected


def test_strokes_on_top_change_nothing_below() -> None:
    index = InkIndex()
    page = strokes(600)
    for count in (0, 1, 1, 300, 600):
        changed, added = index.show(page[:count])
        assert changed == [] and added <= count
    assert [index.box(number) for number in (0, 599)] == [box_of(page[0]), box_of(page[599])]


def test_what_goes_and_what_comes_back_is_told() -> None:
    index = InkIndex()
    page = strokes(9)
    index.show(page)
    kept = index.shapes(page[5:6])[0]
    assert index.show(page[:4] + page[5:]) == ([box_of(page[4])], 8)
    assert index.shapes(page[5:6])[0] is kept
    assert index.show(page) == ([box_of(page[4])], 9)


def test_another_order_is_all_told() -> None:
    index = InkIndex()
    page = strokes(3)
    index.show(page)
    changed, _ = index.show(page[::-1])
    assert {box_of(stroke) for stroke in page} <= set(changed)


def test_equal_strokes_are_told_apart() -> None:
    one, other = wave(0, 0, 10), wave(0, 0, 10)
    assert one == other
    index = InkIndex()
    index.show((one, other))
    changed, _ = index.show((other,))
    assert changed == [box_of(one)]
    assert np.array_equal(index.strokes[0].x, other.x)


def test_shapes_are_made_ahead_a_few_at_a_time_and_none_twice() -> None:
    index = InkIndex()
    page = strokes(9)
    index.show(page)
    kept = index.shapes(page[2:4])
    sizes = []
    while not index.is_all_shaped:
        index.shape_ahead(12)  # two strokes of six points
        sizes.append(sum(map(index.is_shaped, page)))
    assert sizes == [4, 6, 8, 9]
    assert [one is other for one, other in zip(index.shapes(page[2:4]), kept, strict=True)] == [True, True]
    index.show(page[:3] + page[4:])
    assert not index.is_shaped(page[3])
    index.show(page)
    index.shape_ahead(1000)
    assert index.is_all_shaped and index.is_shaped(page[3])

"""Words side by side: none on another, none beyond the edges, and none nearer to its place than it could be."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inkapp.inspect.draw.side_by_side import side_by_side

PLACES = st.lists(st.tuples(st.floats(-20, 120), st.floats(1, 30)), min_size=1, max_size=12)


def test_what_has_room_stays_where_it_is_wanted() -> None:
    assert side_by_side([10.0, 30.0, 52.0], [8.0, 8.0, 20.0], 0.0, 100.0) == [10.0, 30.0, 52.0]
    assert side_by_side([], [], 0.0, 100.0) == []


def test_two_in_one_place_stand_on_both_sides_of_it() -> None:
    assert side_by_side([50.0, 50.0], [10.0, 10.0], 0.0, 100.0) == [45.0, 55.0]


@given(PLACES)
def test_none_lies_on_another_nor_beyond_the_edges(asked: list[tuple[float, float]]) -> None:
    wanted, widths = [one[0] for one in asked], [one[1] for one in asked]
    middles = side_by_side(wanted, widths, 0.0, 100.0)
    shown = widths[: len(middles)]
    assert len(middles) == len(asked) or sum(widths[: len(middles) + 1]) > 100.0
    left, right = np.subtract(middles, np.divide(shown, 2)), np.add(middles, np.divide(shown, 2))
    assert (left[1:] >= right[:-1] - 1e-9).all()
    assert (left >= -1e-9).all() and (right <= 100.0 + 1e-9).all()


@given(PLACES, st.randoms(use_true_random=False))
def test_no_other_places_are_nearer_in_all(asked: list[tuple[float, float]], random: Random) -> None:
    wanted, widths = [one[0] for one in asked], [one[1] for one in asked]
    middles = np.array(side_by_side(wanted, widths, 0.0, 100.0))
    sizes = np.array(widths[: len(middles)])
    spare = 100.0 - sizes.sum()
    places = np.array(wanted[: len(middles)])
    for _ in range(20):  # gaps by chance, filling what is left over
        gaps = np.sort([random.uniform(0.0, max(spare, 0.0)) for _ in middles])
        other = gaps + np.cumsum(sizes) - sizes / 2
        assert ((middles - places) ** 2).sum() <= ((other - places) ** 2).sum() + 1e-6

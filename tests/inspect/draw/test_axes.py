"""Axes: round ticks, whole ones where things are counted, and curves that end where the box does."""

from __future__ import annotations

import re

import numpy as np
import pytest

from inkapp.inspect.draw.axes import Axes, Span
from inkapp.inspect.draw.figure import Figure


@pytest.mark.parametrize(("high", "ticks"), [(3, "0 1 2 3"), (1, "0 1"), (187, "0 50 100 150")])
def test_what_is_counted_has_whole_ticks(high: int, ticks: str) -> None:
    assert " ".join(words for _, words in Span(0, high, whole=True).ticks()) == ticks
    assert "0.5" in [words for _, words in Span(0, 3).ticks()]


def test_a_curve_ends_where_the_box_does() -> None:
    figure = Figure(200, 200, "")
    axes = Axes(10, 10, 100, 100, Span(0, 4), Span(1e-4, 1.0, log=True))
    axes.curve(figure, np.arange(5), np.array([1.0, 1e-2, 0.0, 1e-2, 1e-2]), "#000000")
    (data,) = re.findall(r' d="([^"]*)"', figure.svg().decode())
    pieces = [[tuple(map(float, place.split(","))) for place in re.split("[L ]", one)] for one in data.split("M")[1:]]
    assert len(pieces) == 2  # what sank to nothing in the middle is not drawn along the foot
    assert pieces[0][0] == (10, 10) and pieces[1][-1] == (110, 60)
    assert all(10 <= x <= 110 and 10 <= y <= 110 for piece in pieces for x, y in piece)

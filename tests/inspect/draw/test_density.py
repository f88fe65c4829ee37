"""The density's picture: its regions hold what they say however much of the page is shown, and its words have room."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest

from inkapp.inspect.density import next_point
from inkapp.inspect.draw.density import LEFT, TALLEST, TOP, WIDTH, draw, mixture_on, visible_box
from inkapp.inspect.draw.figure import Figure
from inkapp.inspect.draw.page_view import PageView, fitted
from model.trace import Controls
from tests.inspect.lines import line_of

LINE = line_of()
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("temperature", [0.3, 3.0])
def test_a_region_is_cut_where_nine_tenths_of_all_the_chance_lie_within(temperature: float) -> None:
    found = next_point(LINE, 30, Controls(temperature))
    view = fitted(visible_box(found), LEFT, TOP, WIDTH, TALLEST, closest=400.0)
    edges = [
        np.array([(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path.attrib["d"])])
        for path in ElementTree.fromstring(draw(found)).iter(f"{SVG}path")
        if (path.findtext(f"{SVG}title") or "").startswith("90%")
    ]
    assert len(edges) == 2
    for k, (edge, mixture) in enumerate(zip(edges, (found.before, found.after), strict=True)):
        left = view.left + k * (WIDTH + 24.0)
        x, y = view.box[0] + (edge[:, 0] - left) / view.scale, view.box[1] + (edge[:, 1] - view.top) / view.scale
        level = found.grid(mixture).level(0.9)
        assert np.median(found.at(mixture, x, y)) == pytest.approx(level, rel=0.03)


def test_both_mixtures_have_their_nine_tenths_in_view() -> None:
    found = next_point(LINE, 50, Controls(3.0))
    left, top, right, bottom = visible_box(found)
    grid = found.grid(found.after)
    rows, columns = np.nonzero(grid.density >= grid.level(0.9))
    assert left <= grid.x[columns.min()] and grid.x[columns.max()] <= right
    assert top <= grid.y[rows.min()] and grid.y[rows.max()] <= bottom


@pytest.mark.parametrize("scale", [0.02, 1.0, 30.0])
def test_weights_in_words_do_not_lie_on_each_other_however_small_the_part(scale: float) -> None:
    found = next_point(LINE, 30)
    figure = Figure(500, 500, "")
    mixture_on(
        figure, found, found.before, PageView(20, 20, scale, visible_box(found))
    )  # with little room this did not end
    texts = ElementTree.fromstring(figure.svg()).findall(f"{SVG}text")
    places = [(float(text.attrib["x"]), float(text.attrib["y"])) for text in texts]
    assert places
    assert all(abs(x - u) >= 38 or abs(y - v) >= 13 for (x, y), (u, v) in combinations(places, 2))

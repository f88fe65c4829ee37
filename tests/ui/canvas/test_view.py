"""Millimetres and pixels agree, whatever the zoom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.ui.canvas.view import PX_PER_MM, ZOOM_LEAST, ZOOM_MOST, View

places = st.floats(-2000, 2000)
zooms = st.floats(ZOOM_LEAST, ZOOM_MOST)
views = st.builds(View, zooms, st.integers(-3000, 3000).map(float), st.integers(-3000, 3000).map(float))


@given(views, places, places)
def test_there_and_back(view: View, x: float, y: float) -> None:
    assert view.to_widget(*view.to_page(x, y)) == pytest.approx((x, y), abs=1e-6)


@given(views, st.floats(0.1, 10), places, places)
def test_zooming_keeps_what_is_under_the_cursor(view: View, factor: float, x: float, y: float) -> None:
    under = view.to_page(x, y)
    zoomed = view.zoomed(factor, x, y)
    assert ZOOM_LEAST <= zoomed.zoom <= ZOOM_MOST
    assert zoomed.to_widget(*under) == pytest.approx((x, y), abs=0.5 + 1e-6)  # the corner stands on whole pixels


def test_real_size_is_96_pixels_an_inch() -> None:
    assert View(1.0).scale * 25.4 == pytest.approx(96)


@given(st.integers(100, 4000), st.integers(100, 3000), st.floats(50, 1000), st.floats(50, 1000))
def test_the_fit_shows_the_whole_width_and_the_top(width: int, height: int, wide: float, tall: float) -> None:
    view = View.fit_width(width, height, wide, tall)
    if ZOOM_LEAST < view.zoom < ZOOM_MOST:
        assert 0 < view.x < view.x + wide * view.scale < width
        assert view.x == pytest.approx(width - (view.x + wide * view.scale), abs=1.01)
    assert view.y > 0 or tall * view.scale > height
    assert view.y < height


@pytest.mark.parametrize(("wide", "tall"), [(210.0, 297.0), (148.0, 210.0), (215.9, 279.4)])
def test_a_page_as_wide_as_the_widget_has_nothing_to_scroll_across(wide: float, tall: float) -> None:
    for width in range(480, 2001):
        view = View.fit_width(width, 700, wide, tall)
        assert view.seen(width, 700, wide, tall)[0] == (0.0, 1.0), width


@given(views, st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_the_page_cannot_be_lost(view: View, dx: float, dy: float) -> None:
    kept = view.moved(dx, dy).within(800, 600, 210, 297)
    assert kept.within(800, 600, 210, 297) == kept
    assert kept.x < 800 and kept.x + 210 * kept.scale > 0
    assert kept.y < 600 and kept.y + 297 * kept.scale > 0


def test_a_small_page_is_centred() -> None:
    kept = View(1.0, -50, 900).within(800, 600, 100, 50)
    assert (kept.x, kept.y) == (round((800 - 100 * PX_PER_MM) / 2), round((600 - 50 * PX_PER_MM) / 2))

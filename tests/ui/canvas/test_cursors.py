"""Cursors point with their middle, whatever the screen."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QCursor

from inkapp.ui.canvas import cursors
from inkapp.ui.canvas.cursors import eraser_cursor, pen_cursor
from inkapp.ui.chrome.theme import LIGHT

pytestmark = pytest.mark.usefixtures("qapp")


def pixels(cursor: QCursor) -> tuple[int, int, int]:
    """Width of the picture in its own pixels, and the hot spot."""
    return cursor.pixmap().width(), cursor.hotSpot().x(), cursor.hotSpot().y()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0, 2.75])
def test_x11_is_given_the_hot_spot_in_the_pictures_pixels(ratio: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cursors, "_on_x11", lambda: True)
    for cursor in (pen_cursor(LIGHT, ratio), eraser_cursor(LIGHT, 9.0, ratio)):
        width, x, y = pixels(cursor)
        assert x == y and abs(x + 0.5 - width / 2) <= 1


@pytest.mark.parametrize(("ratio", "scale"), [(1.0, 1), (1.25, 2), (1.5, 2), (2.0, 2), (2.75, 3)])
def test_elsewhere_pictures_are_whole_multiples_and_qt_scales_the_hot_spot(ratio: float, scale: int) -> None:
    assert pixels(pen_cursor(LIGHT, ratio)) == (17 * scale, 8, 8)
    assert pixels(eraser_cursor(LIGHT, 9.0, ratio)) == (23 * scale, 11, 11)

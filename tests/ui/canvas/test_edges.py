"""Bars tell where on the page one is, and words that the ghost goes on below."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.edges import paint_ghost_below, paint_scroll_bars, scroll_bars
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.canvas.view import Extent, View
from inkapp.ui.chrome.theme import DARK, LIGHT, Theme

SIZE = QSizeF(800, 600)
ALL = Extent(0.0, 1.0)


def test_what_is_seen_of_a_page() -> None:
    small = View(0.2, 300.0, 100.0).within(800, 600, 210, 297)
    assert small.seen(800, 600, 210, 297) == (ALL, ALL)
    top = View.fit_width(800, 600, 210, 297)
    across, down = top.seen(800, 600, 210, 297)
    assert across.share == pytest.approx(1.0, abs=0.01) and down.start == 0.0 and 0.4 < down.share < 0.6
    _, end = top.moved(0, -5000).within(800, 600, 210, 297).seen(800, 600, 210, 297)
    assert end.start + end.share == pytest.approx(1.0, abs=0.01)


def test_a_bar_stands_where_one_is() -> None:
    assert scroll_bars(SIZE, ALL, ALL) == []
    (top,) = scroll_bars(SIZE, ALL, Extent(0.0, 0.25))
    (end,) = scroll_bars(SIZE, ALL, Extent(0.75, 0.25))
    assert top.top() == 3 and end.bottom() == pytest.approx(590) and top.height() == end.height() > 100
    across, down = scroll_bars(SIZE, Extent(0.0, 0.001), Extent(0.2, 0.001))
    assert across.width() == down.height() == 24 and across.bottom() <= 600 and down.right() <= 800


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_both_are_seen_in_both_themes(theme: Theme, qtbot: QtBot) -> None:
    picture = QImage(800, 600, QImage.Format.Format_RGB32)
    picture.fill(theme.surround)
    painter = QPainter(picture)
    paint_scroll_bars(painter, SIZE, ALL, Extent(0.0, 0.5), theme)
    paint_ghost_below(painter, SIZE, theme)
    painter.end()
    bar = picture.pixelColor(795, 100)
    assert abs(bar.lightness() - theme.surround.lightness()) > 30
    assert picture.pixelColor(795, 500) == theme.surround and picture.pixelColor(400, 580) != theme.surround


def test_a_canvas_shows_where_it_is(qtbot: QtBot) -> None:
    canvas = Canvas(GhostPlayer())
    qtbot.addWidget(canvas)
    canvas.resize(700, 400)
    canvas.show()
    canvas.settle()
    before = canvas.grab().toImage().pixelColor(695, 40)
    canvas.scroll_by(0, 1e6)
    canvas.settle()
    assert canvas.grab().toImage().pixelColor(695, 40) != before

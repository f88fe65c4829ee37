"""Tiles are what a full redraw would be, whatever happened before."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from inkapp.ink.document import Author, Stroke
from inkapp.ui.canvas.outline_path import outline_path
from inkapp.ui.canvas.tile_layer import TILE
from inkapp.ui.canvas.tiles import Tiles
from tests.ui.pictures import Picture, blank, pixels, wave

pytestmark = pytest.mark.usefixtures("qapp")

INKS = {Author.PERSON: QColor("#14213d"), Author.MODEL: QColor("#0e4653")}
CORNER = QPoint(0, 0)
ROOM = QRect(0, 0, 3 * TILE - 40, 2 * TILE - 30)


def page() -> tuple[Stroke, ...]:
    """Strokes all over, some across the seams of tiles, some off the page's left edge."""
    return tuple(
        wave(left, top, 45, model=(row + column) % 3 == 0)
        for row, top in enumerate(range(-2, 110, 9))
        for column, left in enumerate(range(-10, 160, 30))
    )


def finished(tiles: Tiles) -> Tiles:
    while not tiles.is_complete:
        tiles.work(1.0)
    return tiles


def shown(tiles: Tiles, origin: QPoint = CORNER, room: QRect = ROOM) -> Picture:
    image = blank(room.width(), room.height())
    painter = QPainter(image)
    tiles.paint(painter, origin, room)
    painter.end()
    return pixels(image)


def redrawn(strokes: tuple[Stroke, ...], scale: float, origin: QPoint = CORNER) -> Picture:
    image: QImage = blank(ROOM.width(), ROOM.height())
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.translate(origin)
    painter.scale(scale, scale)
    for stroke in strokes:
        painter.setBrush(INKS[stroke.author])
        painter.drawPath(outline_path(stroke.x, stroke.y, stroke.pressure))
    painter.end()
    return pixels(image)


def looking(strokes: tuple[Stroke, ...], scale: float = 4.0, rect: QRect = ROOM) -> Tiles:
    tiles = Tiles(INKS)
    tiles.set_scale(scale)
    tiles.set_visible(rect)
    tiles.set_strokes(strokes)
    return tiles


def assert_same(one: Picture, other: Picture) -> None:
    """Equal but for the last bit, in which sums of fractions may differ."""
    assert one.any()
    assert np.abs(one.astype(int) - other).max() <= 2


@pytest.mark.parametrize("scale", [1.3, 4.0, 7.56, 30.0])
def test_tiles_equal_a_full_redraw_with_no_seams(scale: float) -> None:
    assert_same(shown(finished(looking(page(), scale))), redrawn(page(), scale))


def test_also_where_the_page_was_scrolled_to() -> None:
    origin = QPoint(-333, 77)
    tiles = finished(looking(page(), 7.56, ROOM.translated(-origin)))
    assert_same(shown(tiles, origin), redrawn(page(), 7.56, origin))


def test_ink_across_the_seams_is_whole() -> None:
    """A bar over four tiles: no row or column of it is lighter than the others."""
    n = 40
    line = np.linspace(20, 110, n)
    bar = Stroke(line, np.full(n, TILE / 4), np.arange(n) / 100, np.full(n, 1.0))
    column = Stroke(np.full(n, TILE / 4), line, np.arange(n) / 100, np.full(n, 1.0))
    cover = shown(finished(looking((bar, column))))[..., 3]
    assert (cover[TILE - 1 : TILE + 1, 90:430] == 255).all()
    assert (cover[90:430, TILE - 1 : TILE + 1] == 255).all()


def test_a_stroke_added_on_top_is_drawn_at_once() -> None:
    tiles = finished(looking(page()))
    more = wave(20, 20, 120, model=True)
    assert len(tiles.set_strokes((*page_of(tiles), more))) == 1
    assert tiles.is_complete
    assert_same(shown(tiles), redrawn((*page(), more), 4.0))


def page_of(tiles: Tiles) -> tuple[Stroke, ...]:
    return tiles._index.strokes


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 10**6)), min_size=1, max_size=8))
def test_after_any_adding_and_erasing_and_bringing_back(steps: list[tuple[bool, int]]) -> None:
    strokes = page()
    whole = strokes
    tiles = finished(looking(strokes, 3.0))
    for erases, number in steps:
        if erases and strokes:
            at = number % len(strokes)
            strokes = strokes[:at] + strokes[at + 1 :]
        else:
            missing = [stroke for stroke in whole if stroke not in strokes]
            back = {missing[number % len(missing)]} if missing else set()
            strokes = tuple(stroke for stroke in whole if stroke in strokes or stroke in back)
        tiles.set_strokes(strokes)
        tiles.work(0.0)  # unfinished work must not be left over from an earlier step
    assert_same(shown(finished(tiles)), redrawn(strokes, 3.0))


def test_another_order_is_another_picture() -> None:
    over, under = wave(10, 10, 60), wave(10, 10, 60, model=True)
    tiles = finished(looking((over, under)))
    tiles.set_strokes((under, over))
    assert_same(shown(finished(tiles)), redrawn((under, over), 4.0))


def test_an_erased_stroke_is_seen_until_its_tile_is_redrawn_and_then_gone() -> None:
    kept, erased = wave(10, 60, 40), wave(10, 10, 40)
    tiles = finished(looking((kept, erased)))
    tiles.set_strokes((kept,))
    assert_same(shown(tiles), redrawn((kept, erased), 4.0))
    assert_same(shown(finished(tiles)), redrawn((kept,), 4.0))


def test_another_page_begins_as_empty_paper() -> None:
    old, new = page(), tuple(wave(x, 15, 20) for x in range(5, 150, 25))
    tiles = finished(looking(old))
    for strokes, other in ((new, old), (old, new), ((), old), (new, ())):
        assert tiles.set_strokes(strokes) or not other
        assert not shown(tiles).any() and (strokes == () or not tiles.is_complete)
        finished(tiles)
        assert (shown(tiles) == shown(finished(looking(strokes)))).all()
    tiles.set_strokes((old[0],))
    tiles.set_strokes(())
    assert not shown(finished(tiles)).any()


def test_after_a_zoom_the_earlier_tiles_stand_in() -> None:
    tiles = finished(looking(page(), 2.0))
    tiles.set_scale(4.0)
    tiles.set_visible(ROOM)
    stand_in = shown(tiles)[..., 3].astype(float)
    sharp = redrawn(page(), 4.0)[..., 3].astype(float)
    assert stand_in.mean() == pytest.approx(sharp.mean(), rel=0.1)
    assert np.corrcoef(stand_in.ravel(), sharp.ravel())[0, 1] > 0.8  # blurred, but in its place
    assert_same(shown(finished(tiles)), redrawn(page(), 4.0))


def test_a_stroke_written_while_a_zoom_is_being_drawn_is_not_lost() -> None:
    tiles = finished(looking(page(), 2.0))
    tiles.set_scale(4.0)
    tiles.set_visible(ROOM)
    tiles.work(0.0)
    more = wave(5, 5, 90)
    tiles.set_strokes((*page_of(tiles), more))
    assert_same(shown(finished(tiles)), redrawn((*page(), more), 4.0))


def test_zooming_there_and_back_needs_no_new_drawing() -> None:
    tiles = finished(looking(page(), 2.0))
    for scale in (4.0, 2.0):
        tiles.set_scale(scale)
        tiles.set_visible(ROOM)
    assert_same(shown(tiles), redrawn(page(), 2.0))


def test_work_comes_in_slices_the_middle_first() -> None:
    ticks: Iterator[int] = itertools.count()
    tiles = Tiles(INKS, clock=lambda: next(ticks))
    tiles.set_scale(4.0)
    tiles.set_visible(ROOM)
    tiles.set_strokes(page())
    slices, drawn = 0, []
    while not tiles.is_complete:
        drawn += tiles.work(3.0)
        slices += 1
    assert slices > 5
    assert drawn[0].intersects(
        QRect(ROOM.center() - QPoint(TILE // 2, TILE // 2), ROOM.center() + QPoint(TILE // 2, TILE // 2))
    )
    seen = [rect.intersects(ROOM) for rect in drawn]
    assert seen == sorted(seen, reverse=True)  # what is beside the room comes last
    assert_same(shown(tiles), redrawn(page(), 4.0))


def test_a_tile_that_is_being_drawn_is_drawn_once_though_the_view_is_told_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("inkapp.ui.canvas.tiles.BATCH", 1)
    tiles = looking(page())
    tiles.work(0.0)
    tiles.set_visible(ROOM)
    drawn = []
    while not tiles.is_complete:
        drawn += [rect.getRect() for rect in tiles.work(0.0)]
    assert len(drawn) == len(set(drawn))
    assert_same(shown(tiles), redrawn(page(), 4.0))


def test_other_colours_reach_every_tile() -> None:
    tiles = finished(looking((wave(10, 10, 40),)))
    tiles.set_colours(dict.fromkeys(Author, QColor("#ffffff")))
    cover = shown(finished(tiles))
    assert cover[..., 3].max() == 255 and (cover[..., 0] == cover[..., 3]).all()


def test_tiles_far_from_what_is_seen_are_forgotten() -> None:
    tiles = looking(page(), 20.0)
    for step in range(12):
        tiles.set_visible(ROOM.translated(step * ROOM.width(), 0))
        finished(tiles)
    assert len(tiles._layer.tiles) < 60

"""A page that is still being drawn: what is in sight comes first, and all else can be done meanwhile."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.edits import AddStrokes, EraseStrokes
from inkapp.ink.history import History
from inkapp.ui.canvas import canvas, tiles
from inkapp.ui.chrome.theme import DARK
from tests.ui.canvas.host import Host, at
from tests.ui.pens import Pen
from tests.ui.pictures import grabbed, wave

PLACE = np.s_[280:321, 290:511]  # of a line that the tests draw: rows, columns


@pytest.fixture(autouse=True)
def one_stroke_a_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas, "SLICE_S", 0.0)
    monkeypatch.setattr(tiles, "BATCH", tiles.SHAPING)


def crowd() -> tuple[Stroke, ...]:
    """All over the page, so that some are in sight, some beside it and some farther off; none where a line is drawn."""
    return tuple(wave(x, y, 20) for y in range(4, 290, 6) for x in range(4, 200, 24) if not 60 < y < 100)


@pytest.fixture
def opening(host: Host) -> Host:
    """A page of which not all that is in sight is drawn."""
    host.history = History(Document((Page(crowd()),)))
    host.show(host.history.current)
    for _ in range(20):
        host.canvas.paint_slice()
    assert not host.canvas.is_sharp
    return host


def anew(host: Host, qtbot: QtBot) -> Host:
    """The same page and view on a canvas that has drawn nothing else."""
    other = Host(qtbot, host.strokes)
    other.canvas.set_theme(host.canvas._layers.theme)
    while other.canvas.view.zoom < host.canvas.view.zoom:
        other.canvas.zoom_in()
    apart = other.canvas.view.x - host.canvas.view.x, other.canvas.view.y - host.canvas.view.y
    other.canvas.scroll_by(*apart)
    assert other.canvas.view == host.canvas.view
    return other


def assert_same(one: np.ndarray, other: np.ndarray) -> None:
    assert np.abs(one.astype(int) - other).max() <= 2


def test_what_is_in_sight_is_sharp_before_what_is_beside_it_is_begun(opening: Host) -> None:
    whole = opening.canvas
    while not whole.is_sharp:
        assert not whole.is_settled
        whole.paint_slice()
    assert not whole.is_settled
    seen = grabbed(whole)
    whole.settle()
    assert_same(seen, grabbed(whole))


def test_a_stroke_drawn_meanwhile_appears_at_once(opening: Host, qtbot: QtBot) -> None:
    before = grabbed(opening.canvas)[PLACE]
    Pen(opening.canvas).line([(300 + 4 * step, 300) for step in range(50)])
    assert opening.told == ["begun", "ended"] and not opening.canvas.is_sharp
    after = grabbed(opening.canvas)[PLACE]
    assert (after[20, 12:-12, :3] < 100).all(axis=1).mean() > 0.95 and not np.array_equal(before, after)
    assert_same(opening.picture(), anew(opening, qtbot).picture())


def test_a_zoom_meanwhile_leaves_nothing_of_what_was_there(opening: Host, qtbot: QtBot) -> None:
    """Nor does erasing between two zooms, nor the way back to tiles that were left unfinished."""
    seen = opening.canvas
    for change in (seen.zoom_in, seen.zoom_in, seen.zoom_out, seen.zoom_out, seen.zoom_in):
        change()
        for _ in range(9):
            seen.paint_slice()
        opening.show(opening.history.apply(EraseStrokes((1, 20, len(opening.strokes) - 1))))
        opening.show(opening.history.apply(AddStrokes((wave(30, 40, 50, model=True),))))
    assert not seen.is_settled
    assert_same(opening.picture(), anew(opening, qtbot).picture())


def test_scrolling_and_a_theme_meanwhile(opening: Host, qtbot: QtBot) -> None:
    opening.canvas.scroll_by(0, 333)
    opening.canvas.paint_slice()
    opening.canvas.set_theme(DARK)
    opening.canvas.paint_slice()
    opening.canvas.scroll_by(0, -90)
    assert not opening.canvas.is_sharp
    assert_same(opening.picture(), anew(opening, qtbot).picture())


def test_it_goes_on_by_itself_between_events(opening: Host, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: opening.canvas.is_settled, timeout=60_000)
    assert_same(grabbed(opening.canvas), anew(opening, qtbot).picture())
    qtbot.waitUntil(lambda: not opening.canvas.has_work, timeout=60_000)
    index = opening.canvas._layers._tiles._index
    assert all(map(index.is_shaped, opening.strokes))


def test_an_eraser_meanwhile_finds_what_is_not_drawn_yet(opening: Host, qtbot: QtBot) -> None:
    x, y = at(opening.canvas, 14, 60)
    count = len(opening.strokes)
    Pen(opening.canvas, tail=True).line([(x, y - 30), (x, y), (x, y + 30)])
    assert len(opening.strokes) < count
    assert_same(opening.picture(), anew(opening, qtbot).picture())

"""What the canvas shows: ink, ghost, theme and hint; the picture does not depend on how it came about."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inkapp.ink import file
from inkapp.ink.document import Document, Origin, Page
from inkapp.ink.ghost import Ghost, GhostStroke
from inkapp.ui.canvas.view import View
from inkapp.ui.chrome.theme import DARK
from tests.ui.canvas.host import Host, rows
from tests.ui.pens import Mouse
from tests.ui.pictures import wave


def ghost(complete: bool = True) -> Ghost:
    stroke = wave(60, 60, 30)
    step = np.arange(len(stroke))
    made = GhostStroke(stroke.x, stroke.y, stroke.t, stroke.pressure, step, True, Origin("live", 1, 0.5))
    return Ghost(0, (made,), complete, 1)


def test_the_picture_does_not_depend_on_how_it_came_about(qtbot: QtBot) -> None:
    """Written, scrolled and zoomed to: the same as opened there."""
    host = Host(qtbot)
    for stroke in rows():
        host.canvas.pen_tool.stroke_ended.emit(stroke)
    host.canvas.zoom_in()
    host.canvas.scroll_by(37, 91)
    host.canvas.settle()
    host.canvas.scroll_by(-21, -13)
    other = Host(qtbot, rows())
    other.canvas.zoom_in()
    other.canvas.scroll_by(16, 78)
    assert other.canvas.view == host.canvas.view
    difference = np.abs(host.picture().astype(int) - other.picture())
    assert difference.max() <= 2


def test_a_theme_is_only_a_view(qtbot: QtBot) -> None:
    host = Host(qtbot, rows())
    light, content = host.picture(), file.dumps(host.history.current)
    host.canvas.set_theme(DARK)
    dark = host.picture()
    assert light.mean() > 180 > 100 > dark.mean()
    assert dark[..., :3].max() > 200  # light ink
    assert file.dumps(host.history.current) == content


def test_a_ghost_is_drawn_in_its_own_colour_and_goes(host: Host) -> None:
    before = host.picture()
    host.player.show(ghost())
    host.player.set_pace(0)
    seen = host.picture()
    changed = (seen != before).any(axis=2)
    assert changed.sum() > 200
    darkest = seen[changed][:, :3].astype(int).sum(axis=1).min()
    assert darkest > 200  # grey, not ink
    host.player.clear()
    assert np.array_equal(host.picture(), before)


def test_a_growing_ghost_shows_its_pen(host: Host) -> None:
    host.player.show(ghost(complete=False))
    host.player.set_pace(0)
    growing = host.picture()
    host.player.show(ghost(complete=True))
    assert not np.array_equal(host.picture(), growing)


def test_accepted_ink_differs_from_ghost_and_from_the_hands(host: Host) -> None:
    pictures = []
    for stroke in (wave(60, 60, 30), wave(60, 60, 30, model=True)):
        host.show(Document((Page((stroke,)),)))
        pictures.append(host.picture())
    assert not np.array_equal(*pictures)  # type: ignore[arg-type]


def test_the_hint_shows_on_the_empty_page_only(host: Host) -> None:
    empty = host.picture()
    host.canvas.set_hint("Write a few words")
    assert not np.array_equal(host.picture(), empty)
    mouse = Mouse(host.canvas)
    mouse.line([(300, 500), (320, 500)])
    host.canvas.set_hint("")
    written = host.picture()
    host.canvas.set_hint("Write a few words")
    assert np.array_equal(host.picture(), written)
    host.show(host.history.undo())
    assert not np.array_equal(host.picture(), empty)


def test_a_page_of_another_size_is_fitted(host: Host) -> None:
    host.show(Document((Page(width=100, height=50), Page())))
    assert host.canvas.view.zoom == View.fit_width(800, 600, 100, 50).zoom
    with pytest.raises(IndexError):
        host.canvas.set_document(Document(), 3)


def test_it_has_a_name_and_says_what_is_on_it(qtbot: QtBot) -> None:
    host = Host(qtbot, rows())
    assert host.canvas.accessibleName() == "Page"
    assert "4 strokes" in host.canvas.accessibleDescription()
    assert host.canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus


@pytest.mark.parametrize(("wide", "tall"), [(210.0, 297.0), (148.0, 210.0), (105.0, 148.0)])
def test_the_hint_has_room_on_every_paper(host: Host, wide: float, tall: float) -> None:
    bars = 16
    host.show(Document((Page(width=wide, height=tall),)))
    host.canvas.zoom_fit()
    before = host.picture()
    host.canvas.set_hint("         ".join("l" * bars))
    inked = (host.picture() != before).any(axis=(0, 2))
    assert np.count_nonzero(inked[1:] & ~inked[:-1]) == bars
    right = host.canvas.view.to_widget(wide - Page().margin, 0.0)[0] * host.canvas.devicePixelRatioF()
    assert np.flatnonzero(inked)[-1] <= right

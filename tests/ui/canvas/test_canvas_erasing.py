"""Erasing on the canvas: hidden at once, told when the pen lifts, undone whole."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from inkapp.ink import file
from inkapp.ink.document import Document, Page
from inkapp.ui.canvas.canvas import Tool
from tests.ui.canvas.host import Host, at, rows
from tests.ui.pens import MOUSE_MOVE, MOUSE_PRESS, MOUSE_RELEASE, Mouse, Pen


def test_erase_three_draw_one_and_two_undos_bring_everything_back(qtbot: QtBot) -> None:
    host = Host(qtbot, rows())
    first, untouched = host.picture(), host.history.current
    host.canvas.set_tool(Tool.ERASER)
    Mouse(host.canvas).line([at(host.canvas, 60, 28), at(host.canvas, 60, 40), at(host.canvas, 60, 60)])
    assert host.told == ["erased 3"]
    assert host.strokes == rows()[3:]
    host.canvas.set_tool(Tool.PEN)
    Mouse(host.canvas, stamp=9000).line([(300, 300), (340, 320), (380, 300)])
    assert len(host.strokes) == 2
    host.show(host.history.undo())
    host.show(host.history.undo())
    assert host.history.current.pages is not None
    assert all(one is other for one, other in zip(host.strokes, untouched.pages[0].strokes, strict=True))
    assert file.dumps(host.history.current) == file.dumps(untouched)
    assert np.array_equal(host.picture(), first)


def test_what_is_erased_is_hidden_before_anybody_is_told(qtbot: QtBot) -> None:
    host = Host(qtbot, rows())
    first = host.picture()
    mouse = Mouse(host.canvas)
    host.canvas.set_tool(Tool.ERASER)
    mouse.send(MOUSE_PRESS, *at(host.canvas, 60, 28))
    mouse.send(MOUSE_MOVE, *at(host.canvas, 60, 36))
    assert host.told == [] and len(host.strokes) == 4
    assert not np.array_equal(host.picture(), first)
    host.show(Document((Page(rows()[2:]),), 7))  # another document meanwhile: the old numbers mean nothing
    mouse.send(MOUSE_RELEASE, *at(host.canvas, 60, 36))
    assert host.told == []
    host.show(host.history.current)
    assert np.array_equal(host.picture(), first)


def test_the_tail_erases_and_the_tip_draws_again(qtbot: QtBot) -> None:
    host = Host(qtbot, rows())
    Pen(host.canvas, tail=True).line([at(host.canvas, 60, 28), at(host.canvas, 60, 36)])
    assert host.told == ["erased 1"]
    Pen(host.canvas, stamp=9000).line([(300, 300), (340, 320)])
    assert host.told == ["erased 1", "begun", "ended"]


def test_an_eraser_that_touched_nothing_tells_nothing(host: Host) -> None:
    host.canvas.set_tool(Tool.ERASER)
    Mouse(host.canvas).line([(300, 300), (400, 300)])
    assert host.told == []

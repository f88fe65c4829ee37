"""The boxes of a card are printed on the sheet in both themes, and are no ink."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from inkapp.ink.card import Box, card
from inkapp.ink.document import Document
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.chrome.theme import DARK, LIGHT, Theme
from tests.ui.pictures import grabbed


@pytest.fixture(params=[LIGHT, DARK], ids=lambda theme: theme.name)
def canvas(qtbot: QtBot, request: pytest.FixtureRequest) -> Canvas:
    made = Canvas(GhostPlayer(), request.param)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.set_document(Document((card(4.0)[1].page,)))
    made.show()
    made.settle()
    return made


def colour(canvas: Canvas, x: float, y: float) -> tuple[int, int, int]:
    """The pixel at a place of the page, mm."""
    image = canvas.grab().toImage()
    px, py = canvas.view.to_widget(x, y)
    return image.pixelColor(round(px), round(py)).getRgb()[:3]


def rgb(theme: Theme, name: str) -> tuple[int, int, int]:
    return getattr(theme, name).getRgb()[:3]


def test_frames_lines_and_signs_are_painted_and_gone_with_the_boxes(canvas: Canvas):
    theme, boxes = canvas._layers.theme, card(4.0)[1].boxes
    box: Box = boxes[9]
    empty = grabbed(canvas)
    canvas.set_boxes(boxes)
    middle = box.left + box.width / 2
    assert colour(canvas, box.left, box.top + 3.0) == rgb(theme, "edge")
    assert colour(canvas, middle, box.baseline) == rgb(theme, "ghost")
    assert colour(canvas, middle, box.baseline - box.x_height) == rgb(theme, "rule")
    assert colour(canvas, middle, box.baseline - 0.5 * box.x_height) == rgb(theme, "sheet")
    image = canvas.grab().toImage()
    left, top = (round(at) for at in canvas.view.to_widget(box.left, box.top))
    corner = {image.pixelColor(left + 2 + x, top + 2 + y).getRgb()[:3] for x in range(14) for y in range(16)}
    muted = rgb(theme, "muted")  # smoothed at its edges
    assert min(sum(abs(one - other) for one, other in zip(found, muted, strict=True)) for found in corner) < 40
    canvas.set_boxes(())
    assert (grabbed(canvas) == empty).all()

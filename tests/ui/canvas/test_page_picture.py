"""A picture of a page shows its ink, where it was written on last."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from inkapp.ink.document import Page
from inkapp.ui.canvas.page_picture import page_picture
from inkapp.ui.chrome.theme import DARK, LIGHT, Theme
from tests.ink.documents import stroke


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("at", [10.0, 150.0, 290.0])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_last_stroke_is_in_sight(qtbot: QtBot, theme: Theme, at: float, ratio: float):
    page = Page((stroke([(105, 5)]), stroke([(20, at), (190, at)])))
    picture = page_picture(page, theme, 300, 130, ratio)
    assert (picture.width(), picture.height(), picture.devicePixelRatio()) == (300 * ratio, 130 * ratio, ratio)
    page = page.with_strokes([page.strokes[1], stroke([(20, at)])])  # the same part of the page
    without = page_picture(page.with_strokes(page.strokes[1:]), theme, 300, 130, ratio)
    assert page_picture(page, theme, 300, 130, ratio).toImage() != without.toImage()


def test_an_empty_page_and_a_low_one_have_pictures(qtbot: QtBot):
    assert page_picture(Page(), LIGHT, 300, 130, 1.0).height() == 130
    assert page_picture(Page(width=300, height=30), LIGHT, 300, 130, 1.0).height() == 30

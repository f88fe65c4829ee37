"""Pictures of hands: a line of their ink, and whatever a file from elsewhere holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor

from inkapp.ink.document import Author, Origin, Page, Stroke
from inkapp.ui.chrome.theme import DARK, LIGHT, Theme
from inkapp.ui.hands.picture import hand_picture
from tests.ink.documents import stroke
from tests.ui.hands.conftest import line
from tests.ui.pictures import Picture, pixels

pytestmark = pytest.mark.usefixtures("qapp")


def picture(page: Page, theme: Theme = LIGHT, width: int = 300, ratio: float = 1.0) -> Picture:
    return pixels(hand_picture(page, theme, width, 44, ratio).toImage())


def strongest(found: Picture) -> tuple[int, ...]:
    """The colour of the most opaque pixel."""
    y, x = np.unravel_index(found[:, :, 3].argmax(), found.shape[:2])
    blue, green, red, _ = found[y, x].tolist()
    return red, green, blue


def rgb(colour: QColor) -> tuple[int, ...]:
    return colour.getRgb()[:3]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_ink_is_the_pages_in_each_theme_and_on_nothing(theme: Theme):
    page = Page().with_strokes(line())
    found = picture(page, theme)
    assert strongest(found) == rgb(theme.ink) and (found[:, :, 3] == 0).mean() > 0.5
    written = [replace(one, author=Author.MODEL, origin=Origin("live", 1, 0.5)) for one in page.strokes]
    assert strongest(picture(page.with_strokes(written), theme)) == rgb(theme.model)


def test_a_narrow_picture_has_fewer_words_not_smaller_ones():
    page = Page().with_strokes(line("the pen and the ink are on the page"))
    wide, narrow = picture(page, width=500), picture(page, width=140)
    rows = [np.flatnonzero(found[:, :, 3].any(axis=1)) for found in (wide, narrow)]
    assert len(rows[1]) > 0.75 * len(rows[0])
    edge = narrow[:, :, 3].any(axis=0)
    assert edge[:60].any() and not edge[-1]  # a whole word, not a cut one


def test_on_a_fine_screen_it_has_more_pixels():
    page = Page().with_strokes(line())
    made = hand_picture(page, LIGHT, 300, 44, 2.0)
    assert (made.width(), made.height(), made.devicePixelRatio()) == (600, 88, 2.0)
    assert (pixels(made.toImage())[:, :, 3] > 0).sum() > 3 * (picture(page)[:, :, 3] > 0).sum()


ODD: dict[str, list[Stroke]] = {
    "a dot": [stroke([(40.0, 50.0)])],
    "one spot": [stroke([(40.0, 50.0)] * 50)],
    "far away": [stroke([(-1e6, -1e6), (1e6, 1e6)]), stroke([(1e6, 0.0)])],
    "a picture": [stroke([(20.0, 40.0), (190.0, 280.0), (20.0, 280.0), (190.0, 40.0)])],
    "a dash": [stroke([(20.0, 40.0), (190.0, 40.0)])],
    "tiny": [stroke([(20.0 + 1e-6 * n, 40.0 + 1e-6 * (n % 2)) for n in range(90)])],
    "many dots": [stroke([(20.0 + n % 100, 40.0 + n // 100)]) for n in range(3000)],
}


@pytest.mark.parametrize("strokes", ODD.values(), ids=ODD)
@pytest.mark.parametrize("height", [1.0, 297.0, 10_000.0])
def test_odd_ink_has_a_picture_too(strokes: list[Stroke], height: float):
    assert picture(Page(height=height, rule_spacing=0.5).with_strokes(strokes)).shape == (44, 300, 4)
    assert picture(Page(height=height).with_strokes(strokes), width=1).shape == (44, 1, 4)


@pytest.mark.parametrize("strokes", [ODD[name] for name in ("a dot", "one spot", "tiny", "many dots")])
def test_ink_that_can_be_seen_is_seen(strokes: list[Stroke]):
    assert picture(Page().with_strokes(strokes))[:, :, 3].max() > 100

"""A line laid out with what was read: pixels lead to symbols and back, and rows hold all of the ink."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from inkapp.inspect import attention
from inkapp.inspect.attention import Attention, attend
from inkapp.ui.chrome.theme import DARK, LIGHT
from inkapp.ui.inspector.caption_rows import EDGE, lay_out
from inkapp.ui.inspector.caption_view import CaptionView
from tests.inspect.captions import endless, lively
from tests.inspect.lines import line_of


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Attention:
    monkeypatch.setattr(attention, "captioner", lively)
    return attend(line_of())


def seen(found: Attention, qtbot: QtBot) -> CaptionView:
    view = CaptionView()
    qtbot.addWidget(view)
    view.resize(400, view.heightForWidth(400))
    view.show_attention(found)
    view.resize(400, view.heightForWidth(400))
    return view


def local(found: Attention) -> np.ndarray:
    return found.line.frame.to_local(np.stack((found.line.x, found.line.y), axis=1))


def test_each_symbol_is_found_where_it_stands(found: Attention, qtbot: QtBot) -> None:
    view = seen(found, qtbot)
    for symbol in range(len(found)):
        place = view.place_of(symbol)
        assert place is not None and view.rect().contains(place.toPoint())
        assert view.symbol_at(place) == symbol


def test_over_the_ink_it_is_the_symbol_that_looked_nearest(found: Attention, qtbot: QtBot) -> None:
    view = seen(found, qtbot)
    (row,) = view._lay_out(400.0)[0]
    for symbol, x in zip(row.symbols, row.wanted, strict=True):
        nearest = view.symbol_at(QPointF(x, 6.0))
        assert (nearest is not None and abs(row.wanted[row.symbols.index(nearest)] - x) < 1e-9) or nearest == symbol


@pytest.mark.parametrize("width", [60.0, 120.0, 400.0, 2000.0])
def test_rows_hold_all_of_the_ink_and_every_symbol_once(found: Attention, width: float) -> None:
    points = local(found) * (5.0, 1.0)  # a long line
    rows, scale = lay_out(found, points, width, lambda word: 7.0 * len(word))
    assert rows[0].left == points[:, 0].min() and rows[-1].right > points[:, 0].max()
    assert all(one.right == other.left for one, other in pairwise(rows))
    assert all((row.right - row.left) * scale <= max(width - 2 * EDGE, 40.0) + 1e-6 for row in rows)
    assert sorted(k for row in rows for k in row.symbols) == list(range(len(found)))
    assert (len(rows) > 1) is (width < 400.0)


def test_of_more_symbols_than_there_is_room_for_the_first_are_shown(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(attention, "captioner", endless)
    found = attend(line_of())
    view = seen(found, qtbot)
    (row,) = view._lay_out(400.0)[0]
    assert len(row.symbols) == 200 and 10 < len(row.middles) < 100
    assert view.place_of(0) is not None and view.place_of(199) is None
    assert view.symbol_at(QPointF(398.0, float(view.height() - 2))) == row.symbols[len(row.middles) - 1]


def test_its_colours_are_the_themes_and_the_levels(found: Attention, qtbot: QtBot) -> None:
    view, pictures = seen(found, qtbot), []
    for theme in (LIGHT, DARK):
        view.set_theme(theme)
        for level in (0, 14):
            view.show_symbol(0, np.full(len(found.line), level, dtype=np.uint8), None, "Symbol 1")
            pictures.append(view.grab().toImage())
            assert pictures[-1].pixelColor(20, 3) == theme.sheet
    assert all(one != other for n, one in enumerate(pictures) for other in pictures[:n])
    view.show_symbol(0, np.full(len(found.line), 14, dtype=np.uint8), 0, "Symbol 1")
    assert view.grab().toImage() != pictures[-1]  # what comes later is not shown
    assert view.accessibleDescription().startswith("Symbol 1;")

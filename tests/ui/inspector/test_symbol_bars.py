"""The softmax as bars: as long as the chances, and named for those who do not see them."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from inkapp.inspect import attention
from inkapp.inspect.attention import attend
from inkapp.inspect.draw.attention import percent
from inkapp.ui.chrome.theme import LIGHT
from inkapp.ui.inspector.symbol_bars import Chance, Softmax, SymbolBars
from tests.inspect.captions import lively
from tests.inspect.lines import line_of


def pixels_of(bars: SymbolBars) -> int:
    image = bars.grab().toImage()
    row = bars.fontMetrics().height() // 2 + 2
    return sum(image.pixelColor(x, row) == LIGHT.accent for x in range(image.width()))


def test_a_bar_is_as_long_as_its_chance(qtbot: QtBot) -> None:
    bars = SymbolBars()
    qtbot.addWidget(bars)
    bars.resize(400, bars.sizeHint().height())
    long = []
    for share in (0.0, 0.4, 0.8):
        bars.show_chances([Chance(" ", share, 0.0, True)])
        long.append(pixels_of(bars))
    assert long[0] < long[1] and abs((long[2] - long[1]) - (long[1] - long[0])) <= 3


def test_the_slider_warms_the_symbols_that_are_shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "captioner", lively)
    found, softmax = attend(line_of()), Softmax()
    qtbot.addWidget(softmax)
    softmax.warmed.connect(lambda: softmax.show_symbol(found, 1))
    for temperature in (0.2, 2.0, 1.0):
        softmax.slider.setValue(round(100 * temperature))
        best = found.probabilities(1, temperature).max()
        said = softmax.bars.accessibleDescription()
        assert said.startswith(f"{found.name(int(found.labels[1]))} {percent(float(best))}, ")
        assert softmax.temperature == pytest.approx(temperature)
    softmax.slider.setValue(0)
    assert softmax.temperature == pytest.approx(0.2)  # never so cold that nothing can be divided by it
    assert np.isfinite(found.probabilities(1, softmax.temperature)).all()

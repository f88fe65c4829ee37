"""Both themes can be read, and reach the widgets."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inkapp.ui.chrome.theme import DARK, LIGHT, Theme, palette


def luminance(colour: QColor) -> float:
    """Relative luminance after WCAG 2.2."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_everything_can_be_told_from_its_ground(theme: Theme) -> None:
    for ink in (theme.ink, theme.model):
        assert contrast(ink, theme.sheet) >= 7
    assert contrast(theme.ghost, theme.sheet) >= 3
    assert contrast(theme.muted, theme.sheet) >= 4.5  # the hint
    for ground in (theme.surface, theme.field):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.muted, ground) >= 4.5
        assert contrast(theme.accent, ground) >= 3
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_ruling_stays_behind_the_ink_and_the_ghost(theme: Theme) -> None:
    for quiet in (theme.rule, theme.margin_line):
        assert contrast(quiet, theme.sheet) < contrast(theme.ghost, theme.sheet) / 1.5


def test_the_palette_reaches_a_widget(qtbot: QtBot) -> None:
    label = QLabel("ink")
    qtbot.addWidget(label)
    label.setPalette(palette(DARK))
    assert label.palette().color(QPalette.ColorRole.WindowText) == DARK.text
    assert label.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText) == DARK.muted

"""The fields for a text's numbers, each with its range, its unit and its name."""

from __future__ import annotations

import math
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from inkapp.ui.chrome.text_settings import RANGES

Field = TypeVar("Field", QSpinBox, QDoubleSpinBox)

USUAL = "as usual"
ANY_SEED = "any"
MOST_SEED = 999_999_999


def size_field() -> QSpinBox:
    """In percent of the hand's own size."""
    return percent_field("size", "Size", "Size, of the hand's own", 10)


def percent_field(name: str, accessible: str, tip: str, step: int) -> QSpinBox:
    """A factor of the style, in percent."""
    field = QSpinBox()
    low, high = RANGES[name]
    field.setRange(round(100 * low), round(100 * high))
    field.setSingleStep(step)
    field.setSuffix(" %")
    return _named(field, accessible, tip)


def slant_field() -> QSpinBox:
    """In degrees, to the right, of what is added to the hand's own slant."""
    field = QSpinBox()
    low, high = RANGES["slant"]
    field.setRange(math.ceil(math.degrees(math.atan(low))), math.floor(math.degrees(math.atan(high))))
    field.setSuffix("°")
    return _named(field, "Slant", "Slant, to the right, beside the hand's own")


def slant_of(tangent: float) -> int:
    """Degrees."""
    return round(math.degrees(math.atan(tangent)))


def tangent_of(degrees: int) -> float:
    return round(math.tan(math.radians(degrees)), 6)


def temperature_field(name: str, accessible: str, tip: str, *, optional: bool) -> QDoubleSpinBox:
    """A temperature; where it is ``optional``, the least value stands for the usual one."""
    field = QDoubleSpinBox()
    low, high = RANGES[name]
    step = 0.05
    field.setDecimals(2)
    field.setSingleStep(step)
    field.setRange(low - step if optional else low, high)
    if optional:
        field.setSpecialValueText(USUAL)
    return _named(field, accessible, tip)


def indent_field() -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(*RANGES["indent"])
    field.setDecimals(1)
    field.setSuffix(" mm")
    return _named(field, "Indent", "How far each paragraph's first line begins to the right")


def seed_field() -> QSpinBox:
    """Any, or one that is named."""
    field = QSpinBox()
    field.setRange(-1, MOST_SEED)
    field.setSpecialValueText(ANY_SEED)
    return _named(field, "Seed", "Equal text, hand, seed and style give equal ink; type one to fix it")


def _named(field: Field, accessible: str, tip: str) -> Field:
    field.setAccessibleName(accessible)
    field.setToolTip(tip)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setKeyboardTracking(False)
    return field

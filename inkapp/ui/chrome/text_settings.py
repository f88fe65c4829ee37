"""What the app remembers of typed text: how it is to look, how fast it is shown, and what was not written yet."""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QSettings

from inkapp.ink.typed_text import FIELD_RANGES, LONGEST_TEXT, Alignment, TextStyle
from model.temperatures import SLIDER_TEMPERATURES

RANGES = dict.fromkeys(("temperature", "shake", "pen"), SLIDER_TEMPERATURES) | FIELD_RANGES  # of a style's numbers


class Speed(Enum):
    """How fast words are shown; the value is times as fast as a pen, 0 for at once."""

    PEN = 1.0
    QUICK = 3.0
    QUICKEST = 10.0
    AT_ONCE = 0.0


class TextSettings:
    """A typed front of the part of one ``QSettings`` that concerns typed text. What is set is there at the next start."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    @property
    def style(self) -> TextStyle:
        """How the next text is to look."""
        numbers = {name: value for name in RANGES if (value := self._number(name)) is not None}
        try:
            alignment = Alignment(str(self._store.value("text/alignment", "", type=str)))
        except ValueError:
            alignment = Alignment.LEFT
        return TextStyle(**numbers, alignment=alignment)

    @style.setter
    def style(self, style: TextStyle) -> None:
        for name in RANGES:
            value = getattr(style, name)
            self._store.setValue(f"text/{name}", "" if value is None else float(value))
        self._store.setValue("text/alignment", style.alignment.value)

    @property
    def speed(self) -> Speed:
        """How fast words are shown."""
        try:
            return Speed(float(str(self._store.value("text/speed", Speed.QUICK.value))))
        except ValueError:
            return Speed.QUICK

    @speed.setter
    def speed(self, speed: Speed) -> None:
        self._store.setValue("text/speed", speed.value)

    @property
    def draft(self) -> str:
        """What was typed and not written."""
        return str(self._store.value("text/draft", "", type=str))[:LONGEST_TEXT]

    @draft.setter
    def draft(self, text: str) -> None:
        self._store.setValue("text/draft", text)
        self._store.sync()  # safe from a crash at once

    def _number(self, name: str) -> float | None:
        try:
            value = float(str(self._store.value(f"text/{name}", "")))
        except ValueError:
            return None
        low, high = RANGES[name]
        return min(max(value, low), high) if math.isfinite(value) else None

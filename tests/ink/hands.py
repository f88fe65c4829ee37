"""Hands for the tests: one with a few made-up strokes and signs."""

from __future__ import annotations

from datetime import UTC, datetime

from inkapp.ink.document import Page
from inkapp.ink.hand import Hand, Sign
from tests.ink.documents import stroke

MADE = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def hand(name: str = "Mine", number: int = 1, **signs: Sign) -> Hand:
    """``number`` is its id."""
    page = Page(rule_spacing=9.0).with_strokes(
        [stroke([(20.0, 40.0), (22.5, 38.0), (24.0, 40.1)]), stroke([(30.0, 36.0)])]
    )
    return Hand(name, page, MADE, f"{number:016x}", signs)


def sign(x_height: float = 4.0) -> Sign:
    return Sign((stroke([(0.0, -4.0), (2.0, 0.0)]), stroke([(0.0, 0.0), (2.0, -4.0)])), x_height)

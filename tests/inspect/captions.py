"""A small captioner that says several characters of a line and then its end, and one that never ends."""

from __future__ import annotations

from functools import cache

from model.captioner import Captioner
from tests.model import nets

LIVELY = 29  # of the first forty seeds the one whose network ends the line "hello" after some characters
WILD = ("embedding.weight", "cell.weight_hh", "head.weight", "looked.weight", "score.weight")


@cache
def lively() -> Captioner:
    """Says eight symbols of ``tests.inspect.lines.line_of()``, the end among them."""
    weights, config = nets.captioner_parts(seed=LIVELY)
    for name in WILD:
        weights[f"decoder.{name}"] *= 4.0
    return Captioner(weights, config)


@cache
def endless() -> Captioner:
    """Says the same character until it is stopped."""
    return nets.captioner(seed=11)

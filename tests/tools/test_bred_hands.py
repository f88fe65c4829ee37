"""Hands are bred towards an aim: legible lines that are near to it are kept, leant and stretched a little."""

from __future__ import annotations

import numpy as np
import pytest

from tests.live.compose.networks import MadeUpNetwork
from tools.bred_hands import FIRST_TEXT, LATER_TEXTS, MOST_LEAN, Aim, BredLine, breed, first_lines, pushed

SLANTED = Aim(2.0, {"slant": 0.6})


def line(errors: float = 0.0, **looks: float) -> BredLine:
    return BredLine((), FIRST_TEXT, errors, {"slant": 0.0, "width": 1.0, "blotted": 0.0} | looks)


def test_what_is_near_to_the_aim_and_legible_costs_least() -> None:
    assert line(slant=0.6).cost(SLANTED) == 0.0
    assert line(slant=0.5).cost(SLANTED) < line(slant=0.4).cost(SLANTED)
    assert line(0.1, slant=0.6).cost(SLANTED) > line(slant=0.5).cost(SLANTED)
    assert line(slant=0.6, blotted=0.3).cost(SLANTED) > line(slant=0.6, blotted=0.1).cost(SLANTED)


def test_a_line_is_leant_and_stretched_a_little_towards_the_aim() -> None:
    first = first_lines(MadeUpNetwork(), lambda ink: FIRST_TEXT, [1])[0]
    aim = Aim(2.0, {"slant": 2.0, "width": 1.1 * first.looks["width"]})
    plain, changed = first.strokes, pushed(first, aim).strokes
    x, y, now = (np.concatenate(part) for part in ([s.x for s in plain], [s.y for s in plain], [s.x for s in changed]))
    found = np.linalg.lstsq(np.stack((x, -y, np.ones(len(x))), axis=1), now, rcond=None)[0]
    assert found[:2] == pytest.approx([1.1, MOST_LEAN])


def test_a_hand_goes_from_its_first_line_through_one_line_a_generation() -> None:
    network = MadeUpNetwork()
    read = lambda ink: FIRST_TEXT  # noqa: E731
    first = first_lines(network, read, [1])[0]
    lines = breed(network, read, first, SLANTED, 1)
    assert [one.text for one in lines] == [FIRST_TEXT, *LATER_TEXTS]
    assert first.errors == 0.0 and lines[1].errors > 0.0
    assert lines[0].looks["slant"] > first.looks["slant"]

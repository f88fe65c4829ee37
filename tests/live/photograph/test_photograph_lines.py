"""The lines of photographs of made-up pages: all of them, each by itself, as the network sees the same ink."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkapp.live.photograph.filters import blurred
from inkapp.live.photograph.photograph_lines import lines_of_picture
from lab.photographs.found import compare
from lab.photographs.paper import Sheet
from model.arrays import Float32Array
from model.ink_picture import HEIGHT, picture
from model.straighten import space_strokes
from model.strokes import Representation
from tests.live.photograph.pages import PLAIN, TEXTS, lines, page

SHEETS = {
    "plain": PLAIN,
    "downhill": replace(PLAIN, turned=4.5),
    "uphill": replace(PLAIN, turned=-4.5),
    "in a shade": replace(PLAIN, shade=0.6),
    "noisy": replace(PLAIN, noise=0.05),
    "ruled": replace(PLAIN, rules=8.0, rule_dark=0.3, turned=1.3),
    "ruled as dark as the ink": replace(PLAIN, rules=9.0, rule_dark=0.6, dark=0.65, turned=-2.0),
    "broad pen": replace(PLAIN, pen=0.8),
    "fine pen": replace(PLAIN, pen=0.2, dpi=300),
    "coarse": replace(PLAIN, dpi=120),
    "blackboard": replace(PLAIN, board=True, turned=2.0),
}


def likeness(one: Float32Array, other: Float32Array) -> float:
    """The correlation of two pictures, the narrower one stretched to the other's width, both out of focus."""
    wide = max(one.shape[1], other.shape[1])
    at = [np.round(np.linspace(0, part.shape[1] - 1, wide)).astype(int) for part in (one, other)]
    first, second = (blurred(part[:, columns], 1.5).ravel() for part, columns in zip((one, other), at, strict=True))
    return float(np.corrcoef(first, second)[0, 1])


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_each_line_is_found_by_itself_from_top_to_bottom(sheet: Sheet) -> None:
    grey, truth = page(sheet)
    made = lines_of_picture(grey)
    found = compare(truth, made)
    assert found.exact == [True] * len(TEXTS) and len(made) == len(TEXTS)
    tops = [line.bounds[1] for line in made]
    assert tops == sorted(tops)
    for line, points in zip(made, truth, strict=True):
        off = np.array(line.bounds) - (*points.min(axis=0), *points.max(axis=0))
        assert np.abs(off).max() < 0.08 * np.ptp(points[:, 1]) + 4


@pytest.mark.parametrize("sheet", [SHEETS[name] for name in ("plain", "fine pen", "uphill", "ruled", "blackboard")])
def test_a_lines_picture_is_like_its_inks(sheet: Sheet) -> None:
    grey, _ = page(sheet)
    for line, strokes in zip(lines_of_picture(grey), lines(), strict=True):
        ink = picture(space_strokes(strokes, Representation(), straight=True))[0]
        assert line.darkness.shape[0] == HEIGHT and line.darkness.shape[1] % 2 == 0
        assert line.darkness.min() >= 0 and line.darkness.max() == 1
        assert abs(line.darkness.shape[1] / ink.shape[1] - 1) < 0.12
        alike = likeness(line.darkness, ink)
        assert alike > 0.6 and alike > likeness(line.darkness, ink[::-1]) + 0.1


def test_the_pens_width_changes_little() -> None:
    fine, broad = (lines_of_picture(page(replace(PLAIN, pen=pen, dpi=300))[0]) for pen in (0.2, 0.6))
    for one, other in zip(fine, broad, strict=True):
        assert abs(one.darkness.mean() / other.darkness.mean() - 1) < 0.2


def test_one_line_alone_is_a_line() -> None:
    grey, truth = page(PLAIN, texts=TEXTS[:1])
    points = truth[0]
    left, top = (np.maximum(points.min(axis=0) - 4, 0)).astype(int)
    right, bottom = (points.max(axis=0) + 5).astype(int)
    (line,) = lines_of_picture(grey[top:bottom, left:right])
    assert abs(line.bounds[2] - line.bounds[0] - np.ptp(points[:, 0])) < 8


@pytest.mark.parametrize(
    "grey",
    [
        np.full((300, 400), 0.8),
        np.zeros((300, 400)),
        np.ones((1, 5000)),
        np.clip(np.random.default_rng(0).normal(0.7, 0.05, (300, 400)), 0, 1),
        np.tile(np.linspace(0.2, 0.9, 400), (300, 1)),
    ],
    ids=["grey", "black", "one row", "noise", "shade"],
)
def test_a_picture_without_writing_has_no_lines(grey: np.ndarray) -> None:
    assert lines_of_picture(grey.astype(np.float32)) == []


def test_rules_without_writing_are_no_lines() -> None:
    grey, _ = page(replace(PLAIN, rules=8.0, rule_dark=0.4, dark=0.0, turned=1.0))
    assert lines_of_picture(grey) == []

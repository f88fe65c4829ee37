"""``lab.reading.confidence``: counts how often words are right, by their confidence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lab.reading import confidence
from lab.reading.told_lines import ToldLine
from tests.lab.reading.told import figures


def test_figures(options: list[str], tmp_path: Path):
    told = figures(confidence.main, [*options, "--every", "2"], tmp_path)
    assert told["words"] == sum(value for key, value in told.items() if key.startswith("words_"))
    # an untrained network reads no word right, marked or not
    assert told["words"] > 0 and told["right"] == 0 and 0 <= told["marked"] <= 1
    assert {told["right_of_marked"], told["right_of_others"]} <= {0, None}


def test_the_power_makes_confidences_as_high_as_words_are_right(options: list[str], tmp_path: Path):
    plain = np.repeat([0.9, 0.7], 1000)
    right = np.arange(2000) % 1000 < np.repeat([810, 490], 1000)  # each 0.9 is worth 0.9², each 0.7 0.7²
    told = confidence.choose(plain**confidence.MODESTY, right)
    assert (told["modesty"], told["words"]) == (2.0, 2000) and 0.49 < told["unsure"] <= 0.8
    assert told["rightly_marked_or_not"] == pytest.approx((810 + 510) / 2000)
    assert figures(confidence.main, [*options, "--choose"], tmp_path)["modesty"] == max(confidence.POWERS)
    assert confidence.main([*options, "--choose", "--split", "other.txt"]) == 2


def test_words_are_right_at_their_place():
    line = ToldLine((), "the fox and the hen")
    assert confidence.are_right(["the", "fax", "and", "hen", "the"], line) == [True, False, True, True, False]
    told = confidence.figures(np.array([0.95, 0.2, 0.6, 1.0]), np.array([True, False, False, True]))
    assert (told["right"], told["right_0.9_to_1"], told["words_0.9_to_1"]) == (0.5, 1.0, 2)
    assert (told["marked"], told["right_of_marked"], told["right_of_others"]) == (0.25, 0.0, pytest.approx(2 / 3))

"""Sizes of words in lines: found in ink of known sizes, and told by the command over made-up writing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab.measure import word_sizes
from lab.typed.written import Ink
from tests.lab.typed.small import small_networks, typed_data
from tools.synthetic.words import write


def line(sizes: tuple[float, ...]) -> Ink:
    ink: Ink = []
    x = 20.0
    for seed, size in enumerate(sizes):
        written = write("summers", x, 60.0, size, seed=seed)
        ink += [np.stack((stroke.x, stroke.y), axis=1) for stroke in written]
        x = max(stroke.bounds[2] for stroke in written) + 8.0
    return ink


def test_words_of_other_sizes_are_told_apart() -> None:
    text = "summers summers summers"
    even, uneven = (
        word_sizes.within([word_sizes.sizes(word_sizes.words_of(line(sizes)), text)])
        for sizes in ((4.0, 4.0, 4.0), (3.2, 4.0, 5.0))
    )
    assert even < 0.06
    assert uneven == pytest.approx(float(np.std(np.log((3.2, 4.0, 5.0)), ddof=1)), abs=0.06)


def test_words_with_few_small_letters_have_no_size() -> None:
    assert word_sizes.sizes(word_sizes.words_of(line((4.0, 4.0))), "fly summers")[1:] == []


def test_the_interval_is_about_the_ratio() -> None:
    random = np.random.default_rng(1)
    real = [random.normal(0, 0.1, 4).tolist() for _ in range(60)]
    low, high = word_sizes.interval(real, [[2 * size for size in line] for line in real])
    assert low == pytest.approx(2.0) and high == pytest.approx(2.0)
    low, high = word_sizes.interval(real, [random.normal(0, 0.1, 4).tolist() for _ in range(60)])
    assert 0.7 < low < 1.0 < high < 1.4


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_sizes, "LETTERS", 1)
    options = ["--data", str(typed_data(tmp_path / "data")), "--texts", "4", *small_networks(tmp_path)[:2]]
    told = tmp_path / "told.json"
    assert word_sizes.main([*options, "--json", str(told)]) == 0
    figures = json.loads(told.read_text())
    assert figures["lines"] > 0 and figures["real_deviation"] > 0

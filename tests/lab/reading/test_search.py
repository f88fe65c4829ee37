"""``lab.reading.search``: counts what is found of what ought to be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from inkapp.ink.document import Float64Array
from inkapp.live.reading.page_text import ReadLine, ReadWord
from lab.reading import search, told_lines
from lab.reading.told_lines import ToldLine
from model.line_reading import ReadCharacter, Reading
from tests.lab.reading.told import figures
from tests.live.reading.readers import drawn_line


class Knowing:
    """Reads each line as it is told."""

    def __init__(self, lines: Sequence[ToldLine]) -> None:
        self._told = {line.ink[0].points.tobytes(): line.text for line in lines}

    def read(self, strokes: Sequence[Float64Array], /) -> Reading:
        text = self._told[strokes[0].tobytes()]
        xs = np.concatenate([stroke[:, 0] for stroke in strokes])
        places = np.linspace(xs.min(), xs.max(), len(text))
        characters = tuple(ReadCharacter(c, k, k + 1, 1.0) for k, c in enumerate(text))
        return Reading(
            characters, np.stack((places, places), axis=1), np.zeros(len(text), dtype=np.intp), (1.0,) * len(text)
        )


def test_figures(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    told = figures(search.main, options, tmp_path)
    assert (
        told["lines"] == 10
        and told["queries"] > 0
        and told["exact_recall"] <= told["app_recall"] <= told["near_recall"]
    )

    def load_and_tell(given):
        _, lines = told_lines.load(given)
        return Knowing(lines), lines

    monkeypatch.setattr(search, "load", load_and_tell)
    told = figures(search.main, options, tmp_path)
    assert told["beginning_recall"] == told["app_recall"] == told["exact_precision"] == 1.0
    assert told["exact_mistyped_recall"] == 0.0 and told["app_mistyped_recall"] == 1.0


def test_ways_to_search():
    def read(*words: str) -> ReadLine:
        ink = drawn_line(np.array([(0.0, 0.0), (9.0, 1.0)]))
        return ReadLine(tuple(ReadWord(text, 0.5, (ink,)) for text in words), (ink,))

    ways = search.ways([read("there"), read("thereby"), read("thcre", "a"), read("here")])
    assert {name: find("there") for name, find in ways.items()} == {
        "exact": {0}, "beginning": {0, 1}, "app": {0, 1}, "near": {0, 1, 2, 3},
    }  # fmt: skip
    assert ways["app"]("thege") == ways["near"]("thege") == {0}


def test_counting():
    asked = {"a": {1, 2}, "b": {3}}
    told = search.count(lambda query: {"a": {1, 9}, "b": {3}}[query], asked)
    share = pytest.approx(2 / 3)
    assert told == {"recall": share, "precision": share, "f2": share, "false_hits_a_query": 0.5}
    told = search.count(lambda query: {1, 2, 5, 6}, {"a": {1, 2, 3}})
    assert told["f2"] == pytest.approx(5 * 0.5 * told["recall"] / (4 * 0.5 + told["recall"]))
    assert all(sum(a != b for a, b in zip("letter", search.mistype("letter", k), strict=True)) == 1 for k in range(9))

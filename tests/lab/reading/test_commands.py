"""The commands that measure the reading of pages run from end to end on made-up writing, and count rightly."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from lab.reading import confidence, drawings, search, told_lines
from lab.reading.told_lines import ToldLine
from model.checkpoint import save
from tests.model import nets
from tests.training.reader import made_up
from tools.synthetic.drawings import KINDS


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    """Six lines that judge, two forms, and a reader by chance."""
    made_up.data_set(tmp_path / "data", 1, 10, 1)
    save(tmp_path / "reader.safetensors", *nets.reader_parts(seed=5))
    return ["--data", str(tmp_path / "data"), "--reader", str(tmp_path / "reader.safetensors")]


def figures(command: Callable[[Sequence[str]], int], words: list[str], folder: Path) -> dict[str, float]:
    assert command([*words, "--json", str(folder / "told.json")]) == 0
    return json.loads((folder / "told.json").read_text())


def test_drawings(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drawings, "EACH", 1)
    monkeypatch.setattr(drawings, "MADE_UP", 2)
    told = figures(drawings.main, options, tmp_path)
    assert told["lines_inks"] == told["mirrored_inks"] == 10 and told["made_up_words_inks"] == 2
    assert all(told[f"{kind}_inks"] == 1 for kind in KINDS)
    assert told["lines_taken"] == told["drawings_taken"] == 0  # a reader by chance is sure of nothing
    monkeypatch.setattr(drawings, "looks_written", lambda reading, ink: True)
    assert figures(drawings.main, options, tmp_path)["lines_taken"] == 1


def test_confidence(options: list[str], tmp_path: Path):
    told = figures(confidence.main, [*options, "--every", "2"], tmp_path)
    assert told["words"] == sum(value for key, value in told.items() if key.startswith("words_"))
    assert told["words"] > 0 and told["right"] == 0 and told["marked"] == 1 and told["right_of_others"] is None


def test_words_are_right_at_their_place():
    line = ToldLine((), "the fox and the hen")
    assert confidence.are_right(["the", "fax", "and", "hen", "the"], line) == [True, False, True, True, False]
    told = confidence.figures(np.array([0.95, 0.2, 0.6, 1.0]), np.array([True, False, False, True]))
    assert (told["right"], told["right_0.9_to_1"], told["words_0.9_to_1"]) == (0.5, 1.0, 2)
    assert (told["marked"], told["right_of_marked"], told["right_of_others"]) == (0.25, 0.0, pytest.approx(2 / 3))


def test_search(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    told = figures(search.main, options, tmp_path)
    assert told["lines"] == 10 and told["queries"] > 0 and told["exact_recall"] <= told["near_recall"]
    # a reader that reads what is told finds all of it
    load = told_lines.load

    def load_and_tell(given):
        _, lines = load(given)
        return Knowing(lines), lines

    monkeypatch.setattr(search, "load", load_and_tell)
    told = figures(search.main, options, tmp_path)
    assert told["beginning_recall"] == told["near_recall"] == told["exact_precision"] == 1.0
    assert told["exact_mistyped_recall"] == 0.0 and told["near_mistyped_recall"] == 1.0


class Knowing:
    """Reads each line as it is told."""

    def __init__(self, lines: Sequence[ToldLine]) -> None:
        self._told = {line.ink[0].points.tobytes(): line.text for line in lines}

    def read(self, strokes):
        from tests.live.reading.readers import Character, Reading

        text = self._told[strokes[0].tobytes()]
        left, right = (end(float(end(stroke[:, 0])) for stroke in strokes) for end in (min, max))
        xs = np.linspace(left, right, len(text))
        characters = tuple(Character(c, k, k + 1, 1.0) for k, c in enumerate(text))
        return Reading(characters, np.stack((xs, xs), axis=1))


def test_counting():
    asked = {"a": {1, 2}, "b": {3}}
    told = search.count(lambda query: {"a": {1, 9}, "b": {3}}[query], asked)
    assert told == {"recall": pytest.approx(2 / 3), "precision": pytest.approx(2 / 3), "false_hits_a_query": 0.5}
    assert all(
        sum(a != b for a, b in zip("letter", search.mistype("letter", seed), strict=True)) == 1 for seed in range(9)
    )


@pytest.mark.parametrize("words", [["--every", "0"], ["--split", "none.txt"]])
def test_what_cannot_be_is_one_line(options: list[str], words: list[str], capsys: pytest.CaptureFixture[str]):
    assert drawings.main([*options, *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1

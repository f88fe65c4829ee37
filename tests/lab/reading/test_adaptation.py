"""``lab.reading.adaptation``: what lines of a hand bring, on made-up lines."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lab.reading import adaptation, lines_by_writer
from lab.reading.adaptation import Told
from model.checkpoint import save
from model.held_out import SURE, LeftOut, LinesRead
from tests.lab.reading.told import figures
from tests.model import nets
from tests.training.reader import made_up


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    """Ten made-up lines of two forms, by one writer, and a captioner by chance."""
    made_up.data_set(tmp_path / "data", 1, 10, 1)
    config = nets.captioner_parts()[1] | {"alphabet": f" {made_up.LETTERS}"}
    save(tmp_path / "captioner.safetensors", nets._by_chance(config, 2.0, 5), config)
    weights, cache = tmp_path / "captioner.safetensors", tmp_path / "cache"
    return ["--data", str(tmp_path / "data"), "--weights", str(weights), "--cache", str(cache)]


def test_figures(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    few = [*options, "--taught", "3", "6", "--tested", "3", "--steps", "2", "--captions"]
    told = figures(adaptation.main, few, tmp_path)
    assert told["lines_of_a_writer"] == [9] and told["writers_with_enough_lines"] == 1
    for way in ("path", "captions"):
        assert told[f"{way}_before_3"] == told[f"{way}_before_6"] > 0  # the same lines are read
        assert told[f"{way}_kept_6"] > 0 and told[f"{way}_always_6"] > 0  # chance reads nothing right
    monkeypatch.setattr(lines_by_writer, "read_lines", None)  # what was seen is kept
    assert figures(adaptation.main, few, tmp_path)["path_always_6"] == told["path_always_6"]


def test_a_writer_with_too_few_lines_is_left_out(options: list[str], tmp_path: Path):
    told = figures(adaptation.main, [*options, "--taught", "10"], tmp_path)
    assert told["lines_of_a_writer"] == [10] and told["writers_with_enough_lines"] == 0


def left_out(before: list[float], after: list[float]) -> LeftOut:
    """Lines with as many wrong characters as nats."""
    return LeftOut(*(LinesRead(np.array(one), np.array(one)) for one in (before, after)))


def test_gains_of_writers_are_told_by_their_errors():
    one = Told(100, {"path": 10}, {"path": 5}, left_out([4, 5, 4, 5], [2, 2, 2, 1]))
    other = Told(300, {"path": 10}, {"path": 12}, left_out([4, 5, 4, 5], [1, 6, 1, 9]))
    assert other.left_out.sureness < SURE < one.left_out.sureness
    told = adaptation.figures([one, other])
    assert (told["path_before"], told["path_always"], told["path_kept"]) == (0.05, 17 / 400, 15 / 400)
    assert told["path_always_by_writer"] == [-0.5, 0.2] and told["path_always_worst"] == pytest.approx(0.2)
    assert told["path_always_writers_worse"] == 1 and told["path_kept_writers_worse"] == 0
    assert told["kept_adaptations"] == 1 and told["path_kept_change"] == pytest.approx(-0.25)
    assert told["path_kept_change_95"] == [-0.5, 0.0]
    assert adaptation.figures([]) == {}


def test_a_wrong_option_gives_one_line(options: list[str], capsys: pytest.CaptureFixture[str]):
    assert adaptation.main([*options, "--every", "0"]) == 2
    assert capsys.readouterr().err.count("\n") == 1

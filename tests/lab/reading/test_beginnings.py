"""Beginnings of made-up lines are read, and what is no data is told in one line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab.reading.beginnings import Score, beginning, main
from model.captioner import Captioner
from model.checkpoint import CAPTIONER_FILE
from tests.training.reader import made_up

TEXT = "hot tea is on the table"


def test_a_beginning_is_whole_letters_of_the_line() -> None:
    captioner = Captioner.load(CAPTIONER_FILE)
    drawn, words = made_up.drawn(TEXT, 0)
    strokes = [stroke[:, :2].astype(np.float64) for stroke in drawn]
    for seed in range(5):
        found = beginning(captioner, strokes, TEXT, np.random.default_rng(seed))
        assert found is not None and TEXT.startswith(found[1]) and len(found[1]) >= 3
        assert words[len(found[0]) - 1] == found[1].count(" ")
    assert beginning(captioner, strokes, "", np.random.default_rng(0)) is None


def test_scores_are_shares() -> None:
    score = Score()
    score.add("in supp", "in supp")
    score.add("in sups", "in supp")
    assert score.figures() == {
        "character_error": round(1 / 14, 4),
        "last_word_right": 0.5,
        "last_two_characters_right": 0.5,
    }


def test_the_command_tells_of_each_captioner(tmp_path: Path) -> None:
    data, out = made_up.data_set(tmp_path / "data", 1, 4, 1), tmp_path / "told.json"
    assert main(["--data", str(data), "--every", "1", "--json", str(out)]) == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["lines"] == 4 and 0 < told["beginnings"] <= 4 and told["captioner_character_error"] >= 0


@pytest.mark.parametrize("more", [["--every", "0"], ["--split", "nowhere"]])
def test_what_cannot_be_read_gives_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    data = made_up.data_set(tmp_path / "data", 1, 1, 1)
    assert main(["--data", str(data), *more]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1

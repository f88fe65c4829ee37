"""``lab.reading.drawings``: counts what is taken for writing, by kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.reading import drawings
from tests.lab.reading.told import figures
from tools.synthetic.drawings import KINDS


def test_figures(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drawings, "EACH", 1)
    monkeypatch.setattr(drawings, "MADE_UP", 2)
    monkeypatch.setattr(drawings, "LEAST_SURE", 1.1)
    told = figures(drawings.main, options, tmp_path)
    assert told["lines_inks"] == told["mirrored_inks"] == 10 and told["made_up_words_inks"] == 2
    assert all(told[f"{kind}_inks"] == 1 for kind in KINDS)
    assert told["lines_taken"] == told["drawings_taken"] == 0  # nothing is so sure
    monkeypatch.setattr(drawings, "LEAST_SURE", 0.0)
    monkeypatch.setattr(drawings, "MOST_INK", 1e9)
    assert figures(drawings.main, options, tmp_path)["lines_taken"] == 1
    chosen = figures(drawings.main, [*options, "--choose"], tmp_path)
    assert chosen["lines_inks"] == 5 and chosen["cost"] <= chosen["cost_of_the_present"]


def test_the_bounds_that_misjudge_least_part_writing_from_the_rest():
    good, bad = (0.8, 6.0), (0.5, 20.0)
    kinds = dict.fromkeys(("lines", "beginnings", "made_up_words"), (good,) * 4)
    found = {**kinds, **dict.fromkeys(("mirrored", "upside_down", *KINDS), (bad, (0.9, 30.0)))}
    assert drawings.cost(found, 0.7, 14.0) == 0.0
    assert drawings.cost(found, 0.7, 40.0) == pytest.approx(0.5 * (1 + 1 + 2))
    assert drawings.cost(found, 0.85, 14.0) == pytest.approx(10 + 1 + 1)
    told = drawings.taken(found, 0.4, 25.0)
    assert (told["lines_taken"], told["drawings_taken"], told["mirrored_inks"]) == (1.0, 0.5, 2)


@pytest.mark.parametrize("words", [["--every", "0"], ["--split", "none.txt"]])
def test_what_cannot_be_is_one_line(options: list[str], words: list[str], capsys: pytest.CaptureFixture[str]):
    assert drawings.main([*options, *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1

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
    told = figures(drawings.main, options, tmp_path)
    assert told["lines_inks"] == told["mirrored_inks"] == 10 and told["made_up_words_inks"] == 2
    assert all(told[f"{kind}_inks"] == 1 for kind in KINDS)
    assert told["lines_taken"] == told["drawings_taken"] == 0  # a reader by chance is sure of nothing
    monkeypatch.setattr(drawings, "looks_written", lambda reading, ink: True)
    assert figures(drawings.main, options, tmp_path)["lines_taken"] == 1


@pytest.mark.parametrize("words", [["--every", "0"], ["--split", "none.txt"]])
def test_what_cannot_be_is_one_line(options: list[str], words: list[str], capsys: pytest.CaptureFixture[str]):
    assert drawings.main([*options, *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1

"""Other languages are told from English."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.language.foreign import OTHERS, main
from tests.training.reader import made_up


def test_it_tells_shares_of_both(tmp_path: Path) -> None:
    data, out = made_up.data_set(tmp_path / "data", 1, 2, 1), tmp_path / "told.json"
    assert main(["--data", str(data), "--json", str(out)]) == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["lines"] == 2 and told["sentences_of_other_languages"] == len(OTHERS)
    assert told["other_of_6_words"] > 0.8


def test_data_that_is_not_there_gives_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1

"""How well word gaps are known is told of forms with enough lines, and is worth something on made-up ones."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab.typed import word_spaces
from tests.lab.typed.small import typed_data


def test_it_is_told_of_made_up_writing(tmp_path: Path) -> None:
    data = typed_data(tmp_path / "data")
    assert word_spaces.main(["--data", str(data), "--every", "1", "--json", str(tmp_path / "told.json")]) == 0
    told = json.loads((tmp_path / "told.json").read_text())
    assert told["forms"] > 0 and told["measured"] > 0 and told["there"] > 0


def test_its_figures() -> None:
    told = word_spaces.figures(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]))
    assert told["correlation"] == pytest.approx(1.0) and told["log_ratio"] == pytest.approx(np.log(2.0))


def test_missing_data_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert word_spaces.main(["--data", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1

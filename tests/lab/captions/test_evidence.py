"""What hiding ink costs, over made-up lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.captions import evidence, report
from tests.lab.captions.tables import rows


def test_what_hiding_ink_costs_is_told(
    data: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "SHOWN", 1)
    words = ["--data", str(data), "--weights", str(weights), "--out", str(tmp_path / "out"), "--every", "2"]
    assert evidence.main(words) == 0
    told = json.loads((tmp_path / "out" / evidence.FILE).read_text())
    assert told["lines"] == 4 and set(told["distance"]) >= {"0"} and told["every"] == 2
    said = rows(capsys.readouterr().out)
    assert "end" in said and any(abs(own["whole"]) > 1e-4 for own in told["characters"].values())
    assert report.main(["--out", str(tmp_path / "out"), "--file", str(tmp_path / "told.svg")]) == 0


def test_what_is_wrong_is_one_line(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--data", str(data), "--out", str(tmp_path / "out")]
    assert evidence.main([*words, "--weights", "nowhere.safetensors"]) == 2
    assert evidence.main([*words, "--every", "0"]) == 2
    assert capsys.readouterr().err.count("\n") == 2

"""Ways of decoding the shipped captioner, counted over made-up lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.captions import decoding
from tests.lab.captions.tables import rows


def test_ways_of_decoding_are_counted_and_a_stopped_one_goes_on(
    data: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "PART", 3)
    words = ["--data", str(data), "--weights", str(weights), "--out", str(tmp_path / "out")]
    assert decoding.main(words) == 0
    said = rows(capsys.readouterr().out)
    told = json.loads((tmp_path / "out" / decoding.FILE).read_text())
    ways = told["ways"]
    assert list(ways) == [name for name in said if name in ways] and ways["greedy"]["lines"] == 7
    assert told["split"] == "testset_t.txt" and ways["greedy"]["endless"] < 7
    parts = sorted((tmp_path / "out").glob("decoding-*/*.json"))
    assert len(parts) == 3
    first = json.loads(parts[0].read_text())
    first["greedy"]["edits"] += 1000
    parts[0].write_text(json.dumps(first))
    parts[2].unlink()
    assert decoding.main(words) == 0
    again = json.loads((tmp_path / "out" / decoding.FILE).read_text())["ways"]
    assert again["greedy"].pop("edits") == ways["greedy"].pop("edits") + 1000
    assert again == ways  # what was made anew is the same, chance and all


def test_what_is_wrong_is_one_line(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--data", str(data), "--out", str(tmp_path / "out")]
    assert decoding.main([*words, "--weights", "nowhere.safetensors"]) == 2
    assert decoding.main([*words, "--every", "0"]) == 2
    assert capsys.readouterr().err.count("\n") == 2

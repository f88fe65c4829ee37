"""The study's commands on made-up words: all designs are trained and told, and the shipped network is asked what it does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.captions import __main__ as designs
from lab.captions import decoding, evidence, ink_figure, report
from lab.captions.networks import DESIGNS
from model.checkpoint import save
from tests.inspect.captions import WILD
from tests.model import nets
from tests.training.reader import made_up


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return made_up.data_set(tmp_path / "data", 8, 5, 7)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Of a captioner by chance that says several characters, and ends most lines."""
    weights, config = nets.captioner_parts(seed=49)
    for name in WILD:
        weights[f"decoder.{name}"] *= 4.0
    save(tmp_path / "captioner.safetensors", weights, config)
    return tmp_path / "captioner.safetensors"


def rows(text: str) -> dict[str, list[str]]:
    """The cells of all tables by the names of their rows."""
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    return {first: rest for first, *rest in cells}


def test_designs_are_trained_told_and_nothing_is_done_twice(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--data", str(data), "--out", str(tmp_path / "out"), "--steps", "2", "--seeds", "1", "--workers", "1"]
    assert designs.main(words) == 0
    said = capsys.readouterr().out
    assert f"{len(DESIGNS)} of {len(DESIGNS)}" in said and all(f"{name}, seed 1" in said for name in DESIGNS)
    kept = sorted((tmp_path / "out" / "results").glob("*.json"))
    before = [path.stat().st_mtime_ns for path in kept]
    result = json.loads(kept[0].read_text())
    assert len(kept) == len(DESIGNS) and [step for step, *_ in result["course"]] == [1, 2]
    assert sum(counts["characters"] for counts in result["by_length"].values()) > 20
    tell = ["--out", str(tmp_path / "out"), "--file", str(tmp_path / "told.svg")]
    assert report.main(tell) == 0
    table = capsys.readouterr().out
    assert [name for name in rows(table) if name in DESIGNS] == list(DESIGNS)
    assert "one seed is too few" in table and b"<svg" in (tmp_path / "told.svg").read_bytes()
    (tmp_path / "out" / "results" / "other.json").write_text(json.dumps({**result, "setup": {}}))
    assert report.main(tell) == 2 and "different settings" in capsys.readouterr().err
    assert [path.stat().st_mtime_ns for path in kept] == before


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


def test_the_ink_is_drawn(weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ink.svg"
    words = ["--weights", str(weights), "--words", "on", "--file", str(path)]
    assert ink_figure.main(words) == 0
    drawn = path.read_text(encoding="utf-8")
    assert "<svg" in drawn and "up to" in drawn
    assert ink_figure.main([*words[:2], "--words", "On", "--file", str(path)]) == 2
    assert "a–z" in capsys.readouterr().err


@pytest.mark.parametrize("command", [decoding, evidence])
def test_what_is_wrong_is_one_line(command, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--data", str(data), "--out", str(tmp_path / "out")]
    assert command.main([*words, "--weights", "nowhere.safetensors"]) == 2
    assert command.main([*words, "--every", "0"]) == 2
    assert capsys.readouterr().err.count("\n") == 2
    assert report.main(["--out", str(tmp_path / "nothing")]) == 2
    assert designs.main([*words, "--steps", "0"]) == 2

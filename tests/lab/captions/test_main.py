"""All designs are trained on made-up words, and told; nothing is done twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.captions import report
from lab.captions.__main__ import main
from lab.captions.networks import DESIGNS
from tests.lab.captions.tables import rows


def test_designs_are_trained_told_and_nothing_is_done_twice(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--data", str(data), "--out", str(tmp_path / "out"), "--steps", "2", "--seeds", "1", "--workers", "1"]
    assert main(words) == 0
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


def test_what_is_wrong_is_one_line(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(data), "--out", str(tmp_path), "--steps", "0"]) == 2
    assert report.main(["--out", str(tmp_path / "nothing")]) == 2
    assert capsys.readouterr().err.count("\n") == 2

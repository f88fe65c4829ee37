"""The sheet of texts is made from made-up lines, and says in one line what it cannot read."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.measure import text_sheet
from model.checkpoint import save
from model.strokes import Representation
from tests.model import texts
from tests.training import archives


def weights_in(folder: Path, end: float) -> Path:
    weights, config = texts.make(end=end)
    save(folder / "net.safetensors", weights, {**config, "representation": Representation().to_json()})
    return folder / "net.safetensors"


@pytest.mark.parametrize(("end", "unfinished"), [(50.0, 0), (-500.0, 2)])
def test_each_hand_has_all_texts(
    end: float, unfinished: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(text_sheet, "TEXTS", ("a b",))
    monkeypatch.setattr(text_sheet, "ROWS_A_CHARACTER", 4)
    data = archives.write(tmp_path / "data", archives.members(2), "folder")
    out = tmp_path / "sheet.svg"
    words = [str(weights_in(tmp_path, end)), "--data", str(data), "-o", str(out), "--hands", "2"]
    assert text_sheet.main(words) == 0
    assert f"2 texts in 2 hands, {unfinished} did not end" in capsys.readouterr().out
    drawn = out.read_text(encoding="utf-8")
    assert ("#c4342a" in drawn) is bool(unfinished) and "#1a1a1a" in drawn


def test_weights_that_write_no_text_are_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert text_sheet.main(["none.safetensors", "--data", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1

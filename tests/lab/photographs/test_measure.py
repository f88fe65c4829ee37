"""The command finds and reads photographs of made-up forms, and refuses what it cannot use in one line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab.photographs.measure import main
from lab.photographs.paper import Sheet
from model.checkpoint import save
from tests.model import nets
from tests.training import archives
from tests.training.reader.made_up import line

WORDS = ("tone shut line", "nets hill outline", "also nothing")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two forms of three lines, one below the other, in the list that chooses."""
    files, texts = {}, {}
    for form in ("m01-001", "m02-002"):
        for number, text in enumerate(WORDS):
            name = archives.name_of(form, number + 1)
            strokes = [np.add(stroke, (0, 450 * number, 0)) for stroke in line(text, number)]
            files[name], texts[name] = archives.xml(strokes), text
    archives.write(tmp_path, files, "folder")
    archives.write_texts(tmp_path, texts)
    (tmp_path / "t1").mkdir()
    (tmp_path / "t1" / "testset_v.txt").write_text("m01-001\nm02-002\n", encoding="utf-8")
    return tmp_path


def test_lines_are_found_and_read(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sheet, "by_chance", staticmethod(lambda random: Sheet(turned=random.uniform(-3, 3), dpi=150)))
    weights, figures = data / "captioner.safetensors", data / "figures.json"
    tensors, config = nets.captioner_parts(seed=11)
    save(weights, tensors, config)
    assert main(["--data", str(data), "--weights", str(weights), "--json", str(figures)]) == 0
    told = json.loads(figures.read_text(encoding="utf-8"))
    assert (told["photographs"], told["lines"], told["lines_found"], told["exactly"]) == (2, 6, 6, 1.0)
    assert told["characters"] == 2 * sum(map(len, WORDS)) and told["weights"] == "test-captioner"
    for kind in ("ink", "darkness", "photograph"):
        assert told[f"character_error_{kind}"] > 0.5  # chance reads nothing
    assert not told["by_words"]
    assert main(["--data", str(data), "--weights", str(weights), "--words", "--json", str(figures)]) == 0
    by_words = json.loads(figures.read_text(encoding="utf-8"))
    assert by_words["by_words"] and by_words["lines"] == 6
    assert by_words["character_error_ink"] != told["character_error_ink"]


def test_what_cannot_be_measured_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_sheets_by_chance_are_of_all_kinds() -> None:
    sheets = [Sheet.by_chance(np.random.default_rng(seed)) for seed in range(60)]
    assert any(sheet.board for sheet in sheets) and any(sheet.rules for sheet in sheets)
    assert {sheet.dpi for sheet in sheets} == {150, 200, 300, 400, 600}
    assert max(sheet.turned for sheet in sheets) > 2 and min(sheet.turned for sheet in sheets) < -2

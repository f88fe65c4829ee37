"""``lab.reading.devices``: reads the same lines from several devices, and compares them with the lines untouched."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab.measure.device import Variant
from lab.reading import devices
from model.checkpoint import save
from tests.model import nets
from tests.training.reader import made_up

FEW = (Variant("as it is", rate=0.0), Variant("60 Hz", 60.0, pixels=True))


def test_the_command_prints_each_variant_for_each_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(devices, "VARIANTS", FEW)
    data = made_up.data_set(tmp_path / "data", 1, 1, 6)
    save(tmp_path / "reader.safetensors", *nets.reader_parts(seed=5))
    save(tmp_path / "captioner.safetensors", *nets.captioner_parts(seed=5))
    weights = [str(tmp_path / f"{name}.safetensors") for name in ("reader", "captioner")]
    command = ["--data", str(data), "--every", "2", "--weights", *weights, "--json", str(tmp_path / "told.json")]
    assert devices.main(command) == 0
    table = capsys.readouterr().out
    assert table.startswith("3 lines, ") and table.count("\n| ") == 2 + 1 + len(FEW) and "| 60 Hz |" in table
    rows = json.loads((tmp_path / "told.json").read_text())
    assert [row["variant"] for row in rows] == ["as the list has it", "as it is", "60 Hz"]
    for row in rows:
        assert row["test-reader"]["character_error"] > 0.5 and row["test-captioner"]["character_error"] > 0.5
    assert rows[0]["test-reader"]["rise_percent"] == 0 and rows[0]["test-reader"]["interval"] == [0, 0]
    assert devices.main([*command, "--every", "0"]) == 2 and "1 or more" in capsys.readouterr().err


def test_a_rise_is_of_the_errors_over_all_lines():
    way = devices.Way("one", nets.captioner(), None)
    counts = devices.Counts(
        edits=np.array([[[4, 4, 2]], [[5, 4, 3]]]),
        characters=np.array([20, 30, 50]),
        forms=np.array([0, 0, 1]),
        apart=np.array([[False] * 3, [False, True, True]]),
    )
    first, second = devices.figures([way], counts, FEW[:1])
    assert first["one"] == {"character_error": 0.1, "rise_percent": 0.0, "interval": [0.0, 0.0]}
    assert second["one"]["character_error"] == pytest.approx(0.12) and second["apart"] == 2
    assert second["one"]["rise_percent"] == pytest.approx(20)
    assert second["one"]["interval"] == pytest.approx([20, 20])  # a character in fifty more, in both forms

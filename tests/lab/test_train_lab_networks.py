"""The little networks' command: a trial on synthetic ink that numpy reads as torch does, and every refusal in one line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lab.engine.study_ink import synthetic
from lab.networks.budget import fit_width, hold_to_budget
from lab.train_lab_networks import NETWORKS, main, rescaled
from model.checkpoint import LIVE, load_config
from model.lab_networks import BLOCKS, LAB, LabNetwork


def test_a_trial_writes_three_networks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert "lab networks: run 3 of 3, lab-gru, " in said.out and said.err == ""
    x, y = load_config(LIVE)["input_scale"]
    study_ink = rescaled(synthetic(), (x, y))
    for name in NETWORKS:
        little = LabNetwork.load(tmp_path / f"{name}.safetensors")
        unscaled = [rows * np.array((x, y, 1.0, 1.0)) for rows in study_ink.dev]
        nats = float(np.mean(np.concatenate([little.score(rows) for rows in unscaled])))
        assert nats == pytest.approx(little.config["scores"]["dev_nats_per_point"], abs=1e-4)
        assert little.parameters == little.config["training"]["parameters"]
        assert f"lab-{little.cell.removesuffix('-tanh')}" == name
    assert len(list(tmp_path.iterdir())) == 6


def test_one_may_be_asked_for_and_comes_out_the_same(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        assert main(["--quick", "--only", "lab-gru", "--out", str(tmp_path / folder)]) == 0
    one, other = (sorted((tmp_path / folder).iterdir()) for folder in ("one", "other"))
    assert [path.name for path in one] == ["lab-gru.json", "lab-gru.safetensors"]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_the_networks_are_held_to_one_budget() -> None:
    assert set(NETWORKS) == set(LAB) and {setting.cell for setting in NETWORKS.values()} == set(BLOCKS)
    for setting in NETWORKS.values():
        hold_to_budget(setting)
        assert 60_000 <= setting.parameters <= 100_000 and fit_width(setting) > 100


def test_rescaled_rows_are_the_same_ink() -> None:
    study_ink = synthetic()
    other = rescaled(study_ink, (2.0, 0.5))
    for one, two in zip(study_ink.dev, other.dev, strict=True):
        assert one * (*study_ink.scale, 1, 1) == pytest.approx(two * np.array((2.0, 0.5, 1, 1)), abs=1e-5)
    assert other.scale == (2.0, 0.5) and other.dev[0].dtype == np.float32


def test_what_is_wrong_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, said in (
        ([], "--data DIR is missing"),
        (["--quick"], "--out is missing"),
        (["--data", str(tmp_path / "none"), "--out", str(tmp_path)], "none"),
    ):
        assert main(arguments) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert said in line
    assert not list(tmp_path.iterdir())

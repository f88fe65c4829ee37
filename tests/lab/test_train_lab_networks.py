"""The little networks' command: a trial on synthetic ink that numpy reads as torch does, and every refusal in one line."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import numpy as np
import pytest

from lab import train_lab_networks
from lab.engine.study_ink import StudyInk
from lab.networks.budget import fit_width, hold_to_budget
from lab.train_lab_networks import NETWORKS, main, rescaled
from model.checkpoint import LIVE, load_config
from model.lab_networks import BLOCKS, LAB, LabNetwork


@pytest.fixture(scope="module")
def trial(synthetic_ink: StudyInk, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The folder of all three networks, and what the command wrote to stdout and stderr."""
    folder = tmp_path_factory.mktemp("trial")
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        patched.setattr(train_lab_networks, "synthetic", lambda: synthetic_ink)
        assert main(["--quick", "--out", str(folder)]) == 0
    return folder, out.getvalue(), err.getvalue()


def test_a_trial_writes_three_networks(trial: tuple[Path, str, str], synthetic_ink: StudyInk) -> None:
    folder, out, err = trial
    assert "lab networks: run 3 of 3, lab-gru, " in out and err == ""
    x, y = load_config(LIVE)["input_scale"]
    study_ink = rescaled(synthetic_ink, (x, y))
    for name in NETWORKS:
        little = LabNetwork.load(folder / f"{name}.safetensors")
        unscaled = [rows * np.array((x, y, 1.0, 1.0)) for rows in study_ink.dev]
        nats = float(np.mean(np.concatenate([little.score(rows) for rows in unscaled])))
        assert nats == pytest.approx(little.config["scores"]["dev_nats_per_point"], abs=1e-4)
        assert little.parameters == little.config["training"]["parameters"]
        assert f"lab-{little.cell.removesuffix('-tanh')}" == name
    assert len(list(folder.iterdir())) == 6


@pytest.mark.usefixtures("short_trials")
def test_one_may_be_asked_for_and_comes_out_as_among_all(trial: tuple[Path, str, str], tmp_path: Path) -> None:
    assert main(["--quick", "--only", "lab-gru", "--out", str(tmp_path)]) == 0
    alone = sorted(tmp_path.iterdir())
    assert [path.name for path in alone] == ["lab-gru.json", "lab-gru.safetensors"]
    assert [path.read_bytes() for path in alone] == [(trial[0] / path.name).read_bytes() for path in alone]


def test_the_networks_are_held_to_one_budget() -> None:
    assert set(NETWORKS) == set(LAB) and {setting.cell for setting in NETWORKS.values()} == set(BLOCKS)
    for setting in NETWORKS.values():
        hold_to_budget(setting)
        assert 60_000 <= setting.parameters <= 100_000 and fit_width(setting) > 100


def test_rescaled_rows_are_the_same_ink(synthetic_ink: StudyInk) -> None:
    study_ink = synthetic_ink
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

"""The analysis as a command, and that its sentences follow what was found."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lab import __main__ as command
from lab.digitizer import report
from lab.digitizer.search import Found, Rings
from lab.studies import digitizer
from model.checkpoint import save
from tests.lab.test_main import refused
from tests.model import nets
from tests.training import archives
from tools.synthetic.lines import made_up_line
from training.lattice.lattice import information
from training.lattice.nats_saved import Worth

FOUND = report.DigitizerFindings(
    points=1_000_000,
    lattice=Found(0.707, 0.217, 3e-6, 0.17),
    alone=0.65,
    rings=Rings(np.zeros((3, 2)), np.full((3, 2), 0.25 / np.sqrt(2)), np.full(3, 0.9), (883.0, 646.0), 13.0, 1.1),
    worth=Worth(10, 6000, -1100.0, -1220.0, np.full(30, 0.2)),
    weights="some",
    bound=0.238,
    quick=False,
)


def test_a_trial_leaves_a_report_and_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["digitizer", "--quick", "--out", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["digitizer.md", "digitizer.svg"]
    ElementTree.parse(tmp_path / "digitizer.svg")
    text = (tmp_path / "digitizer.md").read_text(encoding="utf-8")
    for said in (
        "This is a trial",
        "With f = 0.707, 0 of",
        "The digitizer's grid is in the ink",
        "a network's components",
    ):
        assert said in text
    assert "f = 0.707, 0 of the points forbidden" in capsys.readouterr().out
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert command.main(["digitizer", "--quick", "--out", str(tmp_path)]) == 0
    assert first == {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}


def test_a_line_as_recorded_has_only_points_that_can_be() -> None:
    line = made_up_line("x", 1, 1)
    own = digitizer._digitized(line)
    assert np.abs(own.points[:, :2] - line.points[:, :2]).max() < 1.5
    assert digitizer.search.impossible(own.points[:, :2].astype(np.int64), 0.707) == 0.0
    assert digitizer.search.impossible(np.round(line.points[:, :2]).astype(np.int64), 0.707) > 0.1


def test_what_was_found_decides_what_is_said() -> None:
    text = report.compose("digitizer", FOUND)
    assert (
        "3 of 1,000,000 points are" in text
        and "takes 120 nats off a held-out line" in text
        and "rings 4.0 units apart" in text
    )
    without = report.compose("digitizer", replace(FOUND, rings=None))
    assert "receiver" not in without and "takes 120 nats off" in without
    none = report.compose("digitizer", replace(FOUND, lattice=replace(FOUND.lattice, impossible=0.16)))
    assert "No such lattice" in none and "takes 120 nats" not in none


def test_the_bound_is_the_mean_of_the_levels_logarithms() -> None:
    assert information(np.array([0, 1, 1, 2])) == pytest.approx(np.log(2) / 2)
    assert information(np.ones(5)) == 0.0


def test_what_cannot_be_asked_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no-such" in refused(["digitizer", "--data", "no-such", "--out", str(tmp_path)], capsys)
    name = archives.name_of(archives.TRAIN_FORMS[0], 1)
    data = archives.write(tmp_path / "data", {name: archives.xml(archives.loops(1))})
    assert "none to score" in refused(["digitizer", "--data", str(data), "--out", str(tmp_path)], capsys)
    foreign = archives.write(tmp_path / "foreign", archives.members(1))
    said = refused(["digitizer", "--data", str(foreign), "--out", str(tmp_path)], capsys)
    assert f"{foreign / 'graves-train.txt'}: no lattice of this kind is found" in said and "0.5 …" in said
    tensors, config = nets.make(layers=1, hidden=4)
    save(tmp_path / "n.safetensors", tensors, config | {"representation": {"kind": "space"}})
    monkeypatch.setattr(digitizer, "GRAVES", tmp_path / "n.safetensors")
    assert "reads ink in space" in refused(["digitizer", "--data", str(data), "--out", str(tmp_path)], capsys)
    assert not (tmp_path / "digitizer.md").exists()

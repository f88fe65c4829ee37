"""The analysis as a command: its files, that it goes on where it was, and that nothing real is touched by a trial."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from lab import __main__ as command
from lab.studies import interpretable
from model import cell_table
from model.checkpoint import LIVE
from tests.lab.test_main import refused

ROOT = Path(__file__).resolve().parents[3]
REAL = [*(ROOT / "docs" / "lab").glob("interpretable*"), *LIVE.parent.glob("*.json")]


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("trial")
    before = {path: path.stat().st_mtime_ns for path in REAL}
    assert command.main(["interpretable", "--quick", "--out", str(out)]) == 0
    assert before == {path: path.stat().st_mtime_ns for path in before}
    return out


def test_a_trial_leaves_a_report_pictures_and_a_table(trial: Path) -> None:
    assert sorted(path.name for path in trial.iterdir() if path.is_file()) == [
        "interpretable-1.svg",
        "interpretable.md",
        "interpretable.svg",
        "live.cells.json",
    ]
    report = (trial / "interpretable.md").read_text(encoding="utf-8")
    for said in (
        "This is a trial",
        "## Feature by feature",
        "What no cell tells, and why",
        "Not to be scored, too few points or forms have it: ",
        "| 4 | ",
    ):
        assert said in report
    assert "nan" not in report.replace("vanilla", "") and max(map(len, report.splitlines())) < 400
    for picture in trial.glob("*.svg"):
        ElementTree.parse(picture)
        assert picture.name in report and picture.stat().st_size < 150_000


def test_the_same_again_and_nothing_is_asked_twice(
    trial: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in trial.iterdir() if path.is_file()}
    monkeypatch.setattr(interpretable.survey.scores, "survey", None)
    assert command.main(["interpretable", "--quick", "--out", str(trial)]) == 0
    assert "scoring" not in capsys.readouterr().out
    assert before == {path: path.read_bytes() for path in before}


def test_the_trials_table_is_not_taken_for_the_networks(trial: Path, tmp_path: Path) -> None:
    weights = tmp_path / LIVE.name
    weights.write_bytes(b"x")
    cell_table.path_of(weights).write_bytes((trial / "live.cells.json").read_bytes())
    with pytest.raises(cell_table.TableError, match="made for other weights"):
        cell_table.read_table(weights)


def test_what_is_wrong_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "--data DIR is missing" in refused(["interpretable"], capsys)
    assert "no-such" in refused(["interpretable", "--data", "no-such"], capsys)
    assert "does not belong" in refused(["interpretable", "--quick", "--out", "docs/lab"], capsys)
    broken = tmp_path / "live.safetensors"
    broken.write_bytes(b"no weights")
    monkeypatch.setattr(interpretable, "LIVE", broken)
    assert "live" in refused(["interpretable", "--data", "no-such"], capsys)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["live.safetensors"]


def test_what_ships_is_of_the_weights_that_ship() -> None:
    """Their table, where there is one, names every cell once, and its order is no chance."""
    if not cell_table.path_of(LIVE).exists():
        pytest.skip("no table ships yet")
    found = cell_table.read_table(LIVE)
    assert cell_table.path_of(LIVE).stat().st_size < 400_000
    known = [
        one for kind in cell_table.KINDS for layer in found.notes[kind] for notes in layer for one in notes.findings
    ]
    assert any(one.significant for one in known) and any(one.follows is not None for one in known)

"""The command: every study as a trial on synthetic ink, and every wrong word in one line."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import pytest

from lab.__main__ import main
from lab.engine.registry import ANALYSES, STUDIES, find_study
from tests.training import archives

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.usefixtures("short_trials")
@pytest.mark.parametrize("name", STUDIES)
def test_a_trial_of_every_study(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--quick", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr()
    runs = len(find_study(name).plan(quick=True))
    assert f"{name}: run {runs} of {runs}, " in said.out and said.err == ""
    ElementTree.parse(tmp_path / f"{name}.svg")
    report = (tmp_path / f"{name}.md").read_bytes()
    assert main([name, "--quick", "--out", str(tmp_path)]) == 0  # nothing is run again, and all is the same
    assert "run" not in capsys.readouterr().out and (tmp_path / f"{name}.md").read_bytes() == report


@pytest.mark.parametrize("name", ANALYSES)
def test_an_inquiry_has_a_place_in_the_reading_order(name: str) -> None:
    assert f"({name}.md)" in (ROOT / "docs" / "lab" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_has_three_seeds_and_a_place_in_the_reading_order(name: str) -> None:
    study = find_study(name)
    seeds = Counter(variant for variant, _, _ in study.plan(quick=False))
    assert len(study.variants) >= 2 and set(seeds) == set(study.variants) and min(seeds.values()) >= 3
    assert name in (ROOT / "docs" / "lab" / "README.md").read_text(encoding="utf-8")


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one line by which the command refuses."""
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_what_is_wrong_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert "there is no study 'brains' (known: cell-types" in refused(["brains", "--quick"], capsys)
    assert "NAME is missing: which study (known: cell-types, " in refused([], capsys)
    assert "--data DIR is missing" in refused(["cell-types"], capsys)
    assert "no-such" in refused(["cell-types", "--data", "no-such"], capsys)
    assert "does not belong" in refused(["cell-types", "--quick", "--out", "docs/lab"], capsys)
    folder = archives.write(tmp_path / "data", archives.members())
    archive = next(folder.glob("*.tar.xz"))
    archive.write_bytes(archive.read_bytes()[:-40])
    assert "damaged archive" in refused(["cell-types", "--data", str(folder)], capsys)
    assert not (tmp_path / "docs").exists() and not (tmp_path / "runs").exists()


@pytest.mark.usefixtures("short_trials")
def test_a_damaged_result_is_named_and_nothing_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["gates", "--quick", "--out", str(tmp_path)]
    assert main(arguments) == 0
    capsys.readouterr()
    broken = sorted((tmp_path / "kept").rglob("*.json"))[5]
    broken.write_bytes(broken.read_bytes()[:50])
    before = (tmp_path / "gates.md").stat().st_mtime_ns
    assert broken.name in refused(arguments, capsys)
    assert (tmp_path / "gates.md").stat().st_mtime_ns == before

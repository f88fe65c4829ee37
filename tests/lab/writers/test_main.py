"""The command trains an embedding where there is none, keeps it, and tells how well it tells hands apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.writers.__main__ import main
from tests.training import archives


def data_set(folder: Path, lines: int = 3) -> Path:
    """Two writers of two forms of so many ``lines``, all of them in every list."""
    forms = ("q11-000", "q11-002", "q11-001", "q11-003")
    names = [archives.name_of(form, k + 1) for form in forms for k in range(lines)]
    archives.write(folder, {name: archives.xml(archives.loops(seed)) for seed, name in enumerate(names)}, "folder")
    (folder / "t1").mkdir()
    for name in ("trainset", "testset_v", "testset_t", "testset_f"):
        (folder / "t1" / f"{name}.txt").write_text("\n".join(forms) + "\n")
    return folder


def test_figures_and_what_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--data", str(data_set(tmp_path / "data")), "--embedding", str(tmp_path / "e.safetensors")]
    words += ["--cache", str(tmp_path / "cache"), "--embedding-steps", "2", "--json"]
    assert main([*words, str(tmp_path / "1.json")]) == 0
    assert "embedding: step 2" in capsys.readouterr().out
    assert main([*words, str(tmp_path / "2.json")]) == 0
    assert "embedding: step" not in capsys.readouterr().out
    told = [json.loads((tmp_path / f"{k}.json").read_text()) for k in (1, 2)]
    assert told[0] == told[1]
    assert told[0]["lines"] == 12 and told[0]["forms"] == 4 and told[0]["writers"] == 2
    assert 0 <= told[0]["equal_error_same_form"] <= 1 and told[0]["nearest_form_by_chance"] == pytest.approx(1 / 3)


def test_a_file_that_is_no_embedding_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "e.safetensors").write_bytes(b"none")
    words = ["--data", str(data_set(tmp_path / "data")), "--embedding", str(tmp_path / "e.safetensors")]
    assert main([*words, "--cache", str(tmp_path / "cache")]) == 2
    assert capsys.readouterr().err.count("\n") == 1

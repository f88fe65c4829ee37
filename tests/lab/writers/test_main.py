"""The command makes judges where there are none, keeps them, and tells how well they tell hands apart."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab.writers import choose_hinge, store
from lab.writers.__main__ import main
from lab.writers.hinge import HingeSettings
from tests.training import archives
from tools.synthetic.lines import made_up_line


def data_set(folder: Path, lines: int = 3) -> Path:
    """Two writers of two forms of so many ``lines``, all of them in every list."""
    forms = ("q11-000", "q11-002", "q11-001", "q11-003")
    names = [archives.name_of(form, k + 1) for form in forms for k in range(lines)]
    archives.write(folder, {name: archives.xml(archives.loops(seed)) for seed, name in enumerate(names)}, "folder")
    (folder / "t1").mkdir()
    for name in ("trainset", "testset_v", "testset_t", "testset_f"):
        (folder / "t1" / f"{name}.txt").write_text("\n".join(forms) + "\n")
    return folder


def hands(folder: Path, writers: int = 8, lines: int = 2) -> Path:
    """Made-up writers of two forms of so many ``lines``, all of them in every list, with texts."""
    made = [
        (writer, f"q{writer}1-00{form}") for writer in range(writers, 0, -1) for form in (0, 1)
    ]  # as lists part them
    files = {}
    for writer, form in made:
        for k in range(lines):
            name = archives.name_of(form, k + 1)
            strokes = made_up_line(name, writer, lines * int(form[-1]) + k).strokes()
            files[name] = archives.xml([stroke.astype(np.float64) for stroke in strokes])
    archives.write(folder, files, "folder")
    archives.write_texts(folder, dict.fromkeys(files, "host lines"))
    (folder / "t1").mkdir()
    for name in ("trainset", "testset_v", "testset_t", "testset_f"):
        (folder / "t1" / f"{name}.txt").write_text("".join(f"{form}\n" for _, form in made))
    return folder


def test_figures_and_what_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--data", str(data_set(tmp_path / "data")), "--embedding", str(tmp_path / "e.safetensors")]
    words += ["--hinge", str(tmp_path / "h.safetensors"), "--cache", str(tmp_path / "cache"), "--embedding-steps", "2"]
    words.append("--json")
    assert main([*words, str(tmp_path / "1.json")]) == 0
    assert "embedding: step 2" in capsys.readouterr().out
    assert main([*words, str(tmp_path / "2.json")]) == 0
    assert "embedding: step" not in capsys.readouterr().out
    told = [json.loads((tmp_path / f"{k}.json").read_text()) for k in (1, 2)]
    assert told[0] == told[1]
    assert told[0]["lines"] == 12 and told[0]["forms"] == 4 and told[0]["writers"] == 2
    for judge in ("embedding", "hinge"):
        assert 0 <= told[0][f"{judge}_equal_error_same_form"] <= 1
        assert told[0][f"{judge}_nearest_form_by_chance"] == pytest.approx(1 / 3)
    assert main(["--judge", "hinge", *words, str(tmp_path / "3.json")]) == 0
    alone = json.loads((tmp_path / "3.json").read_text())
    assert alone == {key: value for key, value in told[0].items() if not key.startswith("embedding")}


@pytest.mark.parametrize("judge", ["embedding", "hinge"])
def test_a_file_that_is_no_judge_is_told_in_one_line(
    judge: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "none.safetensors").write_bytes(b"none")
    words = [
        "--data",
        str(data_set(tmp_path / "data")),
        "--judge",
        judge,
        f"--{judge}",
        str(tmp_path / "none.safetensors"),
    ]
    assert main([*words, "--cache", str(tmp_path / "cache")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_hinge_of_other_settings_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["--data", str(data_set(tmp_path / "data")), "--judge", "hinge", "--hinge", str(tmp_path / "h.safetensors")]
    words += ["--cache", str(tmp_path / "cache")]
    assert main(words) == 0
    monkeypatch.setattr(store, "HingeSettings", lambda: HingeSettings(legs=(0.2, 0.4, 0.7, 1.0)))
    assert main(words) == 2


def test_settings_of_the_hinge_are_judged_by_writers_it_was_not_fitted_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted, judged = [], []
    fit, figures = choose_hinge.fit, choose_hinge.figures
    monkeypatch.setattr(choose_hinge, "fit", lambda table, who, own: fitted.append(set(who)) or fit(table, who, own))
    monkeypatch.setattr(
        choose_hinge, "figures", lambda vectors, lines: judged.append(set(lines.writers)) or figures(vectors, lines)
    )
    words = ["--data", str(hands(tmp_path / "data")), "--cache", str(tmp_path / "cache"), "--choice", "leg 0.4"]
    assert choose_hinge.main([*words, "--json", str(tmp_path / "told.json")]) == 0
    told = json.loads((tmp_path / "told.json").read_text())
    assert told["writers"] == 8 and told["lines"] == 32 and told["leg 0.4: equal_error_other_forms"] < 0.3
    everyone = set.union(*judged)
    assert len(everyone) == sum(map(len, judged)) == 8
    for seen, unseen in zip(fitted, judged, strict=True):
        assert seen == everyone - unseen

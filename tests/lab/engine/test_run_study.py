"""A study carried out: killed and gone on with, each run once; then its report, written whole or not at all."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from lab.engine import report, runs
from lab.engine.run_study import run_study
from lab.findings.store import LabError
from tests.lab.rows import TINY, result, study, study_ink


def test_a_killed_study_goes_on_with_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[str, int]] = []
    real = runs.train

    def counted(setting, study_ink, seed, variant, tell):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append((variant, seed))
        return real(setting, study_ink, seed, variant, tell)

    monkeypatch.setattr("lab.engine.run_study.train", counted)
    with pytest.raises(KeyboardInterrupt):
        run_study("trial", study(), study_ink(), tmp_path)
    assert done == [("LSTM", 1), ("GRU", 1)] and len(list(tmp_path.rglob("*.json"))) == 2
    done[:] = [("", 0)] * 3
    out = io.StringIO()
    results = run_study("trial", study(), study_ink(), tmp_path, out=out)
    assert done[3:] == [("LSTM", 2), ("GRU", 2), ("LSTM", 3), ("GRU", 3)]
    assert "trial: run 3 of 6, LSTM, seed 2, step " in out.getvalue() and "minutes left" in out.getvalue()
    assert [r.seed for r in results["GRU"]] == [1, 2, 3] and results["LSTM"][0].measures == {"sum": 255.0}
    assert run_study("trial", study(), study_ink(), tmp_path) == results and len(done) == 7
    run_study("trial", replace(study(), version=2, seeds=(1,)), study_ink(), tmp_path)
    run_study("trial", replace(study(), seeds=(1,)), study_ink(seed=5), tmp_path)
    assert len(done) == 11


def test_a_run_that_diverges_is_a_result_without_measures(tmp_path: Path) -> None:
    wild = study(variants={"LSTM": TINY, "GRU": replace(TINY, cell="rnn-relu", rate=1.0, clip=1e9, steps=400)})
    runs = run_study("trial", wild, study_ink(), tmp_path)["GRU"]
    if all(run.diverged is None for run in runs):
        pytest.skip("nothing broke")
    text = report.compose("trial", wild, study_ink(), {"LSTM": [result()] * 3, "GRU": runs}, quick=False)
    assert "of 3 diverged)" in text


def test_a_damaged_result_a_width_that_is_none_and_lines_that_are_missing_stop_before_the_first_run(
    tmp_path: Path,
) -> None:
    with pytest.raises(LabError, match="trial, LSTM: no width"):
        run_study("trial", study(variants={"LSTM": replace(TINY, parameters=9)}), study_ink(), tmp_path)
    with pytest.raises(LabError, match=r"GRU: the budget is the first 9 lines .* rows by chance has 8 of them here"):
        run_study("trial", study(variants={"LSTM": TINY, "GRU": replace(TINY, lines=9)}), study_ink(), tmp_path)
    assert not list(tmp_path.rglob("*"))
    run_study("trial", study(), study_ink(), tmp_path)
    broken = sorted(tmp_path.rglob("GRU-3-*.json"))[0]
    broken.write_text("{")
    with pytest.raises(LabError, match=broken.name):
        run_study("trial", study(), study_ink(), tmp_path)


def test_the_report_says_the_budget_the_figures_and_the_command(tmp_path: Path) -> None:
    results = {
        "LSTM": [result(seed=s, nats=-0.5 + 0.01 * s) for s in (1, 2, 3)],
        "GRU": [result("GRU", s, -0.3 + 0.01 * s) for s in (1, 2, 3)],
    }
    paths = report.write(tmp_path / "docs", "trial", study(), study_ink(), results, quick=False)
    assert [path.name for path in paths] == ["trial.svg", "trial.md"]
    text = paths[1].read_text(encoding="utf-8")
    assert text.startswith("# A trial\n\nWhich?\n\n    python -m lab trial --data DIR\n")
    assert "points a window 8; rate 0.02. Varied: cell." in text and "(README.md#what-all-studies-share)" in text
    assert "| LSTM | −0.480 ± 0.010 | 0.500 ± 0.000 |" in text and "; width 7; " in text and "; steps 3; " in text
    assert "- LSTM is 0.200 nats per point below GRU" in text and "- A note." in text
    assert max(map(len, text.splitlines())) <= 120
    results["GRU"][:] = [replace(run, hidden=9) for run in results["GRU"]]
    text = report.compose("trial", study(), study_ink(), results, quick=False)
    assert "| LSTM | 7 | −0.480 ± 0.010 | 0.500 ± 0.000 |" in text and "; width" not in text
    quick = report.compose("trial", study(), study_ink(), results, quick=True)
    assert "--quick" in quick and "This is a trial" in quick


def test_a_report_that_cannot_be_made_leaves_the_last_one(tmp_path: Path) -> None:
    (tmp_path / "trial.md").write_text("the last one")

    def fails(results: object) -> list[str]:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        report.write(
            tmp_path, "trial", study(conclude=fails), study_ink(), {"LSTM": [result()], "GRU": [result()]}, quick=True
        )
    assert [path.name for path in tmp_path.iterdir()] == ["trial.md"] and (
        tmp_path / "trial.md"
    ).read_text() == "the last one"

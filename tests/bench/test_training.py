"""Training is measured beside the plainest loop: what is compared does the same work, and what fails is one line."""

from __future__ import annotations

import json

import numpy as np
import pytest

from bench import sampler, training
from bench.contestant import ALONE, Contestant, made_up_lines
from bench.errors import BenchError
from bench.training import measure_training, training_table
from training.precision import FLOAT32, choose

pytestmark = pytest.mark.torch
CONTRACT = {
    "training_points_per_s",
    "plain_training_points_per_s",
    "training_ratio",
    "training_peak_memory_mb",
    "plain_training_peak_memory_mb",
    "one_process_training_points_per_s",
    "training_over_one_process",
    "all_reduce_share",
    "all_reduce_share_alone",
}


@pytest.mark.process
def test_one_round_gives_all_figures_and_both_tables_hold_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = measure_training(1, 8, 2, 0.0, most=700, threads=1)
    assert all(figures[name] > 0 for name in CONTRACT) and figures["training_rounds"] == 1
    assert figures["all_reduce_share"] < 1 and figures["training_peak_memory_mb"] > 100  # MB, not kB or bytes
    table = training_table(figures)
    assert "times the plain loop" in table and f"ours in {choose()}" in table
    monkeypatch.setattr(training, "measure_training", lambda *_, **__: figures)
    monkeypatch.setattr(sampler, "measure_training", lambda *_, **__: figures)
    assert training.main(["--json"]) == 0
    assert json.loads(capsys.readouterr().out) == figures
    assert sampler.main(["--json", "--shape", "1x8x4", "--rounds", "1"]) == 0
    assert json.loads(capsys.readouterr().out).items() >= figures.items()
    assert sampler.main(["--shape", "1x8x4", "--rounds", "1"]) == 0
    assert "training 1x8x3 on 2 cores" in capsys.readouterr().out


def test_lines_are_as_long_as_the_live_networks() -> None:
    lengths = [len(line.points) for line in made_up_lines()]
    assert 280 < np.mean(lengths) < 320 and min(lengths) >= 60
    assert all(line.lift[-1] for line in made_up_lines())


@pytest.mark.process
def test_a_contestant_that_has_ended_is_one_line() -> None:
    contestant = Contestant(ALONE, (1, 8), 700, 1, 1, FLOAT32)
    contestant.close()
    with pytest.raises(BenchError, match="has ended"):
        contestant.turn(1)


@pytest.mark.parametrize(
    "words", [["--shape", "2x512"], ["--shape", "0x9x3"], ["--shape", "axbxc"], ["--processes", "0"]]
)
def test_what_cannot_be_measured_is_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert training.main(words) == 2
    err = capsys.readouterr().err
    assert err.startswith("bench.training: ") and err.count("\n") == 1

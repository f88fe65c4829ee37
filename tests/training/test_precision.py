"""The precision of a training: measured, the same in all processes, kept by a run, and told where it changes."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
import torch

from model.checkpoint import load
from tests.training import teams
from tests.training.trainings import command, recipe_at, run_in, told
from training import precision
from training.parallel import Team
from training.precision import BFLOAT16, FLOAT32, Timing, autocast, choose, suited, timed

NONE, SLOW, FAST = Timing(1.0, math.inf), Timing(1.0, 2.5), Timing(1.0, 0.7)
USABLE = Timing(1.0, 1.5)

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(autouse=True)
def fresh() -> None:
    timed.cache_clear()


def machine(monkeypatch: pytest.MonkeyPatch, found: Timing) -> None:
    monkeypatch.setattr(precision, "timed", lambda: found)


def test_what_is_measured_is_what_the_processor_can() -> None:
    random = torch.get_rng_state()
    found = timed()
    assert 0 < found.float32 < math.inf and found.bfloat16 > 0
    assert torch.equal(torch.get_rng_state(), random)  # measuring draws no number
    layer, rows = torch.nn.LSTM(8, 8), torch.zeros(3, 2, 8)
    if math.isfinite(found.bfloat16):
        with autocast("cpu", BFLOAT16):
            assert layer(rows)[0].dtype == torch.bfloat16
    else:
        with pytest.raises(RuntimeError), autocast("cpu", BFLOAT16):
            layer(rows)
    with autocast("cpu", FLOAT32):
        assert layer(rows)[0].dtype == torch.float32


def test_a_processor_without_it_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def seconds(layer: torch.nn.LSTM, rows: torch.Tensor, which: str) -> float:
        if which == BFLOAT16:
            raise RuntimeError("could not create a primitive descriptor for the LSTM forward propagation primitive")
        return 0.5

    monkeypatch.setattr(precision, "_seconds", seconds)
    assert timed() == Timing(0.5, math.inf) and choose() == FLOAT32


def test_one_that_emulates_it_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def seconds(layer: torch.nn.LSTM, rows: torch.Tensor, which: str) -> float:
        asked.append(which)
        return 5.0 if which == BFLOAT16 else 0.5

    monkeypatch.setattr(precision, "_seconds", seconds)
    assert timed() == Timing(0.5, 5.0) and choose() == FLOAT32
    assert asked.count(BFLOAT16) == 2  # the first pass compiles


@pytest.mark.parametrize(
    ("timings", "begun", "wanted"),
    [
        ([FAST], None, BFLOAT16),
        ([USABLE], None, FLOAT32),
        ([NONE], None, FLOAT32),
        ([FAST, NONE], None, FLOAT32),  # all or none
        ([FAST], FLOAT32, FLOAT32),
        ([USABLE], BFLOAT16, BFLOAT16),
        ([SLOW], BFLOAT16, FLOAT32),
        ([NONE], BFLOAT16, FLOAT32),
    ],
)
def test_the_faster_one_is_chosen_and_a_run_keeps_its_own(
    timings: list[Timing], begun: str | None, wanted: str
) -> None:
    assert suited(timings, begun) == wanted


def test_processes_take_what_all_of_them_can() -> None:
    body = """
import math
from training import precision
precision.timed = lambda: precision.Timing(1.0, math.inf if team.rank else 0.1)
print(precision.choose(team))
precision.timed = lambda: precision.Timing(1.0, 1.2 if team.rank else 0.1)
print(precision.choose(team))
"""
    assert teams.script(2, body) == [(0, f"{FLOAT32}\n{BFLOAT16}\n", "")] * 2


@pytest.mark.parametrize(("able", "wanted"), [(True, BFLOAT16), (False, FLOAT32)])
def test_a_gpu_has_it_or_not(able: bool, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_: able)
    assert choose(Team(device=torch.device("cuda"))) == wanted


@pytest.mark.parametrize("found", [NONE, FAST])
def test_it_stands_in_the_checkpoints_the_log_and_the_first_line(
    found: Timing,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if found is FAST and not math.isfinite(timed().bfloat16):
        pytest.skip("this processor has no bfloat16 LSTM")
    machine(monkeypatch, found)
    assert command(recipe_at(tmp_path), data, tmp_path / "run") == 0
    wanted = FLOAT32 if found is NONE else BFLOAT16
    assert f"step 0 of 14, {wanted}\n" in capsys.readouterr().out
    for kind in ("last", "best"):
        training = load(tmp_path / "run" / f"{kind}.safetensors")[1]["training"]
        assert training["precision"] == wanted and "earlier_precisions" not in training
    assert {entry["precision"] for entry in told(tmp_path / "run")} == {wanted}


@pytest.mark.parametrize("said", [True, False], ids=["said so", "of before it was said"])
def test_begun_in_bfloat16_it_goes_on_without_and_says_so(
    said: bool,
    whole: Path,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "run"
    recipe = recipe_at(tmp_path)
    machine(monkeypatch, NONE)
    run = run_in(out, recipe, data)
    for _ in range(4):
        run.advance()
    run.save()
    config = json.loads(run.folder.last.with_suffix(".json").read_text(encoding="utf-8"))
    config["training"]["precision"] = BFLOAT16
    if not said:
        del config["training"]["precision"]
    run.folder.last.with_suffix(".json").write_text(json.dumps(config), encoding="utf-8")
    capsys.readouterr()
    for _ in range(2):  # the second time it is a run in float32, and there is nothing to be said
        assert command(recipe, data, out) == 0
        assert load(out / "last.safetensors")[1]["training"]["earlier_precisions"] == [[BFLOAT16, 4]]
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "begun in" in line] == [
        "tiny: begun in bfloat16, which this machine has not or is slow in: goes on in float32"
    ]


def test_begun_in_float32_it_stays_so(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe, out = recipe_at(tmp_path), tmp_path / "run"
    machine(monkeypatch, NONE)
    run = run_in(out, recipe, data)
    run.advance()
    run.save()
    machine(monkeypatch, FAST)
    assert command(recipe, data, out) == 0
    assert load(out / "last.safetensors")[1]["training"]["precision"] == FLOAT32
    assert "begun in" not in capsys.readouterr().out

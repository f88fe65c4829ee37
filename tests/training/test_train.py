"""The training command on made-up loops: it learns, logs and stops, and whatever is wrong is one line."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from model import checkpoint
from model.checkpoint import load
from tests.training import archives
from tests.training.trainings import RECIPE, command, one_line, recipe_at, run_in, same_weights, told
from training.data.dataset import Sequences
from training.folder_lock import locked
from training.manifest import STEP
from training.run import Run
from training.tensors import from_singles

pytestmark = pytest.mark.usefixtures("one_thread")


def test_a_run_learns_and_keeps_its_best_and_its_log(whole: Path, data: Path) -> None:
    log = told(whole)
    assert [entry["step"] for entry in log] == [4, 8, 12, 14]
    dev = [entry["dev_nats_per_point"] for entry in log]
    assert dev[-1] < dev[0] - 0.05
    _, best = load(whole / "best.safetensors")
    assert best["scores"]["dev_nats_per_point"] == pytest.approx(min(dev), abs=1e-5)
    assert best["training"]["step"] == log[int(np.argmin(dev))]["step"] and best["name"] == "tiny"
    tensors, last = load(whole / "last.safetensors")
    assert last["training"]["step"] == 14 and from_singles(tensors[STEP]) == 14
    assert sorted(path.name for path in whole.iterdir()) == [
        "best.json",
        "best.safetensors",
        "last.json",
        "last.safetensors",
        "log.jsonl",
    ]


def test_stopped_by_the_clock_it_goes_on(whole: Path, data: Path, tmp_path: Path) -> None:
    recipe, out = recipe_at(tmp_path), tmp_path / "run"
    assert command(recipe, data, out, "--minutes", "0") == 0
    assert load(out / "last.safetensors")[1]["training"]["step"] == 0
    assert command(recipe, data, out) == 0
    assert same_weights(whole, out)
    before = (out / "last.safetensors").stat().st_mtime_ns, (out / "log.jsonl").read_bytes()
    assert command(recipe, data, out) == 0  # at its end there is nothing left to do
    assert ((out / "last.safetensors").stat().st_mtime_ns, (out / "log.jsonl").read_bytes()) == before


def test_a_torn_log_line_is_mended(whole: Path, data: Path, tmp_path: Path) -> None:
    recipe, out = recipe_at(tmp_path), tmp_path / "run"
    assert command(recipe, data, out) == 0
    (out / "log.jsonl").write_text((out / "log.jsonl").read_text() + '{"step": 14, "na', encoding="utf-8")
    assert command(recipe, data, out) == 0
    assert told(out) == told(whole)


@pytest.mark.parametrize("fault", ["no recipe", "no data", "no archive", "no held-out form", "no start"])
def test_missing_things_are_one_line(
    fault: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = recipe_at(tmp_path, 'start = "nowhere.safetensors"\n' if fault == "no start" else "")
    match fault:
        case "no recipe":
            recipe.unlink()
        case "no data":
            data = tmp_path / "nowhere"
        case "no archive":
            data = tmp_path
            (data / "graves-train.txt").write_text("lineStrokes/a.xml")
        case "no held-out form":
            data = archives.write(tmp_path / "few", {archives.name_of("q11-000", 1): archives.xml(archives.loops(1))})
    assert command(recipe, data, tmp_path / "run") == 2
    one_line(capsys)


@pytest.mark.parametrize("fault", ["cut", "noise", "json", "shape", "representation", "optimiser", "data"])
def test_a_checkpoint_that_does_not_fit_is_one_line_and_stays(
    fault: str, whole: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe, out = recipe_at(tmp_path), tmp_path / "run"
    out.mkdir()
    for path in whole.iterdir():
        (out / path.name).write_bytes(path.read_bytes())
    last = out / "last.safetensors"
    match fault:
        case "cut":
            last.write_bytes(last.read_bytes()[:-100])
        case "noise":
            last.write_bytes(b"noise" * 100)
        case "json":
            last.with_suffix(".json").write_text("{", encoding="utf-8")
        case "shape":
            recipe_at(tmp_path, text=RECIPE.replace("hidden = 8", "hidden = 9"))
        case "representation":
            recipe_at(tmp_path, text=RECIPE.replace("[augmentation]", "tolerance = 0.1\n[augmentation]"))
        case "optimiser":
            tensors, config = load(last)
            checkpoint.save(last, {k: v for k, v in tensors.items() if k != "exp_avg.head.bias"}, config)
        case "data":
            data = archives.write(tmp_path / "other", archives.members(1), "folder")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert command(recipe, data, out) == 2
    one_line(capsys, "last.")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_second_training_in_the_folder_is_one_line(
    whole: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in whole.iterdir()}
    with locked(whole):
        assert command(recipe_at(tmp_path), data, whole) == 2
    one_line(capsys, "another training is at work in this folder")
    assert {path.name: path.read_bytes() for path in whole.iterdir()} == before


@pytest.mark.parametrize("at", [2, 6])
def test_a_loss_that_is_no_number_stops_it_and_names_what_is_good(
    at: int, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe, out, batch = recipe_at(tmp_path), tmp_path / "run", Sequences.batch

    def spoilt(self: Sequences, *arguments: Any) -> Any:
        found = batch(self, *arguments)
        spoilt.calls += 1
        if spoilt.calls == 2 * at + 1:  # each step has two parts
            found.rows[0, 0, 0] = float("nan")
        return found

    spoilt.calls = 0
    monkeypatch.setattr(Sequences, "batch", spoilt)
    assert command(recipe, data, out) == 2
    text = one_line(capsys, f"step {at}", "the loss is nan")
    if at < 4:
        assert "no checkpoint yet" in text and not (out / "last.json").exists()
    else:
        assert "last.safetensors of step 4 is good" in text
        assert load(out / "last.safetensors")[1]["training"]["step"] == 4
        assert all(torch.isfinite(v).all() for v in run_in(out, recipe, data).network.state_dict().values())


@pytest.mark.parametrize(
    ("check_every", "words"),
    [
        (4, ("step 16: the averaged weights have exploded", "held-out forms")),
        (1000, ("step 19: the loss has exploded", "5 steps in a row")),
    ],
    ids=["at a check", "between checks"],
)
def test_an_explosion_stops_it_and_leaves_what_is_good(
    check_every: int,
    words: tuple[str, str],
    whole: Path,
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A run that goes on at a hundred times the rate: the first step takes it from 3 nats a point to 400."""
    text = RECIPE.replace("steps = 14", "steps = 60").replace("rate = 0.01", "rate = 1.0")
    recipe = recipe_at(tmp_path, text=text.replace("check_every = 4", f"check_every = {check_every}"))
    out = tmp_path / "run"
    shutil.copytree(whole, out)
    assert command(recipe, data, out) == 2
    one_line(capsys, *words, "nats a point", f"{out / 'last.safetensors'} of step 14 is good")
    assert same_weights(whole, out) and not list(out.glob(".*"))


def test_weights_that_the_last_step_of_all_has_spoilt_are_not_kept(
    whole: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No loss tells of them, and their average hardly."""
    recipe = recipe_at(tmp_path, text=RECIPE.replace("steps = 14", "steps = 15"))
    out, advance = tmp_path / "run", Run.advance
    shutil.copytree(whole, out)

    def spoilt(run: Run) -> tuple[float, float, int]:
        told = advance(run)
        with torch.no_grad():
            for value in run.network.parameters():
                value.mul_(40.0)
        return told

    with monkeypatch.context() as patch:
        patch.setattr(Run, "advance", spoilt)
        assert command(recipe, data, out) == 2
    one_line(capsys, "step 15: the weights have exploded", "of step 14 is good")
    assert load(out / "last.safetensors")[1]["training"]["step"] == 14
    assert command(recipe, data, out) == 0
    assert load(out / "last.safetensors")[1]["training"]["step"] == 15


def test_a_burst_passes(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the batches of four steps, the last one before a check among them, a point lies far off."""
    recipe = recipe_at(tmp_path, text=RECIPE.replace("steps = 14", "steps = 40"))
    out, batch, advance = tmp_path / "run", Sequences.batch, Run.advance
    losses: list[float] = []

    def odd(self: Sequences, *arguments: Any) -> Any:
        found = batch(self, *arguments)
        if 24 <= len(losses) < 28 and len(found):
            found.target[0, 0, 0] = 1e4
        return found

    def noted(run: Run) -> tuple[float, float, int]:
        told = advance(run)
        losses.append(told[0])
        return told

    monkeypatch.setattr(Sequences, "batch", odd)
    monkeypatch.setattr(Run, "advance", noted)
    assert command(recipe, data, out) == 0
    assert len(losses) == 40 and min(losses[24:28]) > losses[23] + 100 and losses[-1] < losses[0]
    assert load(out / "last.safetensors")[1]["training"]["step"] == 40


def test_a_full_disk_is_one_line_and_leaves_the_last_checkpoint_whole(
    whole: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe, out, sync = recipe_at(tmp_path), tmp_path / "run", os.fsync
    calls = 0

    def full(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 8:  # four files a check: this is the JSON of the second check's ``last``
            raise OSError(28, "No space left on device")
        sync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert command(recipe, data, out) == 2
    one_line(capsys, "No space left on device")
    tensors, config = load(out / "last.safetensors")
    assert config["training"]["step"] == 4 and from_singles(tensors[STEP]) == 4 and not list(out.glob(".*"))
    assert command(recipe, data, out) == 0
    assert same_weights(whole, out)

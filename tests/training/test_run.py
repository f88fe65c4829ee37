"""A run on made-up loops: killed anywhere and resumed it ends the same, and it begins from what others left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from model import checkpoint
from model.checkpoint import CheckpointError, load
from tests.training.trainings import RECIPE, Killed, command, killed_at, recipe_at, run_in, same_weights, told
from training import provenance, train
from training.data.dataset import Sequences
from training.recipe import read_recipe

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.mark.parametrize("at", [0, 1, 3, 4, 6, 11, 13])
def test_killed_after_any_step_and_resumed_it_ends_the_same(at: int, whole: Path, data: Path, tmp_path: Path) -> None:
    recipe, out = recipe_at(tmp_path), tmp_path / "run"
    with killed_at(at):
        command(recipe, data, out)
    assert command(recipe, data, out) == 0
    assert same_weights(whole, out) and told(out) == told(whole)


@pytest.mark.parametrize("swap", range(10))
def test_killed_between_any_two_files_and_resumed_it_ends_the_same(
    swap: int, whole: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a checkpoint's two files the first may be of another step than the second."""
    recipe, out, replace = recipe_at(tmp_path), tmp_path / "run", os.replace
    swaps = 0

    def fatal(source: Any, goal: Any) -> None:
        nonlocal swaps
        if swaps == swap:
            raise Killed
        swaps += 1
        replace(source, goal)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fatal)
        patch.setattr(os, "unlink", lambda _: None)  # a kill tidies nothing
        with pytest.raises(Killed):
            command(recipe, data, out)
    assert list(out.glob(".*"))
    assert command(recipe, data, out) == 0
    assert same_weights(whole, out) and told(out) == told(whole)
    assert not list(out.glob(".*"))


def test_killed_by_the_system_and_resumed_it_ends_the_same(whole: Path, data: Path, tmp_path: Path) -> None:
    recipe, out = recipe_at(tmp_path), tmp_path / "run"
    words = [
        sys.executable,
        "-m",
        "training.train",
        str(recipe),
        "--data",
        str(data),
        "--out",
        str(out),
        "--threads",
        "1",
    ]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 600  # machines are shared
        while not (out / "last.json").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert (out / "last.safetensors").exists()
    assert command(recipe, data, out) == 0
    assert same_weights(whole, out) and [e["step"] for e in told(out)] == [4, 8, 12, 14]


def test_a_run_of_before_the_tensors_told_the_step_is_resumed(whole: Path, data: Path, tmp_path: Path) -> None:
    recipe, out = recipe_at(tmp_path), tmp_path / "run"
    run = run_in(out, recipe, data)
    for _ in range(8):
        run.advance()
        if run.step % 4 == 0:
            run.check()
    run.save()
    tensors, config = load(run.folder.last)
    checkpoint.save(run.folder.last, {k: v for k, v in tensors.items() if not k.startswith("run.")}, config)
    assert command(recipe, data, out) == 0
    assert same_weights(whole, out)


def test_it_begins_from_another_runs_weights_and_scale(whole: Path, data: Path, tmp_path: Path) -> None:
    recipe = recipe_at(tmp_path, f'start = "{whole / "best.safetensors"}"\n')
    tensors, config = load(whole / "best.safetensors")
    run = run_in(tmp_path / "run", recipe, data)
    assert run.step == 0 and list(run.scale) == config["input_scale"]
    for network in (run.network, run.average):
        for name, value in network.state_dict().items():
            assert np.array_equal(value.numpy(), tensors[name])
    assert command(recipe, data, tmp_path / "run") == 0
    recipe_at(tmp_path, f'start = "{tmp_path / "gone.safetensors"}"\n')
    assert command(recipe, data, tmp_path / "run") == 0  # a run under way needs its start no more


def test_a_component_held_at_rest_stays_there_through_training_and_resuming(data: Path, tmp_path: Path) -> None:
    recipe, out = (
        recipe_at(tmp_path, kind="time", text=RECIPE.replace("dropout", "rest = 1\ndropout")),
        tmp_path / "run",
    )
    run = run_in(out, recipe, data)
    for _ in range(6):
        run.advance()
    run.save()
    again = run_in(out, recipe, data)
    again.advance()
    rows = [1 + 1 + 3 * block for block in range(1, 6)]
    for network in (again.network, again.average):
        head = network.state_dict()
        assert (head["head.weight"][rows] == 0).all()
        assert head["head.bias"][rows].tolist() == pytest.approx([0, 0, -8, -8, 0], abs=1e-3)


def test_each_step_plans_its_epoch_once(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_in(tmp_path / "run", recipe_at(tmp_path), data)
    planned: list[int] = []
    plan, train = Sequences.plan, run.train
    assert isinstance(train, Sequences)
    monkeypatch.setattr(Sequences, "plan", lambda self, epoch, *rest: planned.append(epoch) or plan(self, epoch, *rest))
    seen = []
    for run.step in range(20):
        epoch, number, indices = run.indices()
        assert np.array_equal(indices, plan(train, epoch, 3, 250)[number])
        seen.append(epoch)
    assert planned == sorted(set(seen)) and len(planned) > 2


def test_it_begins_from_a_narrower_networks_weights(whole: Path, data: Path, tmp_path: Path) -> None:
    text = RECIPE.replace("hidden = 8", "hidden = 11")
    recipe = recipe_at(tmp_path, f'start = "{whole / "best.safetensors"}"\n', text=text)
    run = run_in(tmp_path / "run", recipe, data)
    assert run.network.config.hidden == 11
    best = load(whole / "best.safetensors")[1]["scores"]["dev_nats_per_point"]
    assert run.check()["dev_nats_per_point"] == pytest.approx(best, abs=1e-3)


def test_with_muon_and_recurrent_dropout_too_it_resumes_to_the_same(data: Path, tmp_path: Path) -> None:
    text = RECIPE.replace("hidden = 8", "hidden = 16\nrecurrent_dropout = 0.1")
    recipe = recipe_at(tmp_path, "muon_rate = 0.02\n", text=text)
    assert command(recipe, data, tmp_path / "whole") == 0
    run = run_in(tmp_path / "parts", recipe, data)
    for _ in range(8):
        run.advance()
        if run.step % 4 == 0:
            run.check()
    run.save()
    assert any(name.startswith("momentum_buffer.") for name in load(run.folder.last)[0])
    assert command(recipe, data, tmp_path / "parts") == 0
    assert same_weights(tmp_path / "whole", tmp_path / "parts")


def test_a_checkpoint_says_what_it_was_trained_on_and_with(whole: Path, data: Path) -> None:
    _, config = load(whole / "last.safetensors")
    assert config["code"] == {"commit": provenance.commit(), "torch": torch.__version__}
    learn, dev = train.read_halves(data, read_recipe(recipe_at(whole.parent)))
    assert config["data"]["checksum"] == provenance.checksum(learn.digests, dev.digests)


def test_a_run_of_before_checksums_goes_on_and_gets_one(whole: Path, data: Path, tmp_path: Path) -> None:
    recipe, out = recipe_at(tmp_path), tmp_path / "run"
    assert command(recipe, data, out, "--minutes", "0") == 0
    tensors, config = load(out / "last.safetensors")
    checksum = config["data"].pop("checksum")
    checkpoint.save(out / "last.safetensors", tensors, config)
    assert command(recipe, data, out) == 0
    assert same_weights(whole, out)
    assert load(out / "last.safetensors")[1]["data"]["checksum"] == checksum


def test_weights_of_another_shape_are_no_start(whole: Path, data: Path, tmp_path: Path) -> None:
    text = RECIPE.replace("hidden = 8", "hidden = 7")
    recipe = recipe_at(tmp_path, f'start = "{whole / "best.safetensors"}"\n', text=text)
    with pytest.raises(CheckpointError, match="another shape than the recipe"):
        run_in(tmp_path / "run", recipe, data)

"""Training on made-up loops: killed anywhere and resumed it ends the same, and whatever is wrong is one line."""

from __future__ import annotations

import json
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

from model import checkpoint, provenance, train
from model.checkpoint import CheckpointError, load
from model.dataset import Sequences
from model.lock import locked
from model.recipe import Recipe, rate_at, read_recipe
from model.run import STEP, Run
from model.tensors import from_singles
from tests.model import archives

RECIPE = """
name = "tiny"
steps = 14
batch_points = 250
rate = 0.01
check_every = 4
seed = 3
[network]
layers = 2
hidden = 8
components = 3
inputs = {inputs}
dropout = 0.2
[representation]
kind = "{kind}"
[augmentation]
scale = 0.1
crop = true
prefix_frame = true
"""


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Any:
    before = torch.get_num_threads()
    torch.set_num_threads(1)  # sums in one order, and no thread waits for another
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archives.write(tmp_path_factory.mktemp("data"), archives.members(2), "folder")


def recipe_at(folder: Path, extra: str = "", kind: str = "space", text: str = RECIPE) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "tiny.toml"
    path.write_text(extra + text.format(kind=kind, inputs=4 if kind == "space" else 3), encoding="utf-8")
    return path


def command(recipe: Path, data: Path, out: Path, *more: str) -> int:
    return train.main([str(recipe), "--data", str(data), "--out", str(out), *more])


def run_in(out: Path, recipe: Path, data: Path) -> Run:
    out.mkdir(parents=True, exist_ok=True)
    told = read_recipe(recipe)
    return Run(told, *train.read_halves(data, told), out)


def without_code(path: Path) -> dict[str, object]:
    """A checkpoint's JSON but for the commit, which may change while tests run."""
    return {key: value for key, value in json.loads(path.read_text(encoding="utf-8")).items() if key != "code"}


def same_weights(one: Path, other: Path) -> bool:
    return all(
        load(one / f"{kind}.safetensors")[0].keys() == load(other / f"{kind}.safetensors")[0].keys()
        and all(
            np.array_equal(array, load(other / f"{kind}.safetensors")[0][name])
            for name, array in load(one / f"{kind}.safetensors")[0].items()
        )
        and without_code(one / f"{kind}.json") == without_code(other / f"{kind}.json")
        for kind in ("last", "best")
    )


def told(out: Path) -> list[dict[str, float]]:
    """The log, but for what the clock says."""
    entries = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    return [{k: v for k, v in entry.items() if k not in ("points_per_s", "minutes_left")} for entry in entries]


@pytest.fixture(scope="module")
def whole(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    assert command(recipe_at(folder), data, folder / "run") == 0
    return folder / "run"


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


class Killed(BaseException):
    """What a kill is to the program: nothing catches it."""


@pytest.mark.parametrize("at", [0, 1, 3, 4, 6, 11, 13])
def test_killed_after_any_step_and_resumed_it_ends_the_same(
    at: int, whole: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe, out, advance = recipe_at(tmp_path), tmp_path / "run", Run.advance

    def fatal(run: Run) -> tuple[float, float, int]:
        if run.step == at:
            raise Killed
        return advance(run)

    with monkeypatch.context() as patch:
        patch.setattr(Run, "advance", fatal)
        with pytest.raises(Killed):
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
    words = [sys.executable, "-m", "model.train", str(recipe), "--data", str(data), "--out", str(out), "--threads", "1"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 600  # machines are shared
        while not (out / "last.json").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert (out / "last.safetensors").exists()
    assert command(recipe, data, out) == 0
    assert same_weights(whole, out) and [e["step"] for e in told(out)] == [4, 8, 12, 14]


def test_stopped_by_the_clock_it_goes_on(whole: Path, data: Path, tmp_path: Path) -> None:
    recipe, out = recipe_at(tmp_path), tmp_path / "run"
    assert command(recipe, data, out, "--minutes", "0") == 0
    assert load(out / "last.safetensors")[1]["training"]["step"] == 0
    assert command(recipe, data, out) == 0
    assert same_weights(whole, out)
    before = (out / "last.safetensors").stat().st_mtime_ns, (out / "log.jsonl").read_bytes()
    assert command(recipe, data, out) == 0  # at its end there is nothing left to do
    assert ((out / "last.safetensors").stat().st_mtime_ns, (out / "log.jsonl").read_bytes()) == before


def test_a_run_of_before_the_tensors_told_the_step_is_resumed(whole: Path, data: Path, tmp_path: Path) -> None:
    recipe, out = recipe_at(tmp_path), tmp_path / "run"
    run = run_in(out, recipe, data)
    for _ in range(8):
        run.advance()
        if run.step % 4 == 0:
            run.check()
    run.save()
    tensors, config = load(run.last)
    checkpoint.save(run.last, {k: v for k, v in tensors.items() if not k.startswith("run.")}, config)
    assert command(recipe, data, out) == 0
    assert same_weights(whole, out)


def test_a_torn_log_line_is_mended(whole: Path, data: Path, tmp_path: Path) -> None:
    recipe, out = recipe_at(tmp_path), tmp_path / "run"
    assert command(recipe, data, out) == 0
    (out / "log.jsonl").write_text((out / "log.jsonl").read_text() + '{"step": 14, "na', encoding="utf-8")
    assert command(recipe, data, out) == 0
    assert told(out) == told(whole)


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
    plan = Sequences.plan
    monkeypatch.setattr(Sequences, "plan", lambda self, epoch, *rest: planned.append(epoch) or plan(self, epoch, *rest))
    seen = []
    for run.step in range(20):
        epoch, number, indices = run.indices()
        assert np.array_equal(indices, plan(run.train, epoch, 3, 250)[number])
        seen.append(epoch)
    assert planned == sorted(set(seen)) and len(planned) > 2


def test_the_rate_rises_and_falls_once() -> None:
    recipe = Recipe("x", steps=100, warmup=0.1, rate=1.0)
    rates = [rate_at(step, recipe) for step in range(100)]
    assert rates.index(max(rates)) in (9, 10) and max(rates) == 1.0 and rates[-1] < 0.02 and min(rates) > 0
    assert (np.diff(rates[:10]) > 0).all() and (np.diff(rates[10:]) < 0).all()


def one_line(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    text = capsys.readouterr().err
    assert text.count("\n") == 1 and text.startswith("model.train: "), text
    assert all(word in text for word in words), text
    return text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("steps = ", "not a recipe"),
        ("\udcff", "not a recipe"),
        ("stepz = 3", "no such setting: stepz"),
        ("steps = 'many'", "steps must be of type int"),
        ("steps = true", "steps must be of type int"),
        ("steps = 0", "steps must be in"),
        ("slices = 3", "slices must be a power of two"),
        ("check_every = 0", "check_every must be in"),
        ("rate = nan", "rate must be in"),
        ("name = ''", "name is empty"),
        ("network = 3", "must be a table"),
        ("[network]\nhidden = -1", "hidden must be in"),
        ("[network]\nrest = 20", "no component 20"),
        ("[network]\ncolour = 1", "no such setting: colour"),
        ("[representation]\nkind = 'smell'", "kind must be one of time, space"),
        ("[representation]\nkind = 'time'", "inputs must be 3"),
        ("[augmentation]\ncrop = 1", "crop must be of type bool"),
    ],
)
def test_a_wrong_recipe_is_one_line(
    text: str, words: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tiny.toml"
    path.write_bytes(text.encode(errors="surrogateescape"))
    assert command(path, data, tmp_path / "run") == 2
    one_line(capsys, words)
    assert not (tmp_path / "run").exists()


def test_all_recipes_of_the_project_can_be_read() -> None:
    recipes = sorted((Path(train.__file__).parent / "recipes").glob("*.toml"))
    assert recipes and all(read_recipe(path).steps > 0 for path in recipes)


@pytest.mark.parametrize("fault", ["no recipe", "no data", "no archive", "no kept-back form", "no start"])
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
        case "no kept-back form":
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


def test_it_begins_from_a_narrower_networks_weights(whole: Path, data: Path, tmp_path: Path) -> None:
    text = RECIPE.replace("hidden = 8", "hidden = 11")
    recipe = recipe_at(tmp_path, f'start = "{whole / "best.safetensors"}"\n', text=text)
    run = run_in(tmp_path / "run", recipe, data)
    assert run.network.config.hidden == 11
    best = load(whole / "best.safetensors")[1]["scores"]["dev_nats_per_point"]
    assert run.check() == pytest.approx(best, abs=1e-3)


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
    assert any(name.startswith("momentum_buffer.") for name in load(run.last)[0])
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


def test_a_second_training_in_the_folder_is_one_line(
    whole: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in whole.iterdir()}
    with locked(whole):
        assert command(recipe_at(tmp_path), data, whole) == 2
    one_line(capsys, "another training is at work in this folder")
    assert {path.name: path.read_bytes() for path in whole.iterdir()} == before


def test_weights_of_another_shape_are_no_start(whole: Path, data: Path, tmp_path: Path) -> None:
    text = RECIPE.replace("hidden = 8", "hidden = 7")
    recipe = recipe_at(tmp_path, f'start = "{whole / "best.safetensors"}"\n', text=text)
    with pytest.raises(CheckpointError, match="another shape than the recipe"):
        run_in(tmp_path / "run", recipe, data)


@pytest.mark.parametrize("at", [2, 6])
def test_a_loss_that_is_no_number_stops_it_and_names_what_is_good(
    at: int, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe, out, batch = recipe_at(tmp_path), tmp_path / "run", Sequences.batch

    def spoilt(self: Sequences, *arguments: Any) -> Any:
        found = batch(self, *arguments)
        spoilt.calls += 1  # type: ignore[attr-defined]
        if spoilt.calls == 2 * at + 1:  # type: ignore[attr-defined] – each step has two parts
            found.rows[0, 0, 0] = float("nan")
        return found

    spoilt.calls = 0  # type: ignore[attr-defined]
    monkeypatch.setattr(Sequences, "batch", spoilt)
    assert command(recipe, data, out) == 2
    text = one_line(capsys, f"step {at}", "the loss is nan")
    if at < 4:
        assert "no checkpoint yet" in text and not (out / "last.json").exists()
    else:
        assert "last.safetensors of step 4 is good" in text
        assert load(out / "last.safetensors")[1]["training"]["step"] == 4
        assert all(torch.isfinite(v).all() for v in run_in(out, recipe, data).network.state_dict().values())


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

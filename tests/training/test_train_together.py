"""Several processes train what one trains: equal to the bit, resumed by another number, and none left waiting."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from model.checkpoint import load
from tests.training import archives, teams

RECIPE = """
name = "tiny"
steps = {steps}
batch_points = 600
slices = {slices}
rate = 0.01
muon_rate = {muon}
check_every = 10
seed = 3
[network]
layers = 2
hidden = 24
components = 3
inputs = 4
dropout = {dropout}
[augmentation]
scale = 0.1
rotate = 0.02
crop = true
prefix_frame = true
drop_end = 0.1
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archives.write(tmp_path_factory.mktemp("data"), archives.members(6))


def recipe(folder: Path, *, steps: int = 50, slices: int = 2, dropout: float = 0.2, muon: float = 0.0) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "tiny.toml"
    path.write_text(RECIPE.format(steps=steps, slices=slices, dropout=dropout, muon=muon), encoding="utf-8")
    return path


def program(path: Path, data: Path, out: Path, *more: str, first: str = "") -> str:
    """The training command as a program, after ``first``."""
    words = [str(path), "--data", str(data), "--out", str(out), *more]
    return f"import sys\nfrom training import train\n{first}\nsys.exit(train.main({words!r}))\n"


EACH_STEP = "train.LOG_EVERY = 1"  # a log line every step


def train(size: int, path: Path, data: Path, out: Path, *more: str) -> None:
    """A training of so many processes, which must go well."""
    for status, _, err in teams.run(size, program(path, data, out, *more, first=EACH_STEP)):
        assert (status, err) == (0, "")


def losses(out: Path) -> list[tuple[float, ...]]:
    """What the log says of each entry's step, loss, gradient and held-out forms."""
    names = ("step", "nats_per_point", "gradient_norm_max", "dev_nats_per_point")
    lines = (out / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [tuple(json.loads(line).get(name) for name in names) for line in lines]


def farthest(one: Path, other: Path) -> float:
    """The largest difference between two runs' weights, averages and moments."""
    pairs = [(load(folder / f"{kind}.safetensors")[0] for folder in (one, other)) for kind in ("last", "best")]
    return max(float(np.abs(a[name] - b[name]).max()) for a, b in pairs for name in a)


@pytest.fixture(scope="module")
def alone(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty steps of one process, with dropout."""
    folder = tmp_path_factory.mktemp("alone")
    train(1, recipe(folder), data, folder / "run")
    return folder / "run"


def test_two_processes_equal_one_to_the_bit_over_fifty_steps(alone: Path, data: Path, tmp_path: Path) -> None:
    """Started by torchrun itself, and with the precision measured anew."""
    torchrun = ["-m", "torch.distributed.run", "--nproc-per-node", "2", "--standalone"]
    script = tmp_path / "each_step.py"
    script.write_text(program(recipe(tmp_path), data, tmp_path / "run", first=EACH_STEP), encoding="utf-8")
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(teams.ROOT)}
    done = subprocess.run(  # torchrun watches its processes by itself
        [sys.executable, *torchrun, str(script)],
        env=environment,
        cwd=teams.ROOT,
        capture_output=True,
        text=True,
        timeout=teams.PATIENCE,
    )
    out = done.stdout
    assert done.returncode == 0, done.stderr
    assert out.count("graves-train.txt: ") == 1 and "2 processes" in out  # rank 0 alone prints
    assert len(losses(alone)) == 50 and losses(alone)[-1][1] < losses(alone)[0][1] - 0.2
    assert losses(tmp_path / "run") == losses(alone)
    assert farthest(tmp_path / "run", alone) == 0.0


def test_four_slices_are_the_same_for_one_and_four(data: Path, tmp_path: Path) -> None:
    path = recipe(tmp_path, steps=12, slices=4, muon=0.01)
    for size in (1, 4):
        train(size, path, data, tmp_path / str(size))
    assert farthest(tmp_path / "4", tmp_path / "1") == 0.0
    assert losses(tmp_path / "4") == losses(tmp_path / "1")


def test_a_number_that_does_not_divide_the_slices_trains_the_same_but_for_rounding(
    alone: Path, data: Path, tmp_path: Path
) -> None:
    train(3, recipe(tmp_path), data, tmp_path / "run")
    three, one = losses(tmp_path / "run"), losses(alone)
    assert three[0][1] == pytest.approx(one[0][1], abs=1e-5)
    assert three[-1][1] == pytest.approx(one[-1][1], abs=0.05)  # in bfloat16 a last digit grows


def test_another_number_of_processes_goes_on_after_a_kill(alone: Path, data: Path, tmp_path: Path) -> None:
    path, out = recipe(tmp_path), tmp_path / "run"
    members = teams.start(2, program(path, data, out))
    teams.until_there(out / "last.json", members)
    for member in members:
        member.kill()
    teams.finish(members)
    assert 10 <= load(out / "last.safetensors")[1]["training"]["step"] < 50
    train(1, path, data, out)
    assert farthest(out, alone) == 0.0 and losses(out)[-1] == losses(alone)[-1]


def test_stopped_by_the_clock_all_stop_at_the_same_step(data: Path, tmp_path: Path) -> None:
    train(2, recipe(tmp_path), data, tmp_path / "run", "--minutes", "0")
    assert load(tmp_path / "run" / "last.safetensors")[1]["training"]["step"] == 0


@pytest.mark.parametrize("victim", [0, 1])
def test_a_killed_process_ends_the_other_and_leaves_a_checkpoint(victim: int, data: Path, tmp_path: Path) -> None:
    path, out = recipe(tmp_path, steps=100_000), tmp_path / "run"
    members = teams.start(2, program(path, data, out))
    teams.until_there(out / "last.json", members)
    members[victim].kill()
    results = teams.finish(members)
    status, _, err = results[1 - victim]
    # where rank 0 also kept the store, as it does not under torchrun, torch's own log speaks too
    told = [line for line in err.splitlines() if line.startswith("training.train")]
    assert status == 2 and len(told) == 1
    assert told[0].startswith("training.train: another process of this training has ended") and "is good" in told[0]
    assert load(out / "last.safetensors")[1]["training"]["step"] >= 10


def one_line_and_two(results: list[tuple[int, str, str]], *told: str) -> None:
    assert [status for status, _, _ in results] == [2] * len(results)
    errors = "".join(err for _, _, err in results)
    assert errors.count("\n") == 1 and errors.startswith("training.train: ") and all(word in errors for word in told), (
        errors
    )


def test_what_is_wrong_is_one_line_from_all_and_none_waits(data: Path, tmp_path: Path) -> None:
    path, out = recipe(tmp_path, steps=4), tmp_path / "run"
    one_line_and_two(teams.run(2, program(path, tmp_path / "nowhere", out)), "cannot be read")
    assert not out.exists()
    train(1, path, data, out)
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    other = archives.write(tmp_path / "other", archives.members(5))
    one_line_and_two(teams.run(2, program(path, other, out)), "trained on other data")
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


def test_an_error_of_one_process_alone_ends_all(data: Path, tmp_path: Path) -> None:
    """Rank 1's part of the archive cannot be prepared; rank 0's could."""
    first = """
import os
from training import prepare, train
if os.environ["RANK"] == "1":
    def fail(*_):
        raise OSError("no memory for this part")
    prepare.prepare = fail
"""
    one_line_and_two(
        teams.run(2, program(recipe(tmp_path), data, tmp_path / "run", first=first)), "no memory for this part"
    )
    assert not (tmp_path / "run").exists()


def test_a_loss_that_is_no_number_stops_all_and_names_what_is_good(data: Path, tmp_path: Path) -> None:
    """The line that spoils it is rank 1's; rank 0 tells."""
    first = """
import os
from training.data.dataset import Sequences
batch = Sequences.batch
def spoilt(self, indices, augmentation, scale, key, places=None):
    found = batch(self, indices, augmentation, scale, key, places)
    spoilt.calls += 1
    if os.environ["RANK"] == "1" and spoilt.calls == 13:
        found.rows[0, 0, 0] = float("nan")
    return found
spoilt.calls = 0
Sequences.batch = spoilt
"""
    one_line_and_two(
        teams.run(2, program(recipe(tmp_path), data, tmp_path / "run", first=first)),
        "step 12: the loss is nan",
        "of step 10 is good",
    )
    assert load(tmp_path / "run" / "last.safetensors")[1]["training"]["step"] == 10


def test_an_explosion_stops_all_and_names_what_is_good(data: Path, tmp_path: Path) -> None:
    """The loss is everybody's sum, so all find it exploded at the same step."""
    path, out = recipe(tmp_path, steps=10), tmp_path / "run"
    train(1, path, data, out)
    before = [(out / name).read_bytes() for name in ("last.safetensors", "last.json", "best.safetensors")]
    text = path.read_text(encoding="utf-8").replace("steps = 10", "steps = 100").replace("rate = 0.01", "rate = 1.0")
    path.write_text(text.replace("check_every = 10", "check_every = 1000"), encoding="utf-8")
    one_line_and_two(teams.run(2, program(path, data, out)), "the loss has exploded", "of step 10 is good")
    assert before == [(out / name).read_bytes() for name in ("last.safetensors", "last.json", "best.safetensors")]


def test_a_full_disk_of_rank_0_ends_all_and_leaves_the_last_checkpoint(alone: Path, data: Path, tmp_path: Path) -> None:
    """The system refuses to let the second checkpoint's file grow, in the middle of the write."""
    path, out = recipe(tmp_path), tmp_path / "run"
    first = """
import os, resource, signal
from model import checkpoint
save = checkpoint.save
def full(path, *rest):
    if (path.parent / "last.json").exists() and path.stem == "last":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
    save(path, *rest)
checkpoint.save = full
"""
    one_line_and_two(teams.run(2, program(path, data, out, first=first)), "File too large")
    assert load(out / "last.safetensors")[1]["training"]["step"] == 10 and not list(out.glob(".*"))
    assert os.path.getsize(out / "last.safetensors") > 20_000
    train(1, path, data, out)
    assert farthest(out, alone) == 0.0

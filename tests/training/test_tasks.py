"""A training to write text by the same command: it begins from a network that continues ink, is killed and goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.alphabet import CHARACTERS
from model.checkpoint import STACKED_LSTM, TEXT_WINDOW, CheckpointError, load, load_config
from model.sampler import Sampler
from tests.training import archives
from tests.training.trainings import command, killed_at, one_line, same_weights, told

pytestmark = pytest.mark.usefixtures("one_thread")

WRITE = """
name = "tiny"
task = "write"
start = "{start}"
steps = {steps}
batch_points = 400
rate = 0.01
muon_rate = 0.01
text_rate = 0.02
schedule = "{schedule}"
check_every = 4
seed = 3
[network]
layers = 2
hidden = 8
components = 3
inputs = 4
dropout = 0.2
[window]
components = 2
embedding = 4
features = 7
[augmentation]
scale = 0.1
shear = 0.2
straighten = true
[pairs]
shortest = 10
longest = 30
rows = 40
"""


@pytest.fixture(scope="module")
def texts(data: Path) -> Path:
    """The same loops, with texts."""
    archives.write_texts(data, {name: f"Line {n}" for n, name in enumerate(archives.members(2))})
    return data


def recipe_in(folder: Path, start: Path | str, steps: int = 14, schedule: str = "constant") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "write.toml"
    path.write_text(WRITE.format(start=start, steps=steps, schedule=schedule), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def written(whole: Path, texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of such a run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("written")
    assert command(recipe_in(folder, whole / "best.safetensors"), texts, folder / "run") == 0
    return folder / "run"


def test_its_weights_say_what_they_are(written: Path, whole: Path) -> None:
    config = load_config(written / "best.safetensors", TEXT_WINDOW)
    assert config["alphabet"] == CHARACTERS and config["window"] == {
        "components": 2,
        "embedding": 4,
        "features": 7,
        "style": 32,
    }
    assert config["input_scale"] == load_config(whole / "best.safetensors")["input_scale"]
    tensors, _ = load(written / "last.safetensors", TEXT_WINDOW)
    assert {"text.lstm.0", "average.text.head", "exp_avg.text.window.weight"} <= set(tensors)
    with pytest.raises(CheckpointError, match="architecture"):
        Sampler.load(written / "best.safetensors")
    with pytest.raises(CheckpointError, match="architecture"):
        load(whole / "best.safetensors", TEXT_WINDOW)


def test_the_rate_stays_after_the_warm_up(written: Path) -> None:
    assert [entry["rate"] for entry in told(written)] == [0.01] * 4


@pytest.mark.parametrize("at", [0, 5, 8])
def test_killed_and_resumed_it_ends_the_same(at: int, written: Path, whole: Path, texts: Path, tmp_path: Path) -> None:
    recipe, out = recipe_in(tmp_path, whole / "best.safetensors"), tmp_path / "run"
    with killed_at(at):
        command(recipe, texts, out)
    assert command(recipe, texts, out) == 0
    assert same_weights(written, out, TEXT_WINDOW) and told(out) == told(written)


def test_a_later_stage_begins_from_all_of_it(written: Path, texts: Path, tmp_path: Path) -> None:
    recipe = recipe_in(tmp_path, written / "best.safetensors", steps=1, schedule="cycle")
    recipe.write_text(recipe.read_text().replace("rate = 0.01", "rate = 1e-9").replace("rate = 0.02", "rate = 1e-9"))
    assert command(recipe, texts, tmp_path / "run") == 0
    before, _ = load(written / "best.safetensors", TEXT_WINDOW)
    after, _ = load(tmp_path / "run" / "best.safetensors", TEXT_WINDOW)
    assert before.keys() == after.keys()
    assert max(float(np.abs(before[name] - after[name]).max()) for name in before) < 1e-6


def test_a_start_of_another_shape_is_refused_in_one_line(
    whole: Path, texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = recipe_in(tmp_path, whole / "best.safetensors")
    recipe.write_text(recipe.read_text().replace("hidden = 8", "hidden = 10"))
    capsys.readouterr()
    assert command(recipe, texts, tmp_path / "run") == 2
    one_line(capsys, "of another shape than the recipe", "lstm.0.weight_ih_l0")


def test_to_continue_it_takes_no_network_that_writes(
    written: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = recipe_in(tmp_path, written / "best.safetensors")
    recipe.write_text(recipe.read_text().replace('task = "write"', ""))
    capsys.readouterr()
    assert command(recipe, data, tmp_path / "run") == 2
    one_line(capsys, TEXT_WINDOW, STACKED_LSTM)

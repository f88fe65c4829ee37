"""A training to read ink by the same command: what it keeps, what chooses, killed and resumed, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.alphabet import PRINTABLE
from model.checkpoint import CTC_READER, STACKED_LSTM, load, load_config
from model.reader import Reader
from tests.training import teams
from tests.training.reader import made_up
from tests.training.trainings import command, killed_at, one_line, same_weights, told

pytestmark = pytest.mark.usefixtures("one_thread")

READ = """
name = "tiny"
task = "read"
steps = 14
batch_points = 500
rate = 0.01
muon_rate = 0.01
check_every = 4
seed = 3
[network]
layers = 2
hidden = 16
dropout = 0.2
[frames]
near = 6
far = 16
[augmentation]
scale = 0.1
noise = 0.05
drop_points = 0.1
straighten = true
"""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up.data_set(tmp_path_factory.mktemp("made") / "data", 14, 4, 1)


def recipe_in(folder: Path, extra: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "read.toml").write_text(extra + READ, encoding="utf-8")
    return folder / "read.toml"


@pytest.fixture(scope="module")
def trained(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of such a run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("read")
    assert command(recipe_in(folder), texts, folder / "run") == 0
    return folder / "run"


def test_its_weights_say_what_they_are_and_read(trained: Path, texts: Path) -> None:
    config = load_config(trained / "best.safetensors", CTC_READER)
    assert config["alphabet"] == PRINTABLE and config["straighten"] is True and "components" not in config
    assert config["frames"] == {"near": 6, "far": 16, "stride": 4}
    assert config["data"]["list"] == "t1/trainset.txt" and config["data"]["lines"] == 14
    assert {"dev_nats_per_character", "dev_character_error", "dev_word_error"} == set(config["scores"])
    tensors, _ = load(trained / "last.safetensors", CTC_READER)
    assert {"lstm.1.back.weight_hh_l0", "average.head.weight", "momentum_buffer.lstm.0.ahead.weight_ih_l0"} <= set(
        tensors
    )
    assert (
        Reader.load(trained / "best.safetensors").read([line[:, :2] for line in made_up.line("hello", 1)]).points.size
    )


def test_the_log_tells_of_characters_and_the_lowest_error_is_kept(trained: Path) -> None:
    log = told(trained)
    assert [entry["step"] for entry in log] == [4, 8, 12, 14]
    assert {"nats_per_character", "dev_nats_per_character", "dev_character_error", "dev_word_error"} <= set(log[0])
    best = min(entry["dev_character_error"] for entry in log)
    assert load_config(trained / "best.safetensors", CTC_READER)["scores"]["dev_character_error"] == pytest.approx(
        best, abs=1e-5
    )


@pytest.mark.parametrize("at", [0, 5, 8, 13])
def test_killed_and_resumed_it_ends_the_same(at: int, trained: Path, texts: Path, tmp_path: Path) -> None:
    recipe, out = recipe_in(tmp_path), tmp_path / "run"
    with killed_at(at):
        command(recipe, texts, out)
    assert command(recipe, texts, out) == 0
    assert same_weights(trained, out, CTC_READER)
    assert [_without_pace(entry) for entry in told(out)] == [_without_pace(entry) for entry in told(trained)]


def _without_pace(entry: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in entry.items() if name != "characters_per_s"}


def test_two_processes_train_what_one_does(trained: Path, texts: Path, tmp_path: Path) -> None:
    words = [str(recipe_in(tmp_path)), "--data", str(texts), "--out", str(tmp_path / "run")]
    program = f"import sys\nfrom training import train\nsys.exit(train.main({words!r}))\n"
    for status, _, err in teams.run(2, program):
        assert (status, err) == (0, "")
    assert same_weights(trained, tmp_path / "run", CTC_READER)


def test_another_run_begins_from_its_best(trained: Path, texts: Path, tmp_path: Path) -> None:
    recipe = recipe_in(tmp_path, f'start = "{trained / "best.safetensors"}"\n')
    recipe.write_text(recipe.read_text().replace("steps = 14", "steps = 1").replace("rate = 0.01", "rate = 1e-9"))
    assert command(recipe, texts, tmp_path / "run") == 0
    wanted = load_config(trained / "best.safetensors", CTC_READER)["scores"]["dev_nats_per_character"]
    assert told(tmp_path / "run")[0]["dev_nats_per_character"] == pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("hidden = 16", "hidden = 20", "of another shape than the recipe"),
        ("layers = 2", "layers = 3", "of another shape than the recipe"),
        ("scale = 0.1", "scale = 0.1\ncrop = true", "lines must be whole"),
        ("[frames]", "[frames]\nstride = 3", "stride must be even"),
        ("hidden = 16", "hidden = 16\ninputs = 3", "inputs must be 4"),
    ],
)
def test_what_does_not_fit_is_one_line(
    old: str, new: str, words: str, trained: Path, texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = recipe_in(tmp_path, f'start = "{trained / "best.safetensors"}"\n')
    recipe.write_text(recipe.read_text().replace(old, new))
    capsys.readouterr()
    assert command(recipe, texts, tmp_path / "run") == 2
    one_line(capsys, words)


def test_it_takes_no_network_that_writes(
    whole: Path, texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = recipe_in(tmp_path, f'start = "{whole / "best.safetensors"}"\n')
    capsys.readouterr()
    assert command(recipe, texts, tmp_path / "run") == 2
    one_line(capsys, CTC_READER, STACKED_LSTM)

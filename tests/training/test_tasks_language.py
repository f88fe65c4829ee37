"""A training to foretell text by the same command: what it keeps and learns, killed and resumed, and what it refuses."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from model.character_lstm import CharacterLstm
from model.checkpoint import CHARACTER_LSTM, load_config
from tests.training.language import made_up
from tests.training.trainings import command, killed_at, one_line, same_weights, told
from training.ship import ship

pytestmark = pytest.mark.usefixtures("one_thread")

RECIPE = """
name = "tiny"
task = "language"
steps = 14
batch_points = 400
slices = 1
rate = 0.03
muon_rate = 0.02
check_every = 4
seed = 3
[network]
layers = 2
hidden = 16
dropout = 0.1
[characters]
embedding = 8
passage = 40
"""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up.folder(tmp_path_factory.mktemp("text"))


def recipe_in(folder: Path, extra: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "language.toml").write_text(extra + RECIPE, encoding="utf-8")
    return folder / "language.toml"


@pytest.fixture(scope="module")
def trained(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of such a run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("language")
    assert command(recipe_in(folder), texts, folder / "run") == 0
    return folder / "run"


def test_its_weights_say_what_they_are_and_nothing_of_ink(trained: Path) -> None:
    config = load_config(trained / "best.safetensors", CHARACTER_LSTM)
    assert config["characters"] == {"embedding": 8} and config["data"]["set"] == "free text"
    assert not {"inputs", "input_scale", "representation", "components"} & config.keys()
    assert CharacterLstm.load(trained / "best.safetensors").begin().log_chances.shape == (1, 96)


def test_it_learns(texts: Path, tmp_path: Path) -> None:
    recipe = recipe_in(tmp_path)
    recipe.write_text(recipe.read_text().replace("steps = 14", "steps = 60"))
    assert command(recipe, texts, tmp_path / "run") == 0
    lowest = min(entry["dev_nats_per_character"] for entry in told(tmp_path / "run"))
    assert lowest < 0.6 * math.log(96)


@pytest.mark.parametrize("at", [0, 5, 13])
def test_killed_and_resumed_it_ends_the_same(at: int, trained: Path, texts: Path, tmp_path: Path) -> None:
    recipe, out = recipe_in(tmp_path), tmp_path / "run"
    with killed_at(at):
        command(recipe, texts, out)
    assert command(recipe, texts, out) == 0
    assert same_weights(trained, out, CHARACTER_LSTM)


def test_another_run_begins_from_its_best(trained: Path, texts: Path, tmp_path: Path) -> None:
    recipe = recipe_in(tmp_path, f'start = "{trained / "best.safetensors"}"\n')
    recipe.write_text(recipe.read_text().replace("steps = 14", "steps = 1").replace("rate = 0.0", "rate = 1e-9 #"))
    assert command(recipe, texts, tmp_path / "run") == 0
    wanted = load_config(trained / "best.safetensors", CHARACTER_LSTM)["scores"]["dev_nats_per_character"]
    assert told(tmp_path / "run")[0]["dev_nats_per_character"] == pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize("precision", ["float16", "int8"])
def test_it_is_shipped_and_says_almost_the_same(precision: str, trained: Path, tmp_path: Path) -> None:
    ship(trained, tmp_path / "small.safetensors", precision=precision)
    whole, small = (CharacterLstm.load(path) for path in (trained / "best.safetensors", tmp_path / "small.safetensors"))
    expected, found = (one.read(one.begin(), "Ink ink of").log_chances for one in (whole, small))
    assert found == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("hidden = 16", "hidden = 16\nrecurrent_dropout = 0.1", "neither rest, recurrent_dropout nor context"),
        ("seed = 3", "seed = 3\ncontext = true", "neither rest, recurrent_dropout nor context"),
        ("passage = 40", "passage = 4", "passage must be in"),
        ("passage = 40", "passage = 10000", "has no passage"),
    ],
)
def test_what_does_not_fit_is_one_line(
    old: str, new: str, words: str, texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = recipe_in(tmp_path)
    recipe.write_text(recipe.read_text().replace(old, new))
    assert command(recipe, texts, tmp_path / "run") == 2
    one_line(capsys, words)

"""The comparison runs from end to end on made-up writing, goes on where it was stopped, and says what is wrong in one line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab.windows.__main__ import main
from lab.windows.variants import VARIANTS
from model.checkpoint import load, save
from model.strokes import Representation
from tests.model import nets, texts
from tests.training import archives

RECIPE = """
name = "small"
task = "write"
start = "{start}"
steps = 20
batch_points = 400
rate = 0.003
muon_rate = 0.003
schedule = "constant"
[network]
layers = 2
hidden = 12
components = 3
inputs = 4
dropout = 0.1
[window]
embedding = 5
features = 7
[augmentation]
straighten = true
[pairs]
shortest = 10
longest = 30
hidden_lines = 0.4
through = false
"""
SAYS = ("a cab", "bad dad", "cad a")


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """The options of a small comparison."""
    files = archives.members(3)
    data = archives.write(tmp_path / "data", files, "folder")
    archives.write_texts(data, {name: SAYS[k % 3] for k, name in enumerate(files)})
    weights, config = nets.make(hidden=12, components=3)
    save(tmp_path / "start.safetensors", weights, {**config, "representation": Representation().to_json()})
    reader, told = nets.reader_parts(seed=5)
    save(tmp_path / "reader.safetensors", reader, told)
    (tmp_path / "small.toml").write_text(RECIPE.format(start=(tmp_path / "start.safetensors").as_posix()))
    writer, said = texts.make(hidden=12)
    save(tmp_path / "writer.safetensors", writer, {**said, "representation": Representation().to_json()})
    out = tmp_path / "windows"
    words = ["--data", str(data), "--recipe", str(tmp_path / "small.toml"), "--out", str(out)]
    words += ["--writer", str(tmp_path / "writer.safetensors")]
    return [*words, "--reader", str(tmp_path / "reader.safetensors"), "--lines", "8", "--texts", "3"]


def rows(text: str) -> dict[str, list[str]]:
    """The table's cells by the names of its rows."""
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    return {first: rest for first, *rest in cells[2:]}


def test_all_are_trained_judged_and_told_and_nothing_is_done_twice(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--steps", "2", "--minutes", "0"]) == 0
    assert "goes on" in capsys.readouterr().out
    assert main([*words, "--steps", "2"]) == 0
    said = capsys.readouterr().out
    table = rows(said)
    assert list(table) == [*VARIANTS, "shipped writer", "shipped live network", "people"]
    assert table["shipped writer"][3] == "" and table["shipped writer"][0] != table["feedback"][0]
    assert table["feedback"][3] == "1.00" and all(float(table[name][3]) > 0 for name in VARIANTS)
    assert "step 2 of 2" in said
    kept = sorted((tmp_path / "windows").rglob("figures-*.json"))
    assert len(kept) == 5 and all(json.loads(path.read_text())["told"] > 0 for path in kept)
    before = [path.stat().st_mtime_ns for path in kept]
    assert main([*words, "--steps", "2"]) == 0
    assert rows(capsys.readouterr().out) == table and [path.stat().st_mtime_ns for path in kept] == before
    assert main([*words, "--steps", "3", "--only", "upward"]) == 0
    table = rows(capsys.readouterr().out)
    assert list(table) == ["feedback", "upward", "shipped writer", "shipped live network", "people"]


def test_stopped_and_gone_on_with_it_ends_the_same(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    losses = []
    for out, parts in (("once", "4"), ("twice", "14")):
        for steps in parts:
            capsys.readouterr()
            assert main([*words, "--only", "content", "--out", str(tmp_path / out), "--steps", steps]) == 0
        table = rows(capsys.readouterr().out)
        losses.append({name: [*cells[:3], cells[4]] for name, cells in table.items()})  # all but the time
    assert losses[0] == losses[1]


def test_a_trunk_is_kept_as_a_network_that_continues_ink(words: list[str], tmp_path: Path) -> None:
    assert main([*words, "--steps", "2", "--only", "text alone"]) == 0
    for name in ("feedback", "text-alone"):
        tensors, config = load(tmp_path / "windows" / name / "trunk.safetensors")
        start, _ = load(tmp_path / "start.safetensors")
        assert tensors.keys() == start.keys() and config["name"] == "trunk"
        moved = max(float(np.abs(tensors[part] - start[part]).max()) for part in start)
        assert 0 < moved < 0.5


@pytest.mark.parametrize(
    ("more", "word"),
    [(["--only", "sideways"], "sideways"), (["--steps", "21"], "--steps"), (["--data", "nowhere"], "nowhere")],
)
def test_what_is_wrong_is_one_line(
    more: list[str], word: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--steps", "2", *more]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and said.startswith("lab.windows: ") and word in said

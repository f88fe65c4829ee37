"""The lab's little networks: gradients cut by a limit, as files, and where these are damaged."""

import json
from pathlib import Path

import numpy as np
import pytest

from model.backward import DensityGradient
from model.checkpoint import LIVE, CheckpointError, load_config
from model.lab_networks import LAB, LabNetwork, save
from tests.model import nets

CELLS = ["rnn-tanh", "lstm", "gru"]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("limit", [0, 1, 9, 50])
def test_a_limit_cuts_and_changes_nothing(cell: str, limit: int) -> None:
    weights, config = nets.little(cell)
    little, rows = LabNetwork(weights, config), nets.ink(30)
    whole, part = little.gradient(rows, 20), little.gradient(rows, 20, limit)
    n = min(limit, 20)
    assert part.begin == 20 - n and part.rows.shape == (n, 4) and part.hidden.shape == (n + 1, 1, 12)

    def parts(one: DensityGradient) -> list[np.ndarray]:
        return [array for array in (one.rows, one.hidden, one.cell, one.direct) if array is not None]

    assert len(parts(part)) == {"rnn-tanh": 2, "gru": 3, "lstm": 4}[cell]
    for ours, theirs in zip(parts(part), parts(whole), strict=True):
        assert np.array_equal(ours, theirs[len(theirs) - len(ours) :]) and not ours.flags.writeable
    assert len(part.rows) == n and part.hidden_norms.shape == (n + 1, 1)
    assert (part.direct_norms is None) == (cell == "rnn-tanh")


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_the_highway_is_the_product_of_the_gates(cell: str) -> None:
    weights, config = nets.little(cell)
    little = LabNetwork(weights, config)
    trail = little.read(nets.ink(20))
    found = little.gradient(trail, 15)
    assert found.direct is not None
    gate, last = (1, found.cell) if cell == "lstm" else (1, found.hidden)
    assert last is not None
    assert found.direct[6, 0] == pytest.approx(trail.gates[6:15, gate].prod(axis=0) * last[-1, 0], rel=1e-5)


def test_what_is_not_there_is_refused() -> None:
    weights, config = nets.little("gru")
    little = LabNetwork(weights, config)
    for row in (-1, 0, 10):
        with pytest.raises(ValueError, match=f"row {row} .*10 that were read"):
            little.gradient(nets.ink(10), row)
    with pytest.raises(ValueError, match=r"\(n, 4\)"):
        little.read(nets.ink(5, 3))
    with pytest.raises(ValueError, match="not finite"):
        little.read(np.full((2, 4), np.nan))
    assert little.read(np.zeros((0, 4))).heads.shape == (0, 25)


@pytest.mark.parametrize("cell", CELLS)
def test_what_is_written_is_read_again(cell: str, tmp_path: Path) -> None:
    weights, config = nets.little(cell)
    path = tmp_path / "net.safetensors"
    save(path, weights, config)
    again, rows = LabNetwork.load(path), nets.ink(12)
    assert again.name == f"test-{cell}" and again.cell == cell and again.config == config
    assert again.parameters == sum(map(np.size, weights.values()))
    assert np.array_equal(again.score(rows), LabNetwork(weights, config).score(rows))


def test_damaged_files_give_one_line(tmp_path: Path) -> None:
    weights, config = nets.little("lstm")
    path = tmp_path / "net.safetensors"

    def refused(match: str) -> None:
        with pytest.raises(CheckpointError, match=match) as caught:
            LabNetwork.load(path)
        assert "\n" not in str(caught.value) and "net." in str(caught.value)

    refused("cannot be read")
    save(path, weights, config)
    whole = path.read_bytes()
    for damaged in (b"", whole[:40], whole[: len(whole) // 2], b"\xff" * 64):
        path.write_bytes(damaged)
        refused("not a safetensors file, or damaged")
    path.write_bytes(whole)
    for change, match in (
        ({"cell": "rnn-relu"}, "cell must be one of rnn-tanh, lstm, gru"),
        ({"cell": "gru"}, "tensor cell.weight_ih has shape"),
        ({"layers": 2}, "has 1 layer, not 2"),
        ({"hidden": 13}, "expected"),
        ({"hidden": "many"}, "hidden must be a whole number"),
    ):
        path.with_suffix(".json").write_text(json.dumps(config | change))
        refused(match)
    path.with_suffix(".json").write_text("{")
    refused("not readable as JSON")
    path.unlink()
    path.with_suffix(".json").write_text(json.dumps(config))
    refused("cannot be read")


def test_weights_that_do_not_fit_are_not_written(tmp_path: Path) -> None:
    weights, config = nets.little("gru")
    for bad, match in (
        (weights | {"odd": weights["head.bias"]}, "tensor odd is not one"),
        ({n: w for n, w in weights.items() if n != "head.bias"}, r"tensor head\.bias is missing"),
        (weights | {"head.bias": np.full_like(weights["head.bias"], np.nan)}, "not a finite float"),
    ):
        with pytest.raises(CheckpointError, match=match):
            save(tmp_path / "net.safetensors", bad, config)
    assert not list(tmp_path.iterdir())


def test_the_three_that_are_shipped_are_alike() -> None:
    """One representation, one scale, the shipped network's; equal parameters within 2 %; small files."""
    live = load_config(LIVE)
    sizes = []
    for name, path in LAB.items():
        little = LabNetwork.load(path)
        assert little.name == name and path.stat().st_size <= 250_000
        assert little.config["representation"] == live["representation"] and little.config["inputs"] == live["inputs"]
        assert list(little.input_scale) == live["input_scale"]
        assert np.isfinite(little.score(nets.ink(20))).all()
        sizes.append(little.parameters)
    assert max(sizes) <= 1.02 * min(sizes)

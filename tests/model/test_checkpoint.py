"""Weights come back as they were stored, and whatever is not weights is refused in one line."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from model.checkpoint import CheckpointError, load, load_config, save
from tests.model import nets


def test_round_trip(tmp_path: Path) -> None:
    weights, config = nets.make()
    config |= {"scores": {"nats_per_point": -1.5}, "representation": {"kind": "space"}, "note": "Handschrift, größer"}
    save(tmp_path / "net.safetensors", weights, config)
    again, read = load(tmp_path / "net.safetensors")
    assert read == config and again.keys() == weights.keys()
    for name, array in weights.items():
        assert again[name].dtype == np.float32 and np.array_equal(again[name], array)
    assert {path.name for path in tmp_path.iterdir()} == {"net.safetensors", "net.json"}


def test_half_precision_rests_small_and_reads_as_float32(tmp_path: Path) -> None:
    weights, config = nets.make()
    save(tmp_path / "a.safetensors", weights, config)
    save(tmp_path / "b.safetensors", {name: array.astype(np.float16) for name, array in weights.items()}, config)
    assert (tmp_path / "b.safetensors").stat().st_size < 0.6 * (tmp_path / "a.safetensors").stat().st_size
    again, _ = load(tmp_path / "b.safetensors")
    for name, array in weights.items():
        assert again[name].dtype == np.float32
        assert np.array_equal(again[name], array.astype(np.float16).astype(np.float32))


def test_a_failed_save_leaves_the_old_files(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    weights, config = nets.make()
    save(path, weights, config)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    weights["head.bias"] = np.full_like(weights["head.bias"], np.nan)
    with pytest.raises(CheckpointError, match=r"head\.bias .*not finite"):
        save(path, weights, config)
    with pytest.raises(CheckpointError, match="plain JSON"):
        save(path, nets.make()[0], config | {"scores": object()})
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layers": 0}, "layers must be"),
        ({"layers": True}, "layers must be"),
        ({"hidden": 10**9}, "hidden must be"),
        ({"components": "20"}, "components must be"),
        ({"name": ""}, "no name"),
        ({"inputs": ["dx", "dy"]}, "inputs must be"),
        ({"input_scale": [0.5, 0.0]}, "input_scale"),
        ({"input_scale": [0.5, float("nan")]}, "input_scale"),
        ({"input_scale": 3}, "input_scale"),
        ({"hidden": 25}, "has shape"),
        ({"layers": 3}, "is missing"),
    ],
)
def test_a_config_that_does_not_fit_is_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    weights, config = nets.make()
    save(tmp_path / "net.safetensors", weights, config)
    (tmp_path / "net.json").write_text(json.dumps(config | change))
    with pytest.raises(CheckpointError, match=message) as caught:
        load(tmp_path / "net.safetensors")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("damage", ["no json", "no weights", "cut off", "noise", "list", "deep", "not utf-8", "int"])
def test_damaged_files_are_refused_in_one_line(tmp_path: Path, damage: str) -> None:
    path, beside = tmp_path / "net.safetensors", tmp_path / "net.json"
    weights, config = nets.make()
    save(path, weights, config)
    whole = path.read_bytes()
    match damage:
        case "no json":
            beside.unlink()
        case "no weights":
            path.unlink()
        case "cut off":
            path.write_bytes(whole[: len(whole) // 2])
        case "noise":
            path.write_bytes(np.random.default_rng(0).bytes(5000))
        case "list":
            beside.write_text("[1, 2]")
        case "deep":
            beside.write_text("[" * 200_000)
        case "not utf-8":
            beside.write_bytes(b"\xff\xfe\x00")
        case "int":
            save_file({name: array.astype(np.int32) for name, array in weights.items()}, path)
    with pytest.raises(CheckpointError) as caught:
        load(path)
    assert "\n" not in str(caught.value) and "net." in str(caught.value)


def test_the_config_can_be_read_alone(tmp_path: Path) -> None:
    weights, config = nets.make()
    save(tmp_path / "net.safetensors", weights, config)
    (tmp_path / "net.safetensors").unlink()
    assert load_config(tmp_path / "net.safetensors") == config

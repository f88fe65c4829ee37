"""Weights come back as they were stored, and whatever is not weights is refused in one line."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from model.checkpoint import STACKED_LSTM, CheckpointError, load, load_config, save
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


def narrow(seed: int = 0) -> dict[str, Any]:
    """Weights with one matrix as whole numbers and a float a row."""
    weights: dict[str, Any] = nets.make(seed=seed)[0]
    whole = np.random.default_rng(seed).integers(-127, 128, weights["lstm.0.weight_hh_l0"].shape).astype(np.int8)
    scale = np.linspace(0.001, 0.01, len(whole), dtype=np.float32)
    return weights | {"lstm.0.weight_hh_l0": whole, "lstm.0.weight_hh_l0.scale": scale}


def test_whole_numbers_rest_smaller_and_read_as_the_product_with_their_scales(tmp_path: Path) -> None:
    weights, config = nets.make()
    stored = narrow()
    save(tmp_path / "a.safetensors", weights, config)
    save(tmp_path / "b.safetensors", stored, config)
    saved = (tmp_path / "a.safetensors").stat().st_size - (tmp_path / "b.safetensors").stat().st_size
    assert saved > 2.5 * stored["lstm.0.weight_hh_l0"].size
    again, _ = load(tmp_path / "b.safetensors")
    assert again.keys() == weights.keys()
    for name, array in again.items():
        assert array.dtype == np.float32 and array.flags.c_contiguous
        if name != "lstm.0.weight_hh_l0":
            assert np.array_equal(array, weights[name])
    product = stored["lstm.0.weight_hh_l0"] * stored["lstm.0.weight_hh_l0.scale"][:, None]
    assert np.array_equal(again["lstm.0.weight_hh_l0"], product)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("absent", r"is int8, and lstm\.0\.weight_hh_l0\.scale is missing"),
        ("short", "shapes .* not a float a row"),
        ("square", "shapes .* not a float a row"),
        ("whole numbers", "no finite float above 0"),
        ("nan", "no finite float above 0"),
        ("infinite", "no finite float above 0"),
        ("zero", "no finite float above 0"),
        ("negative", "no finite float above 0"),
        ("too large", "not finite"),
        ("alone", "has a scale, but is float32"),
        ("a vector", "not a float a row"),
        ("misshapen", "has shape .* expected"),
        ("int16", "int16, not (a float|int8)"),
    ],
)
def test_a_scale_that_does_not_fit_is_refused_and_not_written(tmp_path: Path, damage: str, message: str) -> None:
    path, name = tmp_path / "net.safetensors", "lstm.0.weight_hh_l0"
    config = nets.make()[1]
    save(path, narrow(), config)
    before = path.read_bytes()
    odd = narrow()
    scale = odd[f"{name}.scale"]
    match damage:
        case "absent":
            del odd[f"{name}.scale"]
        case "short":
            odd[f"{name}.scale"] = scale[:-1]
        case "square":
            odd[f"{name}.scale"] = scale[:, None]
        case "whole numbers":
            odd[f"{name}.scale"] = np.ones(len(scale), dtype=np.int32)
        case "nan" | "infinite" | "zero" | "negative" | "too large":
            scale[3] = {"nan": np.nan, "infinite": np.inf, "zero": 0.0, "negative": -1.0, "too large": 3e38}[damage]
        case "alone":
            odd[name] = odd[name].astype(np.float32)
        case "a vector":
            odd["head.bias"] = np.ones(31, dtype=np.int8)
            odd["head.bias.scale"] = np.ones(31, dtype=np.float32)
        case "misshapen":
            odd[name], odd[f"{name}.scale"] = odd[name][:-1], scale[:-1]
        case "int16":
            odd[name] = odd[name].astype(np.int16)
    if damage not in ("whole numbers", "int16"):  # what is saved is made float32
        with pytest.raises(CheckpointError, match=message):
            save(path, odd, config)
        assert path.read_bytes() == before
    save_file(odd, path)
    with pytest.raises(CheckpointError, match=message) as caught:
        load(path)
    assert "\n" not in str(caught.value)


def test_weights_that_would_fill_the_memory_once_widened_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "net.safetensors", narrow(), nets.make()[1])
    size = (tmp_path / "net.safetensors").stat().st_size
    monkeypatch.setattr("model.checkpoint._MAX_FILE_BYTES", size + 10)
    with pytest.raises(CheckpointError, match="larger than any network"):
        load(tmp_path / "net.safetensors")


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
        ({"architecture": "transformer"}, "the architecture is 'transformer'"),
        ({"architecture": None}, "the architecture is None"),
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
    assert "\n" not in str(caught.value) and str(caught.value).startswith((f"{path}: ", f"{beside}: "))


def test_what_is_not_written_is_named_with_its_folder(tmp_path: Path) -> None:
    weights, config = nets.make()
    for path, odd in ((tmp_path / "net.npz", {}), (tmp_path / "net.safetensors", {"name": ""})):
        with pytest.raises(CheckpointError) as caught:
            save(path, weights, config | odd)
        assert str(caught.value).startswith(f"{path}: ")
    assert not list(tmp_path.iterdir())


def test_the_config_can_be_read_alone(tmp_path: Path) -> None:
    weights, config = nets.make()
    save(tmp_path / "net.safetensors", weights, config)
    (tmp_path / "net.safetensors").unlink()
    assert load_config(tmp_path / "net.safetensors") == config


def test_a_file_that_names_no_architecture_is_a_stacked_lstm(tmp_path: Path) -> None:
    weights, config = nets.make()
    without = {key: value for key, value in config.items() if key != "architecture"}
    save(tmp_path / "net.safetensors", weights, without)
    assert json.loads((tmp_path / "net.json").read_bytes())["architecture"] == STACKED_LSTM
    (tmp_path / "net.json").write_text(json.dumps(without))
    assert load(tmp_path / "net.safetensors")[1] == config

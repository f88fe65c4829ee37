"""The table of what fewer bits cost, on made-up writing: its figures agree with the files it is about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import quantise
from model.checkpoint import load, save
from model.sampler import Sampler
from model.strokes import Representation
from model.text_writer import TextWriter
from tests.model import nets
from tests.training import archives
from tests.training.writer.test_evaluate import weights_in
from training.data.iam import read_lines, read_list
from training.evaluate import evaluate
from training.rounding import rounded

pytestmark = pytest.mark.torch


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    tensors, config = nets.make(layers=2, hidden=40, inputs=3, components=3)
    config |= {"input_scale": [60.0, 50.0], "representation": Representation("time").to_json()}
    save(tmp_path / "net.safetensors", tensors, config)
    return tmp_path / "net.safetensors"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return archives.write(tmp_path / "data", archives.members(1))


def test_the_figures_are_those_of_the_files(
    weights: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--data", str(data), "--weights", str(weights), "--rounds", "1", "--json"]
    assert quantise.main(words) == 0
    figures = json.loads(capsys.readouterr().out)
    table = figures["precisions"]
    assert list(table) == ["float32", "float16", "int8", quantise.NARROW] and figures["grid"] == "float32"
    assert table["float32"]["bytes"] > 1.9 * table["float16"]["bytes"] > 2.5 * table["int8"]["bytes"]
    assert table[quantise.NARROW]["bytes"] == Sampler.load(weights).bytes_per_point
    tensors, config = load(weights)
    save(tmp_path / "small.safetensors", rounded(tensors, "int8"), config)
    priced = evaluate(tmp_path / "small.safetensors", *read_lines(data, read_list(data / "graves-validation.txt")))
    assert table["int8"]["nats_per_line"] == pytest.approx(priced["nats_per_line"])
    assert table["int8"]["bytes"] == (tmp_path / "small.safetensors").stat().st_size
    assert table["float32"]["difference"] == 0.0 != table["int8"]["difference"]
    assert 0.0 != table[quantise.NARROW]["difference"] != table["int8"]["difference"]
    assert all(row["load_ms"] > 0 for row in table.values())
    assert figures["lines"] == 6 and figures["missing"] == 0


def test_the_table_says_when_the_file_was_half_precision_already(
    weights: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tensors, config = load(weights)
    save(weights, rounded(tensors, "float16"), config)
    assert quantise.main(["--data", str(data), "--weights", str(weights), "--rounds", "1", "--lines", "2"]) == 0
    table = capsys.readouterr().out
    assert "2 lines" in table and "half precision already" in table
    assert [line.split("|")[1].strip() for line in table.splitlines()[-4:]] == [
        "float32",
        "float16",
        "int8",
        quantise.NARROW,
    ]


@pytest.mark.parametrize("fault", ["data", "split", "weights", "lines", "rounds"])
def test_what_cannot_be_measured_is_one_line(
    fault: str, weights: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {"--data": str(data), "--weights": str(weights), "--rounds": "1", "--lines": "1"}
    words[f"--{fault}"] = "0" if fault in ("lines", "rounds") else str(tmp_path / "nowhere")
    assert quantise.main([word for pair in words.items() for word in pair]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1 and captured.err.startswith("bench.quantise: ")


def test_weights_that_write_texts_are_measured_on_lines_with_texts(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = weights_in(tmp_path)
    words = ["--data", str(data), "--weights", str(path), "--rounds", "1", "--json"]
    assert quantise.main(words) == 2 and "none of the 6 lines" in capsys.readouterr().err
    archives.write_texts(data, dict.fromkeys(archives.members(1), "some text"))
    assert quantise.main(words) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["lines"] == 6 and figures["weights"] == "writer"
    assert figures["precisions"][quantise.NARROW]["bytes"] == TextWriter.load(path).fused.nbytes

"""What lines cost a network as it runs is what training's own evaluation says of it, in float32; and near that in 8 bits."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from bench.line_nats import lines_for, nats_per_line
from model.checkpoint import save
from model.sampler import Sampler
from model.strokes import Representation
from model.text_writer import TextWriter
from tests.model import nets
from tests.training import archives
from tests.training.writer.test_evaluate import weights_in
from training.data.iam import DataError, read_lines, read_list
from training.data.texts import read_texts
from training.evaluate import evaluate
from training.writer.evaluate import evaluate_text

pytestmark = pytest.mark.torch


@pytest.fixture
def data(tmp_path: Path) -> Path:
    files = archives.members(2)
    folder = archives.write(tmp_path / "data", files, "folder")
    archives.write_texts(folder, {name: f"Line {n}" for n, name in enumerate(files)})
    return folder


@pytest.mark.parametrize("kind", ["time", "space"])
def test_of_one_that_continues_ink(kind: Literal["time", "space"], data: Path, tmp_path: Path) -> None:
    inputs = 3 if kind == "time" else 4
    tensors, config = nets.make(layers=2, hidden=40, inputs=inputs, components=3)
    scale = [60.0, 50.0] if kind == "time" else [0.75, 0.5]
    path = tmp_path / "net.safetensors"
    save(path, tensors, config | {"input_scale": scale, "representation": Representation(kind).to_json()})
    lines, report = read_lines(data, read_list(data / "graves-validation.txt"))
    wanted = float(str(evaluate(path, lines, report)["nats_per_line"]))
    found = {}
    for narrow in (False, True):
        network = Sampler.load(path, narrow=narrow)
        found[narrow] = nats_per_line(network, lines_for(network, lines, {}))
    assert found[False] == pytest.approx(wanted, rel=1e-5)
    assert found[True] == pytest.approx(wanted, rel=0.02) and found[True] != found[False]


def test_of_one_that_writes_texts(data: Path, tmp_path: Path) -> None:
    path = weights_in(tmp_path)
    names = read_list(data / "graves-train.txt")
    (lines, report), texts = read_lines(data, names), read_texts(data, names)
    wanted = float(str(evaluate_text(path, lines, texts, report)["nats_per_line"]))
    found = {}
    for narrow in (False, True):
        network = TextWriter.load(path, narrow=narrow)
        found[narrow] = nats_per_line(network, lines_for(network, lines, texts))
    assert found[False] == pytest.approx(wanted, rel=1e-5)
    assert found[True] == pytest.approx(wanted, rel=0.02) and found[True] != found[False]


def test_without_a_line_that_can_be_used_there_is_no_figure(data: Path, tmp_path: Path) -> None:
    network = TextWriter.load(weights_in(tmp_path))
    with pytest.raises(DataError, match="none of the 0 lines"):
        lines_for(network, [], {})

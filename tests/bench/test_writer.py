"""The writer's bench prints all its figures from one run; the loop that it is measured beside is the same network."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bench import writer
from bench.eager import EagerWriter
from model.checkpoint import WRITER, save
from model.input_rows import NEW_LINE
from model.text_writer import TextWriter
from tests.model import nets, texts

pytestmark = pytest.mark.torch
RATIOS = {
    "speedup_over_eager",
    "window_share_of_step",
    "share_of_cache_limit",
    "words_8_over_one_by_one",
    "words_16_over_one_by_one",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    weights, config = writer.random_writer(layers=2, hidden=16)
    save(tmp_path / "net.safetensors", weights, config)
    return tmp_path / "net.safetensors"


def test_json_holds_all_figures_of_one_run(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert writer.main(["--json", "--weights", str(small), "--rounds", "2"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (
        all(figures[name] > 0 for name in RATIOS)
        and figures["cost_of_text_share_of_step"] < 1
        and figures["judging_share"] < 1
    )
    assert (figures["layers"], figures["hidden"], figures["rounds"]) == (2, 16, 2)
    assert figures["bytes_per_point"] == TextWriter.load(small).fused.nbytes


def test_the_table_names_the_same_figures(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert writer.main(["--weights", str(small), "--rounds", "1"]) == 0
    table = capsys.readouterr().out
    assert table.startswith("random-2x16: 2 layers of 16")
    assert all(
        word in table for word in ("eager", "of cache", "window", "8 words", "16 words", "judged", "beside a neighbour")
    )


def test_the_random_network_writes_words_to_their_ends() -> None:
    network = TextWriter(*writer.random_writer(hidden=16))
    written = writer.write_batch(network, network.start(), writer.WORDS, range(16), writer.CONTROLS)
    assert all(text.written for text in written)
    assert 5 < np.mean([len(text.dx) / (len(word) + 1) for text, word in zip(written, writer.WORDS, strict=True)]) < 20


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_the_eager_loop_is_the_same_network(layers: int) -> None:
    import torch

    text = "the same"
    weights, config = texts.make(layers=layers)
    eager, network = EagerWriter(weights, config, text), TextWriter(weights, config)
    state = network.begin_line(network.start(), text)
    cells = network.cells(state, text, ended=True)
    row = torch.from_numpy(NEW_LINE.copy()).view(1, 1, 4)
    for at in nets.ink(15, 4):
        with torch.inference_mode():
            head, end = eager.read(row)
        cells.compute_head()
        assert np.append(head.numpy(), end) == pytest.approx(cells.head, abs=1e-3)
        cells.read(*at.tolist())
        row = torch.from_numpy(at).view(1, 1, 4)
    eager.write(3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--weights", "nowhere.safetensors"], "cannot be read"), (["--rounds", "0"], "at least one round")],
)
def test_what_cannot_be_measured_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert writer.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and message in err and err.count("\n") == 1


def test_the_shipped_weights_are_what_is_measured_where_there_are_such(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, small: Path
) -> None:
    monkeypatch.setattr(writer, "WRITER", small)
    assert writer.main(["--rounds", "1"]) == 0
    assert "random-2x16" in capsys.readouterr().out and WRITER.name == "writer.safetensors"

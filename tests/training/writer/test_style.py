"""The reader of styles: trained on the training list, standardised, and put into networks that begin to write."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from model.checkpoint import CheckpointError
from tests.lab.writers.test_main import data_set
from tests.model import nets
from tests.training.writer.networks import CONFIG, lines
from training.writer.network import StyleReader, WriterNetwork
from training.writer.settings import Window
from training.writer.style import collate_with, fill_style, main, own_half_is_nearest, read_styles, standardise

COLLATE = collate_with((0.75, 0.5))


def reader() -> StyleReader:
    torch.manual_seed(1)
    return StyleReader(4)


def test_a_number_has_mean_0_and_deviation_1_over_the_hands() -> None:
    hands = [nets.ink(40 + 7 * seed, 4, seed) for seed in range(20)]
    made = reader()
    before = read_styles(made, hands, COLLATE)
    standardise(made, hands, COLLATE)
    after = read_styles(made, hands, COLLATE)
    assert torch.allclose(after.mean(0), torch.zeros(4), atol=1e-4) and torch.allclose(after.std(0), torch.ones(4))
    assert torch.allclose(after, (before - before.mean(0)) / before.std(0), atol=1e-3)


def test_a_form_of_one_line_twice_is_nearest_to_itself() -> None:
    twice = [[line, line] for line in lines()]
    made = reader()
    standardise(made, [nets.ink(60, 4, seed) for seed in range(9)], COLLATE)
    assert own_half_is_nearest(made, twice, COLLATE) == 1.0
    crossed = [[one, other] for one, other in zip(lines()[:2], reversed(lines()[:2]), strict=True)]
    assert own_half_is_nearest(made, crossed, COLLATE) == 0.0


def test_what_the_command_writes_is_what_a_network_begins_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = data_set(tmp_path / "data"), tmp_path / "new" / "style.safetensors"
    words = ["--data", str(data), "--out", str(out), "--steps", "2", "--cache", str(tmp_path / "cache")]
    assert main(words) == 0
    told, first = capsys.readouterr().out, out.read_bytes()
    assert "2 writers" in told and "step 2" in told
    assert main(words) == 0 and out.read_bytes() == first
    network = WriterNetwork(CONFIG, Window())
    fill_style(network, out)
    for name, part in load_file(out).items():
        assert np.array_equal(network.state_dict()[f"text.style.{name}"].numpy(), part)
    assert not any(part.requires_grad for part in network.text.style.parameters())


def test_what_is_no_reader_of_styles_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.safetensors").write_bytes(b"none")
    for name, message in (("bad", "not such a reader"), ("nowhere", "cannot be read")):
        with pytest.raises(CheckpointError, match=message) as found:
            fill_style(WriterNetwork(CONFIG, Window()), tmp_path / f"{name}.safetensors")
        assert "\n" not in str(found.value)
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "out.safetensors")]) == 2
    assert capsys.readouterr().err.count("\n") == 1 and not (tmp_path / "out.safetensors").exists()

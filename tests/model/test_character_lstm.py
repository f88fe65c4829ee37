"""The network over characters at run time: against its equations, several texts side by side, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.character_form import BREAK, classes_of
from model.character_lstm import CharacterLstm
from model.checkpoint import CheckpointError, Tensors, save
from tests.model.character_networks import CONFIG, weights


def plainly(tensors: Tensors, classes: list[int]) -> np.ndarray:
    """log p of what comes next after each class, by the equations as they are written."""
    h, c = np.zeros((2, 8)), np.zeros((2, 8))
    after = []
    for number in classes:
        read = tensors["embedding.weight"][number]
        for k in range(2):
            below = np.concatenate((read, h[0])) if k else read
            name = f"lstm.{k}"
            sums = tensors[f"{name}.weight_ih_l0"] @ below + tensors[f"{name}.weight_hh_l0"] @ h[k]
            i, f, g, o = np.split(sums + tensors[f"{name}.bias_ih_l0"] + tensors[f"{name}.bias_hh_l0"], 4)
            i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
            c[k] = f * c[k] + i * np.tanh(g)
            h[k] = o * np.tanh(c[k])
        scores = tensors["head.weight"] @ np.concatenate((h[0], h[1])) + tensors["head.bias"]
        after.append(scores - np.log(np.exp(scores).sum()))
    return np.array(after)


def test_it_computes_its_equations():
    tensors = weights()
    network = CharacterLstm(tensors, CONFIG)
    text = 'He said "no".'
    expected = plainly(tensors, [BREAK, *classes_of(text, network.alphabet)])
    state = network.begin()
    for at, character in enumerate(text):
        assert np.allclose(state.log_chances[0], expected[at], atol=1e-5)
        state = network.read(state, character)
    assert np.allclose(state.log_chances[0], expected[-1], atol=1e-5)
    assert np.exp(state.log_chances).sum() == pytest.approx(1.0, abs=1e-5)


def test_texts_side_by_side_are_each_as_alone():
    network = CharacterLstm(weights(), CONFIG)
    begun = network.read(network.begin(), "th")
    both = network.follow(begun, classes_of("ei", network.alphabet), [0, 0])
    swapped = network.follow(both, classes_of("sn", network.alphabet), [1, 0])
    for row, text in enumerate(("this", "then")):
        alone = network.read(network.begin(), text)
        assert np.allclose(swapped.log_chances[row], alone.log_chances[0], atol=1e-5)
        assert np.allclose(swapped.cell[:, row], alone.cell[:, 0], atol=1e-5)


def test_a_text_may_begin_amid_a_line():
    network = CharacterLstm(weights(), CONFIG)
    assert not np.allclose(network.begin(" ").log_chances, network.begin().log_chances)


def test_it_is_loaded_and_refuses_what_it_cannot_read(tmp_path: Path):
    save(tmp_path / "tiny.safetensors", weights(), CONFIG)
    network = CharacterLstm.load(tmp_path / "tiny.safetensors")
    with pytest.raises(ValueError, match="alphabet"):
        network.read(network.begin(), "café")
    (tmp_path / "tiny.json").write_text(
        (tmp_path / "tiny.json").read_text().replace('"embedding": 5', '"embedding": 0')
    )
    with pytest.raises(CheckpointError, match="embedding"):
        CharacterLstm.load(tmp_path / "tiny.safetensors")
    with pytest.raises(ValueError, match="not this network's"):
        CharacterLstm({name: array for name, array in weights().items() if name != "head.bias"}, CONFIG)

"""The network over characters in torch: its loss is that of its scores, and it is what the app's own code runs."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from model.alphabet import PRINTABLE
from model.character_form import BREAK, classes_of
from model.character_lstm import CharacterLstm
from tests.model.character_networks import CONFIG, weights
from training.language.network import CharacterNetwork
from training.language.passages import CharacterBatch
from training.network import Config


def network() -> CharacterNetwork:
    made = CharacterNetwork(Config(layers=2, hidden=8), 5, PRINTABLE)
    made.load_state_dict({name: torch.from_numpy(array) for name, array in weights().items()})
    return made.eval()


def test_it_says_what_the_network_without_torch_says():
    text = "It was, I said, a pen."
    read = torch.tensor([[BREAK, *classes_of(text, PRINTABLE)]]).T
    with torch.no_grad():
        log_probs = functional.log_softmax(network()(read)[:, 0], dim=-1).numpy()
    plain = CharacterLstm(weights(), CONFIG)
    state = plain.begin()
    for at, character in enumerate(text):
        np.testing.assert_allclose(state.log_chances[0], log_probs[at], atol=2e-5)
        state = plain.read(state, character)
    np.testing.assert_allclose(state.log_chances[0], log_probs[-1], atol=2e-5)


def test_its_loss_is_summed_over_all_characters():
    read = torch.tensor([[0, 1], [40, 50], [41, 51]])
    target = torch.tensor([[40, 50], [41, 51], [0, 1]])
    made, batch = network(), CharacterBatch(read, target)
    with torch.no_grad():
        nats, count = made.total(batch)
        alone = [made.total(CharacterBatch(read[:, k : k + 1], target[:, k : k + 1]))[0] for k in range(2)]
        judged = made.judge(batch)
    assert count == 6 and float(nats) == pytest.approx(sum(map(float, alone)), rel=1e-5)
    assert judged == {"nats_per_character": (float(nats), 6.0)}


def test_it_begins_with_open_forget_gates():
    made = CharacterNetwork(Config(layers=1, hidden=4), 3, "ab")
    layer = made.lstm[0]
    assert (layer.bias_ih_l0 + layer.bias_hh_l0)[4:8].tolist() == [1.0] * 4
    assert made.head.weight.shape == (3, 4)

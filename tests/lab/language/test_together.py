"""Texts read side by side: every state is that of the text alone, and a cell that is held stays where it is put."""

from __future__ import annotations

import numpy as np
import pytest

from lab.language.together import Hold, read_together
from model.character_form import BREAK, classes_of
from model.character_lstm import CharacterLstm
from tests.model.character_networks import CONFIG, weights

TEXTS = ["The cat.", "", "They saw it"]


def test_every_state_is_the_text_s_own():
    network = CharacterLstm(weights(), CONFIG)
    seen = set()
    for step in read_together(network, TEXTS, " "):
        for row, number in enumerate(step.numbers):
            text = TEXTS[number]
            if step.at <= len(text):
                seen.add((number, step.at))
                alone = network.read(network.begin(" "), text[: step.at])
                assert np.allclose(step.state.log_chances[row], alone.log_chances[0], atol=1e-5)
                comes = classes_of(text[step.at], network.alphabet)[0] if step.at < len(text) else BREAK
                assert step.comes[row] == comes
    assert seen == {(number, at) for number, text in enumerate(TEXTS) for at in range(len(text) + 1)}


def test_a_cell_that_is_held_stays_and_moves_what_comes_next():
    network = CharacterLstm(weights(), CONFIG)
    free = list(read_together(network, TEXTS, ""))
    held = list(read_together(network, TEXTS, "", Hold(1, 3, 2.5)))
    assert all((step.state.cell[1, :, 3] == 2.5).all() for step in held)
    assert any(
        not np.allclose(a.state.log_chances, b.state.log_chances, atol=1e-3) for a, b in zip(free, held, strict=True)
    )
    assert network.begin("").cell[1, 0, 3] != pytest.approx(2.5)

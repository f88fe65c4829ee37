"""The classes of characters, the tensors of a network over them, and what its JSON may not say."""

from __future__ import annotations

import pytest

from model.character_form import BREAK, character_fault, character_shapes, classes_of
from tests.model.character_networks import CONFIG


def test_a_class_is_a_character_and_none_is_the_break():
    assert classes_of("b a", " ab") == [3, 1, 2]
    assert BREAK not in classes_of(" ab", " ab")
    with pytest.raises(ValueError, match="'c'"):
        classes_of("ac", " ab")


def test_every_layer_reads_the_character_and_the_layer_below():
    shapes = character_shapes(CONFIG)
    assert shapes["embedding.weight"] == (96, 5)
    assert shapes["lstm.0.weight_ih_l0"] == (32, 5)
    assert shapes["lstm.1.weight_ih_l0"] == (32, 13)
    assert shapes["head.weight"] == (96, 16)


@pytest.mark.parametrize("characters", [None, {}, {"embedding": 0}, {"embedding": 2.0}, {"embedding": True}])
def test_sizes_must_be_whole_numbers(characters: object):
    assert "embedding" in character_fault({**CONFIG, "characters": characters})
    assert character_fault(CONFIG) == ""

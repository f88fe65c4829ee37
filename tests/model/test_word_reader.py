"""A line is read by both heads and a language: what wins is worth most, and stands where its frames do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.checkpoint import CheckpointError, save
from model.ink_picture import picture
from model.language import Language
from model.straighten import space_strokes
from model.text_model import TextModel
from model.word_beam import Hypothesis
from model.word_reader import JointSettings, WordReader, jointly
from model.word_table import LanguageError
from model.word_table import save as save_table
from tests.model import nets, words
from tests.model.test_reader import ink

SEED = 11
FOUND = [Hypothesis((1,), "a", -1.0), Hypothesis((2,), "b", -3.0), Hypothesis((3,), "c", -4.0)]


def test_the_decoder_can_turn_the_order() -> None:
    chances = {(1,): -10.0, (2,): -1.0, (3,): -2.0}
    asked: list[list[tuple[int, ...]]] = []

    def likely(texts: list[tuple[int, ...]]) -> list[float]:
        asked.append(texts)
        return [chances[text] for text in texts]

    told = jointly(FOUND, likely, JointSettings(share=0.5, most=9, margin=9.0))
    assert [one.text for one in told] == ["b", "c", "a"]
    assert [one.worth for one in told] == [-3.5, -5.0, -6.0]
    assert [one.text for one in jointly(FOUND, likely, JointSettings(share=0.1, most=9, margin=9.0))] == ["a", "b", "c"]
    told = jointly(FOUND, likely, JointSettings(share=0.5, most=2, margin=9.0))
    assert [(one.text, one.worth) for one in told] == [
        ("b", -3.5),
        ("a", -6.0),
        ("c", -4.5),
    ]  # c counts like the best, b
    told = jointly(FOUND, likely, JointSettings(share=0.5, most=9, margin=1.0))
    assert [one.text for one in told] == ["a", "b", "c"]
    assert asked[-2:] == [[(1,), (2,)], [(1,)]]


def test_its_characters_are_the_best_texts_and_stand_on_the_ink() -> None:
    net = nets.captioner(seed=SEED)
    reader = WordReader(net, TextModel(words.language()))
    found, reading = reader.texts(net.see(ink()).features), reader.read(ink())
    assert reading.text == found[0].text and len(found[0].text) > 1 and len(found) > 1
    last = 0
    for character in reading.characters:
        assert last <= character.begin <= character.end <= len(reading.points) and 0 < character.confidence <= 1
        last = character.end
    assert last > 0
    for word in reading.words:
        assert len({one.confidence for one in word}) == 1  # a word's, and all its characters have it
    assert reading.seen == net.read(ink()).seen


def test_a_picture_is_read_the_same_way() -> None:
    net = nets.captioner(seed=SEED)
    reader = WordReader(net, TextModel(words.language()))
    darkness = picture(space_strokes(ink(), net.representation, straight=True))[0]
    reading = reader.read_picture(darkness)
    assert reading.text == reader.texts(net.see_picture(darkness).features)[0].text
    assert np.array_equal(reading.points[:, 0], np.arange(darkness.shape[1]))


def test_ink_without_extent_is_refused_as_by_any_reader() -> None:
    with pytest.raises(ValueError, match="extent"):
        WordReader(nets.captioner(seed=SEED), TextModel(words.language())).read([np.array([[3.0, 4.0]])])


def test_from_files_and_from_damaged_ones(tmp_path: Path) -> None:
    weights, table = tmp_path / "captioner.safetensors", tmp_path / "table.npz"
    save(weights, *nets.captioner_parts(seed=SEED))
    save_table(table, words.table())
    own = WordReader(nets.captioner(seed=SEED), TextModel(Language.load(table)))
    assert WordReader.load(weights, table).read(ink()).text == own.read(ink()).text
    with pytest.raises(CheckpointError):
        WordReader.load(tmp_path / "none.safetensors", table)
    table.write_bytes(table.read_bytes()[:-20])
    with pytest.raises(LanguageError):
        WordReader.load(weights, table)

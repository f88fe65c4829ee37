"""A line is read by frames and words: what wins is worth most, and stands where its frames do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.checkpoint import CheckpointError, save
from model.ink_picture import picture
from model.language import Language
from model.straighten import space_strokes
from model.text_model import TextModel
from model.word_beam import WordBeam
from model.word_reader import WordReader
from model.word_table import LanguageError
from model.word_table import save as save_table
from tests.model import nets, words
from tests.model.test_reader import ink

SEED = 11


def test_its_characters_are_the_best_texts_and_stand_on_the_ink() -> None:
    net = nets.captioner(seed=SEED)
    model = TextModel(words.language())
    found = WordBeam(model, net.alphabet).hypotheses(net.frames(ink()))
    reading = WordReader(net, model).read(ink())
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
    model = TextModel(words.language())
    darkness = picture(space_strokes(ink(), net.representation, straight=True))[0]
    reading = WordReader(net, model).read_picture(darkness)
    log_probs = net.log_probs(net.see_picture(darkness).features)
    assert reading.text == WordBeam(model, net.alphabet).hypotheses(log_probs)[0].text
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

"""A reader by itself: what it says of where characters stand, whatever the ink's size and place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.arrays import Float32Array, Float64Array
from model.checkpoint import READER, CheckpointError, save
from model.ctc import best_path, prefix_beam
from model.decoder import Decoded
from model.reader import Reader
from model.straighten import space_strokes
from model.strokes import to_rows
from tests.model import nets
from tools.synthetic.words import write_words


def ink(letters: int = 12) -> list[Float64Array]:
    """Loops, a stroke each, and a dot over the third."""
    t = np.linspace(0, 1, 25)
    strokes = [
        np.stack((60 * k + 40 * t + 20 * np.cos(6 * t + k), 50 * np.sin(6 * t + 0.4 * k)), axis=1)
        for k in range(letters)
    ]
    return [*strokes[:3], np.array([[150.0, -90.0]]), *strokes[3:]]


def test_its_text_is_the_likeliest_paths_or_a_beams() -> None:
    reader = nets.reader(seed=5)
    strokes = space_strokes(ink(), reader.representation, straight=True)
    log_probs = reader.log_probs(to_rows(strokes, height=True))
    assert np.allclose(np.exp(log_probs).sum(axis=1), 1, atol=1e-5)
    assert len(log_probs) == -(-sum(map(len, strokes)) // reader.stride)
    for width, labels in ((0, best_path(log_probs)), (9, prefix_beam(log_probs, 9)[0][0])):
        reading = reader.read(ink(), width)
        assert len(labels) > 3  # chance says something, or this tests nothing
        assert reading.text == "".join(reader.alphabet[label - 1] for label in labels)


def test_characters_stand_in_order_on_the_ink() -> None:
    strokes = ink()
    reading = nets.reader(seed=5).read(strokes)
    rows = len(reading.points)
    assert reading.strokes.shape == (rows,) and set(reading.strokes.tolist()) == set(range(len(strokes)))
    for number, stroke in enumerate(strokes):
        own = reading.points[reading.strokes == number]
        assert np.allclose(own[[0, -1]], stroke[[0, -1]])  # ends stay; between them rows stand on the stroke
        gaps = np.linalg.norm(own[:, None] - np.linspace(stroke[:-1], stroke[1:], 50).reshape(-1, 2)[None], axis=2)
        assert len(stroke) == 1 or gaps.min(axis=1).max() < 1.0
    last = 0
    for character in reading.characters:
        assert last <= character.begin < character.end <= rows and 0 < character.confidence <= 1
        last = character.end


def test_size_place_and_further_columns_change_nothing() -> None:
    reader = nets.reader(seed=5)
    first = reader.read(ink())
    moved = [np.column_stack((3 * stroke + (500, -70), np.ones(len(stroke)))) for stroke in ink()]
    again = reader.read(moved)
    assert again.text == first.text
    assert np.allclose(again.points, 3 * first.points + (500, -70))
    assert [c.begin for c in again.characters] == [c.begin for c in first.characters]


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 9])
def test_the_shortest_ink_has_its_frames(rows: int) -> None:
    assert len(nets.reader(seed=5).log_probs(nets.ink(rows))) == -(-rows // 4)


def test_ink_without_extent_is_refused() -> None:
    with pytest.raises(ValueError, match="extent"):
        nets.reader(seed=5).read([np.array([[3.0, 4.0]])])


def test_from_a_file_it_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "reader.safetensors"
    save(path, *nets.reader_parts(seed=5))
    assert Reader.load(path).read(ink()).text == nets.reader(seed=5).read(ink()).text
    save(path, *nets.make())
    with pytest.raises(CheckpointError, match="architecture"):
        Reader.load(path)
    weights, config = nets.reader_parts()
    with pytest.raises(ValueError, match="not this network's"):
        Reader(weights | {"head.bias": weights["head.bias"][1:]}, config)


def test_the_shipped_one_reads_words_in_a_hand_of_our_own_making() -> None:
    words = ["some", "reading", "made", "another", "ink"]
    strokes = [stroke.points for stroke in write_words(words, 0.0, 50.0, 4.0, 4.0)]
    reading = Reader.load(READER).read(strokes)
    assert len(set(words) & set(reading.text.split())) >= 4, reading.text
    assert all(0.0 < character.confidence <= 1.0 for character in reading.characters)
    assert Reader.load(READER).read(strokes, 8).text.split()[1] == "reading"


def test_a_decoder_decides_and_says_how_sure_it_is() -> None:
    class Decides:
        alphabet = nets.reader(seed=5).alphabet

        def decode(self, log_probs: Float32Array) -> Decoded:
            return Decoded((1, 3, 1), (0.5, 0.25, 1.0))

    reading = nets.reader(seed=5).read(ink(), decoder=Decides())
    assert reading.text == "aca"
    assert [character.confidence for character in reading.characters] == [0.5, 0.25, 1.0]
    assert reading.characters[0].end <= reading.characters[1].begin < len(reading.points)
    with pytest.raises(ValueError, match="alphabet"):
        other = Decides()
        other.alphabet = "xyz"
        nets.reader(seed=5).read(ink(), decoder=other)

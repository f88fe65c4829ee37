"""A captioner by itself: its text by either head, where characters stand, and files that do not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.caption_decoder import END
from model.checkpoint import CAPTIONER, CheckpointError, load, save
from model.ctc import best_path, prefix_beam
from model.ink_picture import picture
from model.straighten import space_strokes
from tests.model import nets
from tests.model.test_reader import ink

SEED = 11


def test_its_text_is_the_likeliest_paths_or_a_beams() -> None:
    net = nets.captioner(seed=SEED)
    seen = picture(space_strokes(ink(), net.representation, straight=True))
    log_probs = net.log_probs(net.encode(seen))
    assert len(log_probs) == seen.shape[2] // 2 and np.allclose(np.exp(log_probs).sum(axis=1), 1, atol=1e-5)
    for width, labels in ((0, best_path(log_probs)), (9, prefix_beam(log_probs, 9)[0][0])):
        assert len(labels) > 3  # chance says something, or this tests nothing
        assert net.read(ink(), width).text == "".join(net.alphabet[label - 1] for label in labels)


def test_characters_stand_from_left_to_right_on_the_ink() -> None:
    strokes = ink()
    reading = nets.captioner(seed=SEED).read(strokes)
    assert set(reading.strokes.tolist()) == set(range(len(strokes)))
    assert np.all(np.diff(reading.points[:, 0]) > -20)  # but for what straightening moves
    last = 0
    for character in reading.characters:
        assert last <= character.begin <= character.end <= len(reading.points) and 0 < character.confidence <= 1
        last = character.end
    assert last > 0


def test_it_looks_at_the_line_until_it_says_the_end() -> None:
    net = nets.captioner(seed=SEED)
    caption = net.caption(ink())
    assert len(caption.said) >= 2 and caption.points.shape == (len(caption.columns), 2)
    for said in caption.said:
        assert said.looked.sum() == pytest.approx(1, abs=1e-5) and said.looked.min() >= 0
        assert np.exp(said.log_probs).sum() == pytest.approx(1, abs=1e-5)
        assert said.label == said.log_probs.argmax()
    assert all(said.label != END for said in caption.said[:-1])
    assert caption.ended == (caption.said[-1].label == END)
    assert len(caption.text) == len(caption.said) - caption.ended
    assert caption.columns.min() >= 0 and caption.columns.max() < len(caption.said[0].looked)


def test_size_and_place_change_nothing() -> None:
    net = nets.captioner(seed=SEED)
    moved = [3 * stroke + (500, -70) for stroke in ink()]
    assert net.read(moved).text == net.read(ink()).text and net.caption(moved).text == net.caption(ink()).text
    with pytest.raises(ValueError, match="extent"):
        net.read([np.array([[3.0, 4.0]])])


def test_from_a_file_it_reads_the_same_and_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "captioner.safetensors"
    save(path, *nets.captioner_parts(seed=SEED))
    assert type(nets.captioner()).load(path).read(ink()).text == nets.captioner(seed=SEED).read(ink()).text
    with pytest.raises(CheckpointError, match="architecture"):
        load(path)
    save(path, *nets.reader_parts())
    with pytest.raises(CheckpointError, match="architecture"):
        load(path, CAPTIONER)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"inputs": ["dx", "dy", "lift"]}, "inputs must be dx, dy, lift, height"),
        ({"caption": None}, "the caption's first must be"),
        ({"caption": {**nets.captioner_parts()[1]["caption"], "reach": 4}}, "reach must be odd"),
        ({"caption": {**nets.captioner_parts()[1]["caption"], "decoder": 10**9}}, "the caption's decoder must be"),
        ({"straighten": 1}, "straighten must be true or false"),
        ({"representation": {"kind": "time"}}, "ink in 'time' is not read here"),
        ({"representation": None}, "in which representation"),
        ({"alphabet": ""}, "alphabet must be a text"),
        ({"alphabet": "ab"}, "shape"),
        ({"hidden": 13}, "shape"),
    ],
)
def test_what_does_not_fit_is_one_line(change: dict[str, object], words: str, tmp_path: Path) -> None:
    weights, config = nets.captioner_parts()
    with pytest.raises(CheckpointError, match=words) as caught:
        save(tmp_path / "captioner.safetensors", weights, config | change)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("width", [0, 9])
def test_of_a_photograph_it_reads_the_darkness_alone(width: int) -> None:
    net = nets.captioner(seed=SEED)
    seen = picture(space_strokes(ink(), net.representation, straight=True))
    seen[1:] = 0
    log_probs = net.log_probs(net.encode(seen))
    labels = prefix_beam(log_probs, width)[0][0] if width else best_path(log_probs)
    reading = net.read_picture(seen[0], width)
    assert len(labels) > 1 and reading.text == "".join(net.alphabet[label - 1] for label in labels)
    assert np.array_equal(reading.points[:, 0], np.arange(seen.shape[2])) and not reading.strokes.any()
    last = 0
    for character in reading.characters:
        assert last <= character.begin < character.end <= seen.shape[2] and 0 < character.confidence <= 1
        last = character.end
    assert net.read_picture(seen[0, :, :-1]).characters  # an odd width is made even
    for wrong in (seen[0, 1:], seen[0, :, :0]):
        with pytest.raises(ValueError, match="pixels high"):
            net.read_picture(wrong)


def test_what_is_seen_does_not_depend_on_how_it_is_decoded() -> None:
    net = nets.captioner(seed=SEED)
    reading = net.read(ink())
    sure = [one.confidence for one in reading.characters if one.character != " "]
    assert len(reading.seen) == len(sure) > 3 and reading.seen == pytest.approx(sure, abs=0.2)
    assert net.read(ink(), 9).seen == reading.seen and max(reading.seen) <= 1

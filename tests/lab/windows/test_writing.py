"""The plain loop says what the network says of whole sequences, writes as the shipped writer, and sets words in a line."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lab.windows.networks import FeedbackWriter
from lab.windows.writing import Pens, Word, side_by_side, strokes_of, write
from model.alphabet import CHARACTERS, to_ids
from model.checkpoint import TEXT_WINDOW
from model.input_rows import NEW_LINE
from model.strokes import RowArray
from model.text_futures import most_points
from model.text_writer import TextWriter
from model.trace import Controls
from tests.lab.windows.small import KINDS, SCALE, network
from tests.model import nets
from tests.training.writer.networks import CONFIG, WINDOW
from training.tensors import arrays
from training.writer.batch import Sample, collate_texts

CONTROLS = Controls(0.5, steadiness=0.0)


def words() -> list[Word]:
    prime = nets.ink(30, 4, seed=2)
    nothing = prime[:0]
    return [Word("one", prime, 1), Word("a", nothing, 2), Word("another", prime, 3), Word("no,", nets.ink(12, 4), 4)]


def whole(word: Word, written: RowArray) -> Sample:
    rows = np.concatenate((word.prime, NEW_LINE[None], written))
    return Sample(rows, len(word.prime), to_ids(word.text), np.ones(len(rows) - 1, dtype=np.float32))


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_says_row_by_row_is_what_it_says_of_the_sequence(kind: type[FeedbackWriter]) -> None:
    net, some = network(kind), words()
    with torch.no_grad():
        pens = Pens(net, some, SCALE)
        inks = [nets.ink(9, 4, seed=10 + k) for k in range(len(some))]
        steps = [pens.read(np.stack([NEW_LINE] * len(some)))]
        steps += [pens.read(np.stack([ink[t] for ink in inks])) for t in range(8)]
        for column, (word, ink) in enumerate(zip(some, inks, strict=True)):
            batch = collate_texts([whole(word, ink)], SCALE)
            head, end, place, _ = (part[len(word.prime) :, 0] for part in net(batch.rows, batch.on, batch.text))
            assert torch.allclose(torch.stack([step[0][column] for step in steps]), head, atol=1e-4)
            assert torch.allclose(torch.stack([step[1][column] for step in steps]), end, atol=1e-4)
            assert torch.allclose(pens.place[column, : place.shape[1]], place[-1], atol=1e-4)


def test_the_shipped_window_writes_what_the_shipped_writer_does() -> None:
    net = network(FeedbackWriter)
    config = {
        "architecture": TEXT_WINDOW,
        "name": "writer",
        "inputs": ["dx", "dy", "lift", "height"],
        "input_scale": list(SCALE),
        "alphabet": CHARACTERS,
        "window": WINDOW.to_json(),
        **{key: getattr(CONFIG, key) for key in ("layers", "hidden", "components")},
    }
    writer = TextWriter(arrays(net, ""), config)
    ended = 0
    for word, rows in zip(words(), write(net, words(), CONTROLS, SCALE), strict=True):
        state = writer.begin_line(writer.feed(writer.start(), word.prime), word.text)
        steps = list(writer.write(state, word.text, word.seed, CONTROLS, limit=most_points(word.text)))
        theirs = np.array([(step.dx, step.dy, step.lift, at.height) for step, at in steps])
        assert rows.shape == theirs.shape and np.allclose(rows, theirs, atol=1e-2)
        ended += steps[-1][1].written
    assert ended  # one at least ended by itself


def test_words_do_not_depend_on_those_beside_them() -> None:
    net = network(KINDS[2])
    together = write(net, words(), CONTROLS, SCALE)
    for word, rows in zip(words(), together, strict=True):
        assert np.allclose(write(net, [word], CONTROLS, SCALE)[0], rows, atol=1e-2)


def test_strokes_part_where_the_pen_was_lifted() -> None:
    rows = np.array([[1, 2, 0, 2], [1, 0, 1, 2], [3, -1, 0, 1], [0, 0, 1, 1]], dtype=np.float32)
    first, second = strokes_of(rows)
    assert first.tolist() == [[1, 2], [2, 2]] and second.tolist() == [[5, 1], [5, 1]]
    assert strokes_of(rows[:0]) == []


def test_words_stand_a_gap_apart_in_their_order() -> None:
    word = [np.array([[5.0, 1.0], [7.0, 2.0]]), np.array([[4.0, 0.0]])]
    line = side_by_side([word, [], word], 2.0)
    assert [stroke.tolist() for stroke in line] == [[[1, 1], [3, 2]], [[0, 0]], [[6, 1], [8, 2]], [[5, 0]]]

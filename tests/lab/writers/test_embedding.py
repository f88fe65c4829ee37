"""The embedding sees a line as it is, whatever is beside it in a batch, and learns who wrote what."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lab.writers.agreement import pair_errors
from lab.writers.embedding import SIZE, HandEmbedding, embed, padded, rows_of
from lab.writers.lines import WrittenLines
from tools.synthetic.lines import made_up_line
from training.writer.tell_writers import SHORTEST, Training, piece, train, varied


def lines(writers: range, numbers: range) -> WrittenLines:
    """Made-up lines, two a form."""
    rows, who, forms = [], [], []
    for writer in writers:
        for number in numbers:
            line = made_up_line("x", writer, number)
            rows.append(rows_of([stroke[:, :2].astype(np.float64) for stroke in line.strokes()]))
            who.append(writer)
            forms.append(f"{writer}-{number // 2}")
    return WrittenLines(rows, np.array(who), np.array(forms))


def test_a_vector_does_not_depend_on_the_lines_beside_it() -> None:
    torch.manual_seed(0)
    network, rows = HandEmbedding().eval(), lines(range(2), range(2)).rows
    together = embed(network, [*rows, rows[0][:20], rows[1][:1]])
    assert together.shape == (6, SIZE)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    for vector, line in zip(together, [*rows, rows[0][:20], rows[1][:1]], strict=True):
        assert np.allclose(embed(network, [line])[0], vector, atol=1e-4)


def test_size_and_place_of_ink_do_not_matter() -> None:
    strokes = [stroke[:, :2].astype(np.float64) for stroke in made_up_line("x", 1, 1).strokes()]
    assert np.allclose(rows_of([stroke * 0.01 + (5, 7) for stroke in strokes])[1:], rows_of(strokes)[1:], atol=1e-4)


def test_ink_without_extent_has_no_rows() -> None:
    with pytest.raises(ValueError):
        rows_of([np.zeros((1, 2))])


def test_a_piece_is_of_the_line_and_a_variation_near_it() -> None:
    rows = lines(range(1), range(1)).rows[0]
    random = np.random.default_rng(1)
    part = piece(rows, SHORTEST, random)
    assert len(part) == min(len(rows), SHORTEST)
    assert any(np.array_equal(part, rows[k : k + len(part)]) for k in range(len(rows)))
    changed = varied(part, random)
    assert np.array_equal(changed[:, 2], part[:, 2]) and not np.array_equal(changed[:, :2], part[:, :2])
    assert np.abs(changed[:, :2] - part[:, :2]).mean() < 0.2


@pytest.mark.slow
def test_it_learns_to_tell_unseen_hands_apart() -> None:
    losses: list[float] = []
    seen, training = lines(range(30), range(4)), Training(steps=60, lines=24)
    network = train(HandEmbedding, seen.rows, seen.writers, padded, training, lambda step, loss: losses.append(loss))
    assert len(losses) == 1
    unseen = lines(range(100, 112), range(4))
    _, error = pair_errors(embed(network, unseen.rows), unseen.writers, unseen.forms)
    torch.manual_seed(1)
    _, untrained = pair_errors(embed(HandEmbedding().eval(), unseen.rows), unseen.writers, unseen.forms)
    assert error < 0.3 and error < untrained

"""The hinge sees directions of a path, and neither how it was sampled nor how it was smoothed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lab.same_ink import as_written, every_other, smoothed, with_middles
from lab.typed.written import ink_of_line
from lab.writers.agreement import pair_errors
from lab.writers.embedding import rows_of
from lab.writers.hinge import STEP, HingeSettings, evenly_spaced, fit, histograms
from model.strokes import to_rows
from tests.lab.writers.test_embedding import lines
from tools.synthetic.lines import made_up_line

SETTINGS = HingeSettings(legs=(0.4,), directions=8)


def test_a_straight_stroke_has_one_pair_of_opposite_directions() -> None:
    rows = to_rows(
        [np.array([[0.0, 0.0], [3.0, 0.0]])], height=True
    )  # to the right: direction 0, back is direction 4 of 8
    table = histograms([rows], SETTINGS)[0].reshape(8, 8)
    assert table[4, 0] == pytest.approx(1.0) and (table**2).sum() == pytest.approx(1.0)
    backwards = to_rows([np.array([[3.0, 0.0], [0.0, 0.0]])], height=True)
    assert histograms([backwards], SETTINGS)[0].reshape(8, 8)[0, 4] == pytest.approx(1.0)


def test_a_direction_between_two_is_shared_by_both() -> None:
    angle = np.pi / 8  # half way from direction 0 to direction 1 of 8
    rows = to_rows([np.array([[0.0, 0.0], [3 * np.cos(angle), 3 * np.sin(angle)]])], height=True)
    shares = histograms([rows], SETTINGS)[0].reshape(8, 8) ** 2
    assert shares[4:6, :2] == pytest.approx(np.full((2, 2), 0.25), abs=1e-3)


def test_each_leg_has_its_histogram_and_what_is_too_short_has_none() -> None:
    settings = replace(SETTINGS, legs=(0.2, 1.2))
    rows = to_rows([np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([[2.0, 0.0]])], height=True)
    short, long = histograms([rows], settings)[0].reshape(2, -1)
    assert (short**2).sum() == pytest.approx(1.0) and not long.any()


def test_places_are_evenly_spaced_however_the_stroke_was_sampled() -> None:
    bow = np.linspace(0.0, 2.0, 200) ** 2 / 2
    stroke = np.stack((np.cos(bow), np.sin(bow)), axis=1)
    spaced = evenly_spaced(stroke)
    assert np.allclose(np.hypot(*np.diff(spaced, axis=0).T), STEP, rtol=0.02)
    assert np.allclose(evenly_spaced(stroke[[*range(0, 199, 3), 199]]), spaced, atol=0.01)
    assert len(evenly_spaced(stroke[:1])) == 1


def test_unseen_hands_are_told_apart_better_than_without_the_fit() -> None:
    seen, unseen = lines(range(30), range(4)), lines(range(100, 112), range(4))
    hinge = fit(histograms(seen.rows, SETTINGS), seen.writers, SETTINGS)
    vectors = hinge(unseen.rows)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    _, error = pair_errors(vectors, unseen.writers, unseen.forms)
    _, plain = pair_errors(histograms(unseen.rows, SETTINGS), unseen.writers, unseen.forms)
    assert error < 0.2 and error < plain


def test_sampling_and_smoothing_leave_a_line_near_itself_and_another_hand_does_not() -> None:
    seen = lines(range(30), range(4))
    hinge = fit(histograms(seen.rows, SETTINGS), seen.writers, SETTINGS)
    ink = ink_of_line(made_up_line("x", 100, 0))
    changed = [
        [with_middles(stroke) for stroke in ink],
        [every_other(stroke) for stroke in ink],
        smoothed(ink, 0.05),
        as_written(ink),
    ]
    same = hinge([rows_of(ink)]) @ hinge([rows_of(one) for one in changed]).T
    other = hinge([rows_of(ink)]) @ hinge([rows_of(ink_of_line(made_up_line("x", 101, 0)))]).T
    assert same.min() > 0.9 > other.max()


def test_what_varies_within_writers_counts_less_and_along_each_axis_by_one() -> None:
    random = np.random.default_rng(1)
    writers = np.repeat(np.arange(40), 50)
    hands = random.normal(size=(40, 3)) * (1.0, 1.0, 0.0)
    table = (hands[writers] + random.normal(size=(2000, 3)) * (0.1, 2.0, 5.0)).astype(np.float32)
    hinge = fit(table, writers, replace(SETTINGS, shrinkage=0.0))
    seen = (table - hinge.centre) @ hinge.axes
    rest = seen - np.stack([seen[writers == k].mean(axis=0) for k in range(40)])[writers]
    assert np.allclose(rest.T @ rest / len(rest), np.eye(3), atol=1e-6)
    assert abs(hinge.axes[0, 0]) > 10 * np.abs(hinge.axes[1:, 0]).max()  # the first axis is what tells hands apart best


def test_what_cannot_be_fitted_is_refused() -> None:
    with pytest.raises(ValueError, match="two writers"):
        fit(np.ones((3, 4), dtype=np.float32), np.zeros(3, dtype=np.intp), SETTINGS)
    with pytest.raises(ValueError, match="all alike"):
        fit(np.ones((4, 4), dtype=np.float32), np.array([0, 0, 1, 1]), SETTINGS)

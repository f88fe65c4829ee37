"""The figures that say how well hands are told apart, on vectors whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from lab.writers.agreement import Gallery, equal_error_rate, pair_errors, right_guess

A, B, C = np.eye(3, dtype=np.float32)


def test_the_equal_error_rate_of_parted_and_of_mixed_likeness() -> None:
    high, low = np.array([0.8, 0.9]), np.array([0.1, 0.2, 0.3])
    assert equal_error_rate(high, low) == 0.0
    assert equal_error_rate(low, high) == 1.0
    same = np.linspace(0.0, 1.0, 101)
    assert equal_error_rate(same, same) == pytest.approx(0.5, abs=0.01)
    assert equal_error_rate(same, same - 0.5) == pytest.approx(0.25, abs=0.01)


def test_pairs_of_one_form_count_apart_from_those_of_other_forms() -> None:
    vectors = np.stack([A, A, B, C, C])  # the first writer's second form looks like nothing of hers
    writers, forms = np.array([0, 0, 0, 1, 1]), np.array(["p", "p", "q", "r", "r"])
    same_form, other_forms = pair_errors(vectors, writers, forms)
    assert same_form == 0.0
    assert other_forms == pytest.approx(0.5)  # all cosines of both kinds are 0


def test_a_gallery_leaves_out_the_form_that_is_asked_about() -> None:
    gallery = Gallery(np.stack([A, B, C]), np.array([0, 0, 1]), np.array(["p", "q", "r"]))
    assert gallery.cosines(A[None], "p").tolist() == [[0.0, 0.0]]
    assert gallery.cosines(A[None], "q").tolist() == [[1.0, 0.0]]


def test_the_guess_is_what_drawing_the_others_gives() -> None:
    assert right_guess(0, 23) == 1.0
    assert right_guess(1, 23) == pytest.approx(4 / 23)  # unless the one that is nearer is not among the 19 drawn
    assert right_guess(5, 23) == 0.0
    assert right_guess(1, 3, among=20) == 0.0  # all are drawn where there are no more
    random = np.random.default_rng(0)
    drawn = [not set(random.permutation(10)[:3].tolist()) & {0, 1} for _ in range(4000)]
    assert right_guess(2, 10, among=4) == pytest.approx(np.mean(drawn), abs=0.03)

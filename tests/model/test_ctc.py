"""What frames say, against sums over all paths, each written out."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from model.arrays import Float32Array
from model.ctc import BLANK, align, best_path, log_likelihood, prefix_beam


def frames(count: int, classes: int, seed: int) -> Float32Array:
    scores = np.random.default_rng(seed).normal(0, 1.5, (count, classes))
    return (scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))).astype(np.float32)


def said(path: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(label for label, _ in itertools.groupby(path) if label != BLANK)


def all_paths(log_probs: Float32Array) -> dict[tuple[int, ...], list[tuple[float, tuple[int, ...]]]]:
    """Of each labelling all paths that say it, with their log-probabilities."""
    found: dict[tuple[int, ...], list[tuple[float, tuple[int, ...]]]] = {}
    for path in itertools.product(range(log_probs.shape[1]), repeat=len(log_probs)):
        found.setdefault(said(path), []).append((float(log_probs[range(len(path)), path].sum(dtype=float)), path))
    return found


def summed(paths: list[tuple[float, tuple[int, ...]]]) -> float:
    return math.log(sum(math.exp(score) for score, _ in paths))


CASES = [(1, 2, 0), (3, 3, 1), (5, 3, 2), (6, 2, 3), (5, 4, 4)]


@pytest.mark.parametrize(("count", "classes", "seed"), CASES)
def test_a_likelihood_is_the_sum_over_all_paths(count: int, classes: int, seed: int) -> None:
    log_probs = frames(count, classes, seed)
    for labels, paths in all_paths(log_probs).items():
        assert log_likelihood(log_probs, labels) == pytest.approx(summed(paths), abs=1e-5)
    assert log_likelihood(log_probs, [1] * (count // 2 + 2)) == -math.inf


@pytest.mark.parametrize(("count", "classes", "seed"), CASES)
def test_a_wide_beam_finds_all_and_their_likelihoods(count: int, classes: int, seed: int) -> None:
    log_probs = frames(count, classes, seed)
    wanted = {labels: summed(paths) for labels, paths in all_paths(log_probs).items()}
    found = prefix_beam(log_probs, 10_000, -math.inf)
    assert {tuple(labels) for labels, _ in found} == set(wanted)
    for labels, score in found:
        assert score == pytest.approx(wanted[tuple(labels)], abs=1e-5)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)


def test_a_narrow_beam_finds_what_the_likeliest_path_does_not() -> None:
    """Graves et al. 2006, fig. 2: one path is likelier than any other, what others say together is likelier still."""
    log_probs = np.log(np.array([[0.6, 0.4], [0.6, 0.4]], dtype=np.float32))
    assert best_path(log_probs) == []
    labels, score = prefix_beam(log_probs, 2)[0]
    assert labels == [1] and score == pytest.approx(math.log(0.64), abs=1e-6)


@pytest.mark.parametrize("seed", range(8))
def test_a_usual_beam_is_no_worse_than_the_likeliest_path(seed: int) -> None:
    log_probs = frames(40, 30, seed)
    labels, score = prefix_beam(log_probs)[0]
    assert score <= log_likelihood(log_probs, labels) + 1e-6
    assert log_likelihood(log_probs, labels) >= log_likelihood(log_probs, best_path(log_probs)) - 1e-6


@pytest.mark.parametrize(("count", "classes", "seed"), CASES)
def test_the_likeliest_path_is_read_once_repeats_and_blanks_are_gone(count: int, classes: int, seed: int) -> None:
    log_probs = frames(count, classes, seed)
    assert tuple(best_path(log_probs)) == said(tuple(log_probs.argmax(axis=1).tolist()))
    assert best_path(log_probs[:0]) == []


@pytest.mark.parametrize(("count", "classes", "seed"), CASES)
def test_characters_stand_where_the_likeliest_path_says_them(count: int, classes: int, seed: int) -> None:
    log_probs = frames(count, classes, seed)
    for labels, paths in all_paths(log_probs).items():
        best = max(paths)[1]
        begins, wanted = 0, []
        for label, group in itertools.groupby(best):
            length = len(list(group))
            if label != BLANK:
                wanted.append((begins, begins + length))
            begins += length
        assert align(log_probs, labels) == wanted


def test_too_few_frames_are_refused() -> None:
    with pytest.raises(ValueError, match="2 frames are too few for 2 characters"):
        align(frames(2, 3, 0), [1, 1])  # a blank must stand between
    assert align(frames(3, 3, 0), [1, 1]) == [(0, 1), (2, 3)]

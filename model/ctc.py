"""Connectionist temporal classification: what frames say, each of which says a class or none (Graves et al. 2006).

A path names a class for each frame; it says what is left of it when repeats are taken once and then the blanks, class 0, are
taken out. The likelihood of a labelling is the sum over all paths that say it. All arrays of log-probabilities are
(frames, classes), natural logarithms.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array, Float64Array

BLANK = 0
WIDTH = 16  # prefixes that a beam keeps
LEAST = -12.0  # log-probability in a frame below which a beam does not try a class


def best_path(log_probs: Float32Array) -> list[int]:
    """What the likeliest path says: its classes, without blanks."""
    path = log_probs.argmax(axis=1)
    kept = (path != BLANK) & np.concatenate((np.ones(1, dtype=np.bool_), path[1:] != path[:-1]))[: len(path)]
    return [int(label) for label in path[kept]]


def prefix_beam(log_probs: Float32Array, width: int = WIDTH, least: float = LEAST) -> list[tuple[list[int], float]]:
    """The likeliest labellings and the log-likelihood that was found for each, the likeliest first (Hannun et al. 2014).

    ``width``: how many beginnings are kept at each frame. With enough of them and ``least`` −∞ the likelihoods are exact.
    """
    # of each beginning, the log-probabilities that its path ends in a blank, and that it does not
    beams: dict[tuple[int, ...], list[float]] = {(): [0.0, -math.inf]}
    for frame in log_probs.astype(np.float64):
        scores = frame.tolist()
        labels = [label for label in np.flatnonzero(frame > least).tolist() if label != BLANK]
        found: dict[tuple[int, ...], list[float]] = {}
        for prefix, (blank, label) in beams.items():
            both = _add(blank, label)
            same = found.setdefault(prefix, [-math.inf, -math.inf])
            same[0] = _add(same[0], both + scores[BLANK])
            if prefix:
                same[1] = _add(same[1], label + scores[prefix[-1]])
            for new in labels:
                # the same class again is another character only after a blank
                begun = blank if prefix and prefix[-1] == new else both
                longer = found.setdefault((*prefix, new), [-math.inf, -math.inf])
                longer[1] = _add(longer[1], begun + scores[new])
        able = [prefix for prefix, ends in found.items() if max(ends) > -math.inf]
        best = sorted(able, key=lambda prefix: (-_add(*found[prefix]), prefix))[:width]
        beams = {prefix: found[prefix] for prefix in best}
    return [(list(prefix), _add(*ends)) for prefix, ends in beams.items()]


def log_likelihood(log_probs: Float32Array, labels: Sequence[int]) -> float:
    """log of the sum over all paths that say ``labels`` (Graves et al. 2006, eq. 3); −∞ where the frames are too few."""
    states, leaps = _states(labels)
    scores = _first(log_probs, states)
    for frame in log_probs[1:].astype(np.float64):
        moved = np.logaddexp(scores, np.concatenate(([-np.inf], scores[:-1])))
        moved[2:] = np.logaddexp(moved[2:], np.where(leaps[2:], scores[:-2], -np.inf))
        scores = moved + frame[states]
    return float(np.logaddexp.reduce(scores[-2:]))


def align(log_probs: Float32Array, labels: Sequence[int]) -> list[tuple[int, int]]:
    """Which frames say each of ``labels`` in the likeliest path that says all of them: [first, after the last) of each.

    Raises ValueError where the frames are too few.
    """
    states, leaps = _states(labels)
    scores = _first(log_probs, states)
    steps = np.zeros((len(log_probs), len(states)), dtype=np.int64)
    with np.errstate(invalid="ignore"):
        for t, frame in enumerate(log_probs[1:].astype(np.float64), 1):
            choices = np.full((3, len(states)), -np.inf)
            choices[0] = scores
            choices[1, 1:] = scores[:-1]
            choices[2, 2:] = np.where(leaps[2:], scores[:-2], -np.inf)
            steps[t] = choices.argmax(axis=0)
            scores = choices.max(axis=0) + frame[states]
    at = len(states) - 1 - int(len(states) > 1 and scores[-2] > scores[-1])
    if not np.isfinite(scores[at]):
        raise ValueError(f"{len(log_probs)} frames are too few for {len(labels)} characters")
    path = np.zeros(len(log_probs), dtype=np.int64)
    for t in range(len(log_probs) - 1, -1, -1):
        path[t] = at
        at -= int(steps[t, at])
    ends = [np.flatnonzero(path == 2 * k + 1) for k in range(len(labels))]
    return [(int(frames[0]), int(frames[-1]) + 1) for frames in ends]


def _states(labels: Sequence[int]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """A blank before, between and after the labels; and which states may be reached past the one before."""
    states = np.full(2 * len(labels) + 1, BLANK)
    states[1::2] = labels
    leaps = np.zeros(len(states), dtype=np.bool_)
    leaps[2:] = (states[2:] != BLANK) & (states[2:] != states[:-2])
    return states, leaps


def _first(log_probs: Float32Array, states: npt.NDArray[np.intp]) -> Float64Array:
    scores = np.full(len(states), -np.inf)
    scores[:2] = log_probs[0].astype(np.float64)[states[:2]]
    return scores


def _add(one: float, other: float) -> float:
    """log(e^one + e^other)."""
    high, low = (one, other) if one >= other else (other, one)
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))

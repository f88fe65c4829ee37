"""The gradient of connectionist temporal classification, lines side by side: forwards and backwards over all paths.

Graves et al. 2006, eq. 6 … 16. Frames are (frames, lines, classes), padded behind each line's end.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array, Float64Array
from model.ctc import BLANK

Indices = npt.NDArray[np.intp]


def ctc_gradient(
    log_probs: Float32Array, lengths: Indices, labels: Sequence[Sequence[int]]
) -> tuple[Float64Array, Float32Array]:
    """−log of the likelihood of each line's ``labels`` (lines,), and its gradient in the scores before the softmax, of
    ``log_probs``' shape. A line whose frames, ``lengths``, are too few to say its labels has ∞ and no gradient."""
    frames, lines, classes = log_probs.shape
    most = max(map(len, labels), default=0)
    states = np.full((lines, 2 * most + 1), BLANK)
    ends = np.array([2 * len(own) for own in labels])
    for line, own in enumerate(labels):
        states[line, 1 : 2 * len(own) : 2] = own
    every = np.arange(lines)
    steps = np.arange(frames)[:, None]
    scores = np.take_along_axis(log_probs.astype(np.float64), states[None], axis=2)
    ahead = _sums(scores, states)
    # backwards is forwards over each line's frames and states turned round
    back = np.where(steps < lengths, lengths - 1 - steps, steps)
    places = np.arange(2 * most + 1)
    turned = np.where(places <= ends[:, None], ends[:, None] - places, places)
    scores_back = np.take_along_axis(scores[back, every], turned[None], axis=2)
    behind = _sums(scores_back, np.take_along_axis(states, turned, axis=1))
    behind = np.take_along_axis(behind[back, every], turned[None], axis=2)
    last = ahead[lengths - 1, every]
    whole = np.logaddexp(last[every, ends], np.where(ends > 0, last[every, np.maximum(ends - 1, 0)], -np.inf))
    able = np.isfinite(whole)
    inside = (steps < lengths) & able
    with np.errstate(invalid="ignore"):
        # of all paths, those through a state
        share = np.exp(ahead + behind - scores - np.where(able, whole, 0.0)[:, None])
    share = np.where(inside[:, :, None] & (places <= ends[:, None]), share, 0.0)
    said = np.zeros((lines, 2 * most + 1, classes))
    said[every[:, None], places, states] = 1.0
    through = np.matmul(share.transpose(1, 0, 2), said).transpose(1, 0, 2)
    gradient = (np.exp(log_probs) - through) * inside[:, :, None]
    return -whole, gradient.astype(np.float32)


def _sums(scores: Float64Array, states: Indices) -> Float64Array:
    """log of the sums over all beginnings of paths that end in a state at a frame: (frames, lines, states)."""
    leaps = np.zeros(states.shape, dtype=np.bool_)
    leaps[:, 2:] = (states[:, 2:] != BLANK) & (states[:, 2:] != states[:, :-2])
    barred = np.where(leaps[:, 2:], 0.0, -np.inf)
    sums = np.full(scores.shape, -np.inf)
    sums[0, :, :2] = scores[0, :, :2]
    for t in range(1, len(scores)):
        before = sums[t - 1]
        moved = before.copy()
        np.logaddexp(moved[:, 1:], before[:, :-1], out=moved[:, 1:])
        moved[:, 2:] = np.logaddexp(moved[:, 2:], before[:, :-2] + barred)
        sums[t] = moved + scores[t]
    return sums

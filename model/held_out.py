"""An adaptation that is kept only where it reads lines better that it was not taught: the rest of a hand is read by it, too.

The known lines are parted into folds; for each, the reader is adapted to the others and reads the fold. Where what is gained is
not clearly more than chance, line by line, there is no adaptation; else the reader is adapted to all lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from model.adaptation import AdaptationSettings, KnownLine, adapt, frames_of
from model.arrays import Float32Array, Float64Array
from model.checkpoint import Tensors
from model.ctc import best_path, log_likelihood
from model.edits import edits

FOLDS = 3
LEAST_LINES = 10  # fewer say too little of what they do not teach
SURE = 2.0  # standard errors by which what is gained must be above nothing (lab.reading.adaptation)


@dataclass(frozen=True, eq=False, slots=True)
class LinesRead:
    """Of some lines how many characters of each are read ``wrong``, by the likeliest path, and −log of the likelihood of what
    each says, ``nats``: (lines,)."""

    wrong: Float64Array
    nats: Float64Array


@dataclass(frozen=True, eq=False, slots=True)
class LeftOut:
    """Known lines as the shipped reader reads them, and as those do that were taught others."""

    before: LinesRead
    after: LinesRead

    @property
    def sureness(self) -> float:
        """By how many standard errors over lines what they say became likelier; 0 where not fewer characters are wrong."""
        able = np.isfinite(self.before.nats)  # of a line too short for its text nothing is likely
        gains = self.before.nats[able] - self.after.nats[able]
        if len(gains) < 2 or self.after.wrong.sum() >= self.before.wrong.sum():
            return 0.0
        return float(gains.mean() / max(gains.std(ddof=1) / np.sqrt(len(gains)), 1e-6))


@dataclass(frozen=True, eq=False, slots=True)
class Adapted:
    """``learnt``: the tensors that changed; none where the shipped reader stays. ``before``, ``after``: characters of left-out
    lines that are read wrong by the shipped reader, and by those that were taught others."""

    learnt: Tensors
    before: int
    after: int


def adapt_if_better(
    weights: Mapping[str, Float32Array],
    layers: int,
    lines: Sequence[KnownLine],
    settings: AdaptationSettings | None = None,
    progress: Callable[[float], bool] = lambda share: True,
) -> Adapted:
    """``progress`` is told the share that is done, and says whether to go on. Raises Stopped where it does not."""
    settings = settings or AdaptationSettings()
    left_out = read_left_out(weights, layers, lines, settings, lambda share: progress(share * FOLDS / (FOLDS + 1)))
    learnt: Tensors = {}
    if left_out.sureness >= SURE:
        learnt = adapt(weights, layers, lines, settings, lambda share: progress((FOLDS + share) / (FOLDS + 1)))
    return Adapted(learnt, int(left_out.before.wrong.sum()), int(left_out.after.wrong.sum()))


def read_left_out(
    weights: Mapping[str, Float32Array],
    layers: int,
    lines: Sequence[KnownLine],
    settings: AdaptationSettings,
    progress: Callable[[float], bool] = lambda share: True,
) -> LeftOut:
    """Each line as it is read by readers that were taught others; none of fewer than two. Raises Stopped."""
    folds = min(FOLDS, len(lines)) if len(lines) > 1 else 0
    after = LinesRead(np.zeros(len(lines)), np.zeros(len(lines)))
    for fold in range(folds):

        def told(share: float, fold: int = fold) -> bool:
            return progress((fold + share) / folds)

        taught = [line for number, line in enumerate(lines) if number % folds != fold]
        learnt = adapt(weights, layers, taught, settings, told)
        read = read_lines({**weights, **learnt}, layers, lines[fold::folds])
        after.wrong[fold::folds], after.nats[fold::folds] = read.wrong, read.nats
    return LeftOut(read_lines(weights, layers, lines) if folds else after, after)


def read_lines(weights: Mapping[str, Float32Array], layers: int, lines: Sequence[KnownLine]) -> LinesRead:
    """How well lines are read."""
    frames = frames_of(weights, layers, lines)
    wrong = [edits(best_path(own), line.labels) for own, line in zip(frames, lines, strict=True)]
    nats = [-log_likelihood(own, line.labels) for own, line in zip(frames, lines, strict=True)]
    return LinesRead(np.array(wrong, dtype=np.float64), np.array(nats))

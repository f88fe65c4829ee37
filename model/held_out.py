"""An adaptation that is kept only where it reads lines better that it was not taught: the rest of a hand is read by it, too.

The known lines are parted into folds. For each, the reader is adapted to the others and reads the fold; the number of rounds
after which the folds had the fewest wrong characters is taken, and with it the reader is adapted to all lines. Where what is
gained is not clearly more than chance, line by line, there is no adaptation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.adaptation import AdaptationSettings, KnownLine, adapt, frames_of
from model.arrays import Float32Array
from model.checkpoint import Tensors
from model.ctc import best_path
from model.edits import edits

FOLDS = 3
EVERY = 4  # rounds, after which the folds are read: the best of many numbers would be the best by chance
LEAST_LINES = 10  # fewer say too little of what they do not teach
SURE = 1.0  # standard errors by which what is gained must be above nothing (lab.reading.adaptation)


class Stopped(Exception):
    """Whoever asked for an adaptation wants it no more."""


@dataclass(frozen=True, eq=False, slots=True)
class LeftOut:
    """``rounds``: after which left-out lines were read, 0 first; ``wrong``: (of these, lines), characters that were wrong."""

    rounds: tuple[int, ...]
    wrong: npt.NDArray[np.int64]

    @property
    def best(self) -> int:
        """Which of ``rounds`` left the fewest, the first of equals."""
        return int(self.wrong.sum(axis=1).argmin())

    @property
    def sureness(self) -> float:
        """What the best gained, in its standard errors over lines; 0 for nothing."""
        gains = self.wrong[0] - self.wrong[self.best]
        if len(gains) < 2 or not gains.any():
            return 0.0
        return float(gains.mean() / max(gains.std(ddof=1) / np.sqrt(len(gains)), 1e-6))


@dataclass(frozen=True, eq=False, slots=True)
class Adapted:
    """``learnt``: the tensors that changed, after so many ``rounds``; none where the shipped reader stays. ``before``,
    ``after``: characters of left-out lines that are read wrong by the shipped reader and by this one."""

    learnt: Tensors
    rounds: int
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
    totals = left_out.wrong.sum(axis=1)
    rounds = left_out.rounds[left_out.best]
    if left_out.sureness < SURE:
        return Adapted({}, 0, int(totals[0]), int(totals[0]))

    def told(done: int, learnt: Tensors) -> bool:
        if not progress((FOLDS + done / (rounds + 1)) / (FOLDS + 1)):
            raise Stopped
        return done < rounds

    learnt = adapt(weights, layers, lines, settings, told)
    return Adapted(learnt, rounds, int(totals[0]), int(totals[left_out.best]))


def read_left_out(
    weights: Mapping[str, Float32Array],
    layers: int,
    lines: Sequence[KnownLine],
    settings: AdaptationSettings,
    progress: Callable[[float], bool] = lambda share: True,
) -> LeftOut:
    """Each line as it is read by readers that were taught others; none of fewer than two. Raises Stopped."""
    rounds = tuple(range(0, settings.rounds + 1, min(EVERY, settings.rounds)))
    folds = min(FOLDS, len(lines))
    wrong = np.zeros((len(rounds), len(lines)), dtype=np.int64)
    for fold in range(folds if folds > 1 else 0):
        own = np.arange(fold, len(lines), folds)
        taught = [line for number, line in enumerate(lines) if number % folds != fold]

        def judge(done: int, learnt: Tensors, fold: int = fold, own: npt.NDArray[np.intp] = own) -> bool:
            if not progress((fold + done / (settings.rounds + 1)) / folds):
                raise Stopped
            if done in rounds:
                wrong[rounds.index(done), own] = errors({**weights, **learnt}, layers, [lines[k] for k in own])
            return True

        adapt(weights, layers, taught, settings, judge)
    return LeftOut(rounds, wrong)


def errors(weights: Mapping[str, Float32Array], layers: int, lines: Sequence[KnownLine]) -> list[int]:
    """How many characters of each line are read wrong, by the likeliest path."""
    frames = frames_of(weights, layers, [line.columns for line in lines])
    return [edits(best_path(own), line.labels) for own, line in zip(frames, lines, strict=True)]

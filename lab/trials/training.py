"""One trial: trained in Graves' representation, judged on the held-out forms."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import fmean

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from lab.engine.training_loop import Tell, TrainingLoop
from lab.trials.density import nats
from lab.trials.network import TrialNetwork
from lab.trials.position import with_position
from lab.trials.teacher import Teacher
from lab.trials.trial import Trial
from model.strokes import RowArray
from training.data.augmentation import Augmentation, vary_in_time
from training.data.batch import Batch, collate
from training.data.dataset import Sequences
from training.network import parameter_count
from training.optimise import Optimiser
from training.precision import autocast, choose
from training.recipe import one_cycle

JUDGED_AT_ONCE = 20_000  # rows


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial came to, on the held-out forms: nats per point, of all points and of those at which the pen moved;
    on the training lines' last tenth of steps; trainable numbers; points a second of the processor's work."""

    dev: float
    moving: float
    train: float
    parameters: int
    points_per_s: float


def augmented(rows: RowArray, trial: Trial, random: np.random.Generator) -> RowArray:
    """An augmented sample of a line's rows (n, 3): warped in time, bent, turned, sheared, stretched."""
    if trial.warp:
        rows = warped(rows, 1 + random.uniform(-trial.warp, trial.warp))
    augmentation = Augmentation(scale=trial.scale, shear=trial.shear, rotate=trial.rotate, bend=trial.bend)
    return vary_in_time(rows, augmentation, random)


def warped(rows: RowArray, speed: float) -> RowArray:
    """The same strokes as a writer ``speed`` times as fast would have left them at the same rate: each stroke sampled anew."""
    points = np.cumsum(rows[:, :2], axis=0, dtype=np.float64)
    pieces: list[npt.NDArray[np.float64]] = []
    for stroke in np.split(points, np.flatnonzero(rows[:-1, 2]) + 1):
        count = max(round((len(stroke) - 1) / speed), 1) + 1 if len(stroke) > 1 else 1
        at = np.linspace(0, len(stroke) - 1, count)
        known = np.arange(len(stroke))
        pieces.append(np.stack([np.interp(at, known, stroke[:, k]) for k in (0, 1)], axis=1))
    found = np.zeros((sum(map(len, pieces)), 3), dtype=np.float32)
    found[1:, :2] = np.diff(np.concatenate(pieces), axis=0)
    found[np.cumsum([len(piece) for piece in pieces]) - 1, 2] = 1.0
    found[-1, 2] = rows[-1, 2]
    return found


def blurred(rows: torch.Tensor, deviation: float) -> torch.Tensor:
    """Scaled rows whose offsets are read with so much noise; 0 for none. Targets stay as they were."""
    if not deviation:
        return rows
    noise = torch.zeros_like(rows)
    noise[..., :2].normal_(0, deviation)
    return rows + noise


def _batch(rows: Sequence[RowArray], scale: tuple[float, float], trial: Trial) -> Batch:
    if not trial.place:
        return collate(rows, scale)
    by = np.array([*scale, 1.0], dtype=np.float32)
    return collate([with_position(line / by) for line in rows], (1.0, 1.0))


def train(trial: Trial, seed: int, learn: Sequences, dev: Sequences, tell: Tell) -> Outcome:
    """Trains and judges; ``tell`` hears the points seen and the last loss.

    Raises FloatingPointError; CheckpointError where a teacher is asked for and cannot be read.
    """
    precision = choose()
    torch.manual_seed(seed)
    network = TrialNetwork(trial)
    average = copy.deepcopy(network) if trial.averaging else None
    teacher = Teacher() if trial.distil else None
    optimiser = Optimiser(network, rate=trial.rate, muon_rate=trial.muon, weight_decay=trial.weight_decay)
    scale, random = learn.scale(), np.random.default_rng(seed)
    batches = _steps(learn.share(trial.lines), trial, seed)

    def loss() -> tuple[torch.Tensor, int]:
        lines = [augmented(rows, trial, random) for rows in next(batches)]
        batch = _batch(lines, scale, trial)
        with autocast("cpu", precision):
            head = network(blurred(batch.rows, trial.blur))
        points = batch.mask.sum()
        cost = nats(head, batch.target, trial.density)
        if teacher is not None:
            taught = nats(head, teacher.sample(batch.rows, scale), trial.density)
            cost = (1 - trial.distil) * cost + trial.distil * taught
        return (cost * batch.mask).sum() / points, int(points)

    def clip() -> float:
        return float(nn.utils.clip_grad_norm_(network.parameters(), 1.0))

    def step(number: int, seen: int) -> None:
        optimiser.step(one_cycle(int(10_000 * seen / trial.points), 10_000, peak=1.0, warmup=0.05))  # by points seen
        if average is not None:
            with torch.no_grad():
                for mean, now in zip(average.parameters(), network.parameters(), strict=True):
                    mean.lerp_(now, 1 - trial.averaging)

    course = TrainingLoop(network, loss, clip, step).run(tell, points=trial.points, by_points=True)
    if course.diverged is not None:
        raise FloatingPointError(
            f"the loss is {course.curve[-1]}, its gradient {course.norms[-1]}, after {course.seen[-1]} points"
        )
    late = [cost for cost, seen in zip(course.curve, course.seen, strict=True) if seen > 0.9 * trial.points]
    whole, moving = judge(average or network, trial, dev, scale)
    return Outcome(whole, moving, fmean(late), parameter_count([network]), course.points_per_s)


def _steps(learn: Sequences, trial: Trial, seed: int) -> Iterator[list[RowArray]]:
    """The lines of each step, epoch after epoch."""
    for epoch in count():
        for indices in learn.plan(epoch, seed, trial.batch):
            yield [learn.plain[int(i)] for i in indices]


def judge(network: TrialNetwork, trial: Trial, dev: Sequences, scale: tuple[float, float]) -> tuple[float, float]:
    """Nats a point over whole lines from the zero state: of all points, and of those whose offset is not (0, 0)."""
    network.eval()
    total, points = np.zeros(2), np.zeros(2)
    with torch.no_grad():
        for indices in dev.plan(0, 0, JUDGED_AT_ONCE):
            batch = _batch([dev.plain[int(i)] for i in indices], scale, trial)
            cost = nats(network(batch.rows), batch.target, trial.density).double()
            real = batch.mask > 0
            moves = real & (batch.target[..., :2] != 0).any(-1)
            for k, which in enumerate((real, moves)):
                total[k] += float(cost[which].sum())
                points[k] += int(which.sum())
    network.train()
    whole, moving = total / points
    return float(whole), float(moving)

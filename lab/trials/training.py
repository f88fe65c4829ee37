"""One trial, trained and judged on the kept-back forms.

Knows: the ink in Graves' representation, looks at a line, the schedule, and what is counted.
Refuses to know: the command, which trials there are, and files.
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from lab.trials.density import nats
from lab.trials.network import TrialNetwork
from lab.trials.position import with_place
from lab.trials.teacher import Teacher
from lab.trials.trial import Trial
from model.strokes import RowArray
from training.data.augmentation import Augmentation, vary_in_time
from training.data.dataset import Batch, Sequences, collate
from training.network import parameter_count
from training.optimise import Optimiser
from training.recipe import one_cycle

JUDGED_AT_ONCE = 20_000  # rows


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial came to, on the kept-back forms: nats a point, of all points and of those at which the pen moved;
    on the training lines' last tenth of steps; trainable numbers; points a second of the processor's work."""

    dev: float
    moving: float
    train: float
    parameters: int
    points_per_s: float


def look(rows: RowArray, trial: Trial, random: np.random.Generator) -> RowArray:
    """One varied look at a line's rows (n, 3): warped in time, bent, turned, sheared, stretched."""
    if trial.warp:
        rows = warped(rows, 1 + random.uniform(-trial.warp, trial.warp))
    augmentation = Augmentation(scale=trial.scale, shear=trial.shear, rotate=trial.rotate, bend=trial.bend)
    return vary_in_time(rows, augmentation, random)


def warped(rows: RowArray, pace: float) -> RowArray:
    """The same strokes as a hand ``pace`` times as fast would have left them at the same rate: each stroke sampled anew."""
    points = np.cumsum(rows[:, :2], axis=0, dtype=np.float64)
    pieces: list[npt.NDArray[np.float64]] = []
    for stroke in np.split(points, np.flatnonzero(rows[:-1, 2]) + 1):
        count = max(round((len(stroke) - 1) / pace), 1) + 1 if len(stroke) > 1 else 1
        at = np.linspace(0, len(stroke) - 1, count)
        known = np.arange(len(stroke))
        pieces.append(np.stack([np.interp(at, known, stroke[:, k]) for k in (0, 1)], axis=1))
    found = np.zeros((sum(map(len, pieces)), 3), dtype=np.float32)
    found[1:, :2] = np.diff(np.concatenate(pieces), axis=0)
    found[np.cumsum([len(piece) for piece in pieces]) - 1, 2] = 1.0
    found[-1, 2] = rows[-1, 2]
    return found


def blurred(rows: torch.Tensor, deviation: float) -> torch.Tensor:
    """Scaled rows whose offsets are read with so much noise; 0 for none. What is foretold stays what it was."""
    if not deviation:
        return rows
    noise = torch.zeros_like(rows)
    noise[..., :2].normal_(0, deviation)
    return rows + noise


def _batch(rows: Sequence[RowArray], scale: tuple[float, float], trial: Trial) -> Batch:
    if not trial.place:
        return collate(rows, scale)
    by = np.array([*scale, 1.0], dtype=np.float32)
    return collate([with_place(line / by) for line in rows], (1.0, 1.0))


def carry_out(
    trial: Trial, seed: int, learn: Sequences, dev: Sequences, tell: Callable[[float, float], None]
) -> Outcome:
    """Trains and judges; ``tell`` hears the share done and the nats a point of late.

    Raises FloatingPointError; CheckpointError where a teacher is asked for and cannot be read.
    """
    torch.manual_seed(seed)
    network = TrialNetwork(trial)
    average = copy.deepcopy(network) if trial.averaging else None
    teacher = Teacher() if trial.distil else None
    optimiser = Optimiser(network, rate=trial.rate, muon_rate=trial.muon, weight_decay=trial.weight_decay)
    scale, random = learn.scale(), np.random.default_rng(seed)
    learn = learn.share(trial.lines)
    seen, epoch, began = 0, 0, time.process_time()
    late: list[float] = []
    while seen < trial.points:
        for indices in learn.plan(epoch, seed, trial.batch):
            batch = _batch([look(learn.plain[int(i)], trial, random) for i in indices], scale, trial)
            with torch.autocast("cpu", torch.bfloat16):
                head = network(blurred(batch.rows, trial.blur))
            count = batch.mask.sum()
            price = nats(head, batch.target, trial.density)
            if teacher is not None:
                taught = nats(head, teacher.draw(batch.rows, scale), trial.density)
                price = (1 - trial.distil) * price + trial.distil * taught
            loss = (price * batch.mask).sum() / count
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            value = float(loss.detach())
            if not math.isfinite(value):
                raise FloatingPointError(f"the loss is {value} after {seen} points")
            optimiser.step(
                one_cycle(int(10_000 * seen / trial.points), 10_000, peak=1.0, warmup=0.05)
            )  # by points seen
            if average is not None:
                with torch.no_grad():
                    for mean, now in zip(average.parameters(), network.parameters(), strict=True):
                        mean.lerp_(now, 1 - trial.averaging)
            seen += int(count)
            if seen > 0.9 * trial.points:
                late.append(value)
            tell(seen / trial.points, value)
            if seen >= trial.points:
                break
        epoch += 1
    work = time.process_time() - began
    whole, moving = judge(average or network, trial, dev, scale)
    return Outcome(whole, moving, sum(late) / len(late), parameter_count([network]), seen / max(work, 1e-9))


def judge(network: TrialNetwork, trial: Trial, dev: Sequences, scale: tuple[float, float]) -> tuple[float, float]:
    """Nats a point over whole lines from the zero state: of all points, and of those whose offset is not (0, 0)."""
    network.eval()
    total, count = np.zeros(2), np.zeros(2)
    with torch.no_grad():
        for indices in dev.plan(0, 0, JUDGED_AT_ONCE):
            batch = _batch([dev.plain[int(i)] for i in indices], scale, trial)
            price = nats(network(batch.rows), batch.target, trial.density).double()
            real = batch.mask > 0
            moves = real & (batch.target[..., :2] != 0).any(-1)
            for k, which in enumerate((real, moves)):
                total[k] += float(price[which].sum())
                count[k] += int(which.sum())
    network.train()
    whole, moving = total / count
    return float(whole), float(moving)

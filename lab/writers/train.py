"""Trains the embedding: which of the training list's writers wrote a piece of a line, told by the angle to a vector a writer.

The loss is CosFace (Wang et al. 2018, eq. 4): softmax over cosines, the right one lowered by a margin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from lab.writers.embedding import SIZE, HandEmbedding, padded
from lab.writers.lines import WrittenLines
from model.strokes import RowArray

MARGIN, SHARPNESS = 0.2, 16.0
RATE = 3e-3
SHORTEST, LONGEST = 90, 360  # rows of a piece
SIZES, TURN, NOISE = 0.06, 0.02, 0.03  # deviations: of the logarithm of size, of radians, of offsets in spreads of y


@dataclass(frozen=True, slots=True)
class Training:
    """``steps`` of ``lines`` pieces."""

    steps: int = 3000
    lines: int = 64
    seed: int = 1


def train(
    lines: WrittenLines, training: Training, told: Callable[[int, float], None] = lambda step, loss: None
) -> HandEmbedding:
    """The trained network. ``told``: every hundred steps and at last: how many are done, and the mean loss since."""
    torch.manual_seed(training.seed)
    network = HandEmbedding()
    numbers, labels = np.unique(lines.writers, return_inverse=True)
    writers = nn.Parameter(torch.randn(len(numbers), SIZE))
    optimiser = torch.optim.Adam([*network.parameters(), writers], lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=training.steps, pct_start=0.1)
    of_writer = [np.flatnonzero(labels == number) for number in range(len(numbers))]
    losses: list[float] = []
    for step in range(1, training.steps + 1):
        random = np.random.default_rng((training.seed, step))
        chosen = _evenly(of_writer, training.lines, random)
        most = int(random.integers(SHORTEST, LONGEST))
        table, lengths = padded([varied(piece(lines.rows[index], most, random), random) for index in chosen])
        right = torch.from_numpy(labels[chosen])
        cosines = network(table, lengths) @ nn.functional.normalize(writers, dim=1).T
        lowered = cosines - MARGIN * nn.functional.one_hot(right, len(numbers))
        loss = nn.functional.cross_entropy(SHARPNESS * lowered, right)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
        losses.append(float(loss.detach()))
        if step % 100 == 0 or step == training.steps:
            told(step, float(np.mean(losses)))
            losses.clear()
    return network.eval()


def piece(rows: RowArray, most: int, random: np.random.Generator) -> RowArray:
    """At most so many rows of a line, from anywhere in it."""
    begin = int(random.integers(max(len(rows) - most, 0) + 1))
    return rows[begin : begin + most]


def varied(rows: RowArray, random: np.random.Generator) -> RowArray:
    """Rows a little larger or smaller, turned and shaken: what measuring a line's frame and a pen leave open."""
    size, angle = np.exp(random.normal(0, SIZES)), random.normal(0, TURN)
    turn = size * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    made = rows.copy()
    made[:, :2] = rows[:, :2] @ turn + random.normal(0, NOISE, (len(rows), 2))
    made[:, 3] *= size
    return made


def _evenly(of_writer: list[npt.NDArray[np.intp]], count: int, random: np.random.Generator) -> npt.NDArray[np.intp]:
    """Lines of as many different writers as there are, or as ``count`` asks."""
    writers = [int(k) for k in random.permutation(len(of_writer))]
    return np.array([random.choice(of_writer[writers[k % len(writers)]]) for k in range(count)], dtype=np.intp)

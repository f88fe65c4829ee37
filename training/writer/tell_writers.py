"""Trains a network to make of ink a vector of its hand: which writer wrote a piece of a line, told by the angle to a vector a
writer.

The loss is CosFace (Wang et al. 2018, eq. 4): softmax over cosines, the right one lowered by a margin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from model.strokes import RowArray

Network = TypeVar("Network", bound=nn.Module)

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
    make: Callable[[], Network],
    rows: Sequence[RowArray],
    writers: npt.NDArray[np.intp],
    collate: Callable[[Sequence[RowArray]], tuple[Tensor, Tensor]],
    training: Training,
    told: Callable[[int, float], None] = lambda step, loss: None,
) -> Network:
    """The trained network.

    ``make``: the network, of what ``collate`` makes of lines' rows, to vectors (lines, numbers). ``rows``: each line's (n, 4),
    and the number of its writer. ``told``: every hundred steps and at last: how many are done, and the mean loss since.
    """
    torch.manual_seed(training.seed)
    network = make()
    numbers, labels = np.unique(writers, return_inverse=True)
    with torch.no_grad():
        size = network(*collate([rows[0]])).shape[1]
    centres = nn.Parameter(torch.randn(len(numbers), size))
    optimiser = torch.optim.Adam([*network.parameters(), centres], lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=training.steps, pct_start=0.1)
    of_writer = [np.flatnonzero(labels == number) for number in range(len(numbers))]
    losses: list[float] = []
    for step in range(1, training.steps + 1):
        random = np.random.default_rng((training.seed, step))
        chosen = _evenly(of_writer, training.lines, random)
        most = int(random.integers(SHORTEST, LONGEST))
        inks = collate([varied(piece(rows[index], most, random), random) for index in chosen])
        right = torch.from_numpy(labels[chosen])
        cosines = nn.functional.normalize(network(*inks), dim=1) @ nn.functional.normalize(centres, dim=1).T
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

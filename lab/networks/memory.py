"""How far back a trained network remembers: the loss when only the last k points are shown, and the gradient k steps back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from lab.networks.stack import Stack
from model.strokes import RowArray
from training.network import mixture_nats

PLACES = 1000  # places in the held-out lines, the same for every network
CHOICE = 7  # the seed that chooses them


def places(lines: Sequence[RowArray], steps: int, count: int = PLACES) -> tuple[Tensor, Tensor]:
    """Pieces of lines by chance, all the same for every caller: rows (steps, count, 4) and targets (steps, count, 3).

    Row i predicts target i. Fewer where the lines hold fewer. Raises ValueError where no line is longer than ``steps``.
    """
    starts = [(k, first) for k, rows in enumerate(lines) for first in range(len(rows) - steps)]
    if not starts:
        raise ValueError(f"no held-out line has more than {steps} points")
    chosen = np.random.default_rng(CHOICE).permutation(len(starts))[:count]
    pieces = np.stack(
        [lines[k][first : first + steps + 1] for k, first in (starts[i] for i in chosen.tolist())], axis=1
    )
    tensor = torch.from_numpy(np.ascontiguousarray(pieces))
    return tensor[:-1], tensor[1:, :, :3]


def nats_by_context(network: Stack, lines: Sequence[RowArray], contexts: Sequence[int]) -> list[float]:
    """For each k: nats of a point when the k points before it are given, and the state before them is zero.

    The same points for every k, at places with at least as many points before them as the largest k.
    """
    rows, target = places(lines, max(contexts))
    found = []
    with torch.no_grad():
        for k in contexts:
            head, _ = network(rows[-k:])
            found.append(float(mixture_nats(head[-1], target[-1]).double().mean()))
    return found


def gradient_by_lag(network: Stack, lines: Sequence[RowArray], steps: int) -> list[float]:
    """For k = 0 … steps − 1: the length of the gradient of a point's nats with respect to the row k steps back.

    The median over places, for a few steep ones would decide a mean. Row 0 back is the last one seen before the point. The
    network's parameters get no gradient.
    """
    rows, target = places(lines, steps)
    rows.requires_grad_(True)
    head, _ = network(rows)
    (slope,) = torch.autograd.grad(mixture_nats(head[-1], target[-1]).sum(), rows)
    lengths = slope.norm(dim=-1).median(dim=1).values
    return [float(length) for length in lengths.flip(0)]


def reach(nats: Sequence[float], contexts: Sequence[int], near: float = 0.01) -> float:
    """The least of ``contexts`` from which on every figure lies within ``near`` nats of the last."""
    for k, place in enumerate(contexts):
        if all(abs(value - nats[-1]) <= near for value in nats[k:]):
            return float(place)
    return float(contexts[-1])

"""The log-loss of a network in training on held-out lines, the same whether one process computes it or several.

Figures to report come from ``training.evaluate``, in float32.
"""

from __future__ import annotations

from itertools import islice

import torch

from training.data.lines import TrainingLines
from training.network import InkNetwork, mixture_nats
from training.parallel import Team
from training.precision import autocast


def mean_nats(
    network: InkNetwork,
    data: TrainingLines,
    scale: tuple[float, float],
    points: int,
    team: Team,
    precision: str,
    most: int | None = None,
) -> float:
    """Nats per point over a split, in scaled units, each line from the zero state; each process takes some batches.

    ``precision``: the run's (``training.precision``). ``most``: batches for each process, or None for all.

    The sum is over batches in their order, so that it is the same whoever worked which.
    """
    network.eval()
    device, sums = team.device, []
    with torch.no_grad(), autocast(device.type, precision):
        for batch in islice(data.batches(scale, points, (team.rank, team.size)), most):
            batch = batch.to(device)
            nats = mixture_nats(network.predict(batch), batch.target)
            sums.append((float((nats * batch.mask).sum()), float(batch.mask.sum())))
    network.train()
    by_rank = team.gather(sums)
    ordered = [by_rank[i % team.size][i // team.size] for i in range(sum(map(len, by_rank)))]
    return sum(nats for nats, _ in ordered) / sum(count for _, count in ordered)

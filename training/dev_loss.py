"""The figures of a network in training on held-out lines, the same whether one process computes them or several.

Figures to report come from ``training.evaluate``, in float32.
"""

from __future__ import annotations

from itertools import islice

import torch

from training.data.lines import TrainingLines
from training.parallel import Team
from training.precision import autocast
from training.trained_network import TrainedNetwork


def judge(
    network: TrainedNetwork,
    data: TrainingLines,
    scale: tuple[float, float],
    points: int,
    team: Team,
    precision: str,
    most: int | None = None,
) -> dict[str, float]:
    """The means of ``TrainedNetwork.judge`` over a split, each line by itself; each process takes some batches.

    ``precision``: the run's (``training.precision``). ``most``: batches for each process, or None for all.

    A sum is over batches in their order, so that it is the same whoever worked which.
    """
    network.eval()
    device, sums = team.device, []
    with torch.no_grad(), autocast(device.type, precision):
        for batch in islice(data.batches(scale, points, (team.rank, team.size)), most):
            sums.append(network.judge(batch.to(device)))
    network.train()
    by_rank = team.gather(sums)
    ordered = [by_rank[i % team.size][i // team.size] for i in range(sum(map(len, by_rank)))]
    return {
        name: sum(part[name][0] for part in ordered) / sum(part[name][1] for part in ordered) for name in ordered[0]
    }

"""The gradient of a batch: worked in parts, summed over them and over processes, clipped as a whole.

All parameters' gradients are views of one flat tensor, so that one sum carries them all.

Why not ``DistributedDataParallel``: it averages each process's own mean, and a batch's processes hold different numbers
of real points; its buckets are summed in an order of their own, and so differ from one process's run. Here the *sums* of
nats are differentiated, and divided by the points of the whole batch once they are added up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import torch
from torch import Tensor, nn

from training.parallel import Team, in_pairs

T = TypeVar("T")


class Gradient:
    """The gradient of all of a network's parameters, which find it where an optimiser looks for it."""

    def __init__(self, network: nn.Module) -> None:
        parameters = list(network.parameters())
        # the last two numbers: nats and points of the batch, which travel with the gradient
        self._flat = torch.zeros(sum(p.numel() for p in parameters) + 2, device=parameters[0].device)
        begin = 0
        for parameter in parameters:
            parameter.grad = self._flat[begin : begin + parameter.numel()].view_as(parameter)
            begin += parameter.numel()

    def work(self, parts: Sequence[T], nats_of: Callable[[T], tuple[Tensor, float]], team: Team) -> tuple[float, int]:
        """Differentiates the nats of ``parts``, this process's share, and adds those of the others.

        ``nats_of`` a part: (the sum of its nats, its real points, each as much as it counts), or 0 points where the part is
        empty. Leaves the gradient of the nats per point of the whole batch; returns that number, and the points. Raises Lost.
        """

        def part(which: T) -> Tensor:
            self._flat.zero_()
            nats, points = nats_of(which)
            if points:
                nats.backward()  # type: ignore[no-untyped-call]
                with torch.no_grad():
                    self._flat[-2], self._flat[-1] = nats.detach(), points
            return self._flat.clone()

        flat = in_pairs(parts, part, torch.add)
        team.sum(flat)
        nats, points = flat[-2:].tolist()
        torch.div(flat, points, out=self._flat)
        return nats / points, round(points)

    def clip(self, longest: float) -> float:
        """Shortens the gradient to ``longest``; its length before, which may be infinite or no number."""
        length = self._flat[:-2].norm()
        self._flat.mul_((longest / (length + 1e-6)).clamp(max=1.0))
        return float(length)

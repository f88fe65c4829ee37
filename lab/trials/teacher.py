"""A large network as a small one's teacher: it samples what might have come instead at each point (Hinton et al. 2015).

What is sampled takes the place of the next row in the student's loss.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from model.checkpoint import GRAVES
from training.evaluate import read_network
from training.network import CORRELATION_LIMIT, LOG_STD_RANGE
from training.precision import autocast, choose


class Teacher:
    """Raises CheckpointError for weights that cannot be read, ValueError for ones that read rows in space."""

    def __init__(self, path: Path = GRAVES) -> None:
        self.network, representation, self.scale, _ = read_network(path)
        self.precision = choose()
        if representation.kind != "time":
            raise ValueError(f"{path}: reads ink in {representation.kind}; a teacher here reads it in time")

    def sample(self, rows: Tensor, scale: tuple[float, float]) -> Tensor:
        """After each of ``rows`` (time, batch, 3), offsets divided by ``scale``, one next row by the teacher's mixture.

        Its error to the student is, on average, the cross-entropy from teacher to student.
        """
        by = torch.tensor([scale[0] / self.scale[0], scale[1] / self.scale[1], 1.0])
        with torch.no_grad(), autocast("cpu", self.precision):
            head, _ = self.network(rows * by)
        return sampled_rows(head) / by


def sampled_rows(head: Tensor) -> Tensor:
    """One row (…, 3) from each head (…, 1 + 6M): a component by its weight, an offset of it, a lift by its chance."""
    components = (head.shape[-1] - 1) // 6
    logits, *parts = torch.split(head[..., 1:], components, dim=-1)
    weights = torch.softmax(logits, dim=-1)
    which = torch.multinomial(weights.flatten(0, -2), 1).view(*weights.shape[:-1], 1)
    mean_x, mean_y, log_x, log_y, raw = (part.gather(-1, which).squeeze(-1) for part in parts)
    rho = CORRELATION_LIMIT * torch.tanh(raw)
    one, other = torch.randn_like(mean_x), torch.randn_like(mean_y)
    x = mean_x + torch.exp(log_x.clamp(*LOG_STD_RANGE)) * one
    y = mean_y + torch.exp(log_y.clamp(*LOG_STD_RANGE)) * (rho * one + torch.sqrt(1 - rho * rho) * other)
    return torch.stack((x, y, torch.bernoulli(torch.sigmoid(head[..., 0]))), dim=-1)

"""Muon for matrices (Jordan et al. 2024): each step is along the momentum's nearest orthogonal matrix, found in float32.

``torch.optim.Muon`` is the same but for its products in bfloat16, which a processor without them emulates: where there is AVX2
alone they take ten times as long as the rest of a training.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import cast

import torch
from torch import Tensor

COEFFICIENTS = (3.4445, -4.7750, 2.0315)  # of the quintic, steepest at 0: singular values end between 0.7 and 1.2
ROUNDS = 5
LEAST = 1e-7  # a norm


class Muon(torch.optim.Optimizer):
    """Nesterov's momentum; a matrix (rows, columns) moves by ``lr`` · √max(1, rows / columns) in each direction."""

    def __init__(self, parameters: Iterable[Tensor], *, lr: float, momentum: float, weight_decay: float) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """One step along the gradients that are there."""
        with torch.no_grad():
            for group in self.param_groups:
                for parameter in cast(list[Tensor], group["params"]):
                    if parameter.grad is not None:
                        self._move(parameter, parameter.grad, group["lr"], group["momentum"], group["weight_decay"])

    def _move(self, parameter: Tensor, gradient: Tensor, rate: float, momentum: float, weight_decay: float) -> None:
        state = self.state[parameter]
        if not state:
            state["momentum_buffer"] = torch.zeros_like(gradient)
        buffer = cast(Tensor, state["momentum_buffer"])
        buffer.lerp_(gradient, 1.0 - momentum)
        direction = nearest_orthogonal(gradient.lerp(buffer, momentum))
        rows, columns = parameter.shape
        parameter.mul_(1.0 - rate * weight_decay)
        parameter.add_(direction, alpha=-rate * math.sqrt(max(1.0, rows / columns)))


def nearest_orthogonal(matrix: Tensor) -> Tensor:
    """U Vᵀ of a matrix U S Vᵀ, nearly: by a few rounds of a Newton–Schulz iteration, in float32."""
    a, b, c = COEFFICIENTS
    is_tall = matrix.shape[0] > matrix.shape[1]
    now = (matrix.T if is_tall else matrix).float()
    now = now / now.norm().clamp(min=LEAST)  # so that no singular value is above 1
    for _ in range(ROUNDS):
        gram = now @ now.T
        now = torch.addmm(now, torch.addmm(gram, gram, gram, beta=b, alpha=c), now, beta=a)
    return now.T if is_tall else now

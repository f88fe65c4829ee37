"""Densities of the next offset that were tried in place of Graves' correlated Gaussians, over the same 6 numbers."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

from lab.trials.trial import Density
from training.network import LOG_STD_RANGE, mixture_nats

DEGREES = 5.0  # of freedom: between the Gaussian (∞) and Cauchy's tails (1)


def nats(head: Tensor, target: Tensor, density: Density) -> Tensor:
    """−log p of offset and pen, in nats: (…, 1 + 6M), (…, 3) → (…), as ``mixture_nats`` with another family.

    ``diagonal``: no correlation. ``cholesky``: the sixth number is the covariance's root's lower corner. ``student``:
    bivariate t of 5 degrees. ``logistic``: a product of two logistics a component.
    """
    if density == "correlated":
        return mixture_nats(head, target)
    components = (head.shape[-1] - 1) // 6
    logits, mean_x, mean_y, log_x, log_y, sixth = torch.split(head[..., 1:], components, dim=-1)
    log_x, log_y = log_x.clamp(*LOG_STD_RANGE), log_y.clamp(*LOG_STD_RANGE)
    x, y = target[..., 0:1] - mean_x, target[..., 1:2] - mean_y
    if density == "logistic":
        zx, zy = x * torch.exp(-log_x), y * torch.exp(-log_y)
        log_p = -zx - 2 * functional.softplus(-zx) - log_x - zy - 2 * functional.softplus(-zy) - log_y
    else:
        if density == "cholesky":  # (x, y) = L z with L = [[σx, 0], [corner, σy]]
            zx = x * torch.exp(-log_x)
            square = zx**2 + ((y - sixth * zx) * torch.exp(-log_y)) ** 2
            log_root = log_x + log_y
        else:
            rho = torch.zeros_like(sixth) if density == "diagonal" else 0.999 * torch.tanh(sixth)
            zx, zy = x * torch.exp(-log_x), y * torch.exp(-log_y)
            square = (zx**2 + zy**2 - 2 * rho * zx * zy) / (1 - rho**2)
            log_root = log_x + log_y + 0.5 * torch.log(1 - rho**2)
        # in two dimensions Γ(ν/2 + 1) / (Γ(ν/2) ν π) is 1 / 2π for every ν
        tail = -0.5 * (DEGREES + 2) * torch.log1p(square / DEGREES) if density == "student" else -0.5 * square
        log_p = tail - log_root - math.log(2 * math.pi)
    offset = torch.logsumexp(functional.log_softmax(logits, dim=-1) + log_p, dim=-1)
    pen = functional.binary_cross_entropy_with_logits(head[..., 0], target[..., 2], reduction="none")
    return pen - offset

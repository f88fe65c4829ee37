"""The gradient on its way back through time, ∂loss/∂h step by step, in equations written out for each cell.

torch finds the same by itself (``torch.autograd``; the tests compare the two). Here it can be read why a gradient fades:
each step multiplies it by Uᵀ and by slopes of at most 1 (Hochreiter 1991; Bengio et al. 1994; Pascanu et al. 2013, eq. 5),
unless a way leads past them. δx is short for ∂loss/∂x; vectors are rows, so that "Uᵀ δ" of the papers is ``δ @ U``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor

from lab.networks.cells import GRU, LSTM, LSTMParts, RecurrentCell, State, Vanilla
from lab.networks.stack import Stack
from training.network import mixture_nats


@dataclass(frozen=True, slots=True)
class Flow:
    """A loss's gradient with respect to the states before it, (distance, batch, hidden); distance 0 is the last state.

    ``h``: δh, where h alone is moved and an LSTM's c is held. ``c``: δc of an LSTM, and so through all that follows from it,
    h too. ``direct``: what comes back on the path that no weight matrix touches, through c or h alone: the products of the
    forget gates (LSTM), of z (GRU), or the whole (residual). None where a cell has no such part.
    """

    h: Tensor
    c: Tensor | None = None
    direct: Tensor | None = None


def flow_back(network: Stack, rows: Tensor, target: Tensor, distance: int) -> Flow:
    """The gradient of the nats of the point after the last row, with respect to the states 0 … ``distance`` steps back.

    Rows (time, batch, inputs), target (batch, 3), both scaled; the state before the first row is zero. No parameter gets a
    gradient. Raises ValueError for more than one layer, too few rows, and an LSTM without all its parts.
    """
    if len(network.cells) != 1:
        raise ValueError("the way back is written for one layer")
    if len(rows) <= distance:
        raise ValueError(f"{len(rows)} rows have no state {distance} steps before the last")
    cell = cast(RecurrentCell, network.cells[0])
    with torch.no_grad():
        seen: list[tuple[Tensor, State]] = []
        state = cell.zero(rows.shape[1])
        for projected in cell.project(rows).unbind(0):
            seen.append((projected, state))
            state = cell.step(projected, state)
    shown = state[0].requires_grad_(True)
    (first,) = torch.autograd.grad(
        mixture_nats(network.head(shown), target).sum(), shown
    )  # the head is not the question
    steps = seen[::-1][: distance + 1]
    with torch.no_grad():
        if isinstance(cell, LSTM):
            return _lstm(cell, first, steps)
        return _gru(cell, first, steps) if isinstance(cell, GRU) else _vanilla(cast(Vanilla, cell), first, steps)


Steps = list[tuple[Tensor, State]]  # of each step, the last one first: W x + b, and the state before it


def _vanilla(cell: Vanilla, d_h: Tensor, steps: Steps) -> Flow:
    """h = φ(a), a = W x + U h₋₁ + b:  δh₋₁ = Uᵀ (φ′(a) ⊙ δh);  with a residual, δh₋₁ = δh + α Uᵀ (φ′(a) ⊙ δh)."""
    found, first = [], d_h
    for projected, (before,) in steps:
        found.append(d_h)
        a = projected + cell.recur(before)
        slope = (a > 0).to(a.dtype) if cell.relu else 1 - torch.tanh(a) ** 2
        through = (slope * d_h) @ cell.weight_hh
        d_h = d_h + cell.residual * through if cell.residual else through
    h = torch.stack(found)
    return Flow(h, direct=first.expand_as(h) if cell.residual else None)


def _lstm(cell: LSTM, d_h: Tensor, steps: Steps) -> Flow:
    """c = f ⊙ c₋₁ + i ⊙ g, h = o ⊙ tanh c, and what the gates saw of h₋₁:

    δc = δc′ + δh ⊙ o ⊙ (1 − tanh² c), δc′ from the step after;  δc′₋₁ = f ⊙ δc;  δh₋₁ = Uᵀ (δa_i, δa_f, δa_g, δa_o).
    The first of these is the constant error carousel of Hochreiter and Schmidhuber (1997), with a forget gate.
    """
    if LSTMParts(forget_bias=cell.gates.forget_bias) != cell.gates:
        raise ValueError("the way back is written for an LSTM with all its parts and no peepholes")
    later = torch.zeros_like(d_h)  # δc′
    direct = torch.zeros_like(d_h)
    shown, cells, alone = [], [], []
    for k, (projected, (h, c)) in enumerate(steps):
        a_i, a_f, a_g, a_o = (projected + cell.recur(h)).chunk(4, dim=-1)
        i, f, g, o = torch.sigmoid(a_i), torch.sigmoid(a_f), torch.tanh(a_g), torch.sigmoid(a_o)
        squashed = torch.tanh(f * c + i * g)
        d_c = later + d_h * o * (1 - squashed**2)
        direct = direct if k else d_c
        shown.append(d_h)
        cells.append(d_c)
        alone.append(direct)
        through = torch.cat(
            (
                d_c * g * i * (1 - i),
                d_c * c * f * (1 - f),
                d_c * i * (1 - g**2),
                d_h * squashed * o * (1 - o),
            ),
            dim=-1,
        )
        d_h, later, direct = through @ cell.weight_hh, d_c * f, direct * f
    return Flow(torch.stack(shown), torch.stack(cells), torch.stack(alone))


def _gru(cell: GRU, d_h: Tensor, steps: Steps) -> Flow:
    """h = (1 − z) ⊙ n + z ⊙ h₋₁, n = tanh(a_n + r ⊙ u), u = U h₋₁ + b′:  δh₋₁ = z ⊙ δh + Uᵀ (δa_r, δa_z, r ⊙ δa_n)."""
    direct = d_h
    found, alone = [], []
    for projected, (h,) in steps:
        x_r, x_z, x_n = projected.chunk(3, dim=-1)
        u_r, u_z, u_n = cell.recur(h).chunk(3, dim=-1)
        r, z = torch.sigmoid(x_r + u_r), torch.sigmoid(x_z + u_z)
        n = torch.tanh(x_n + r * u_n)
        found.append(d_h)
        alone.append(direct)
        d_n = d_h * (1 - z) * (1 - n**2)
        through = torch.cat((d_n * u_n * r * (1 - r), d_h * (h - n) * z * (1 - z), d_n * r), dim=-1)
        d_h, direct = z * d_h + through @ cell.weight_hh, direct * z
    return Flow(torch.stack(found), direct=torch.stack(alone))


def left(gradient: Tensor) -> list[float]:
    """At each distance, the share of the length at distance 0 that is left: (distance, batch, hidden) → the batch's median.

    Each place has its own share before the median is taken, since a few steep places would decide a mean. 1 at distance 0.
    """
    lengths = gradient.norm(dim=-1)
    shares = lengths / lengths[0].clamp_min(torch.finfo(lengths.dtype).tiny)
    return [float(share) for share in shares.median(dim=1).values]


def spectral_radius(weight: Tensor) -> float:
    """The greatest absolute eigenvalue of a square matrix.

    Of N(0, s²) it comes near s·√n (the circular law: Ginibre 1965), and a vector's length grows by as much in one product.
    """
    return float(torch.linalg.eigvals(weight.detach()).abs().max())

"""Calibration of predicted probabilities: of a mixture's offsets, and of a bit such as the pen's lift.

The highest-density region of chance q of a density f is {x : f(x) ≥ c}, with c the (1 − q)-quantile of f(X), X sampled from
f (Hyndman 1996, "Computing and graphing highest density regions", The American Statistician 50 (2), sec. 3.2). So no
region need be found: x is in it where fewer than a share q of samples from f are denser than x. With ``SAMPLES`` = 99 samples
the rank of x among them is one of 100, each as likely as the others where x came from f; hence ranks below 50, 90 and 99
are 50, 90 and 99 % of all points, exactly, however few the samples. Where it did not, they tell of it a little blurred.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from model.mdn import COLDEST, CORRELATION_LIMIT, LOG_STD_MAX, LOG_STD_MIN, LONGEST_REACH
from model.trace import Controls
from training.network import mixture_nats

SAMPLES = 99
CHUNK = 512  # points at once: what 99 samples of 20 components take then stays in the cache
BATCH = 20_000  # points whose gradients are held at once
WIDEST = 3.0  # fitted temperatures are within e^±3


@dataclass(frozen=True, slots=True)
class Heat:
    """Three temperatures, 1 for none: mixture logits / ``weights``, deviations · √``sigma``, the pen's logit / ``pen``.

    The first two are ``Controls.temperature``'s, apart, and without its longer steps.
    """

    weights: float = 1.0
    sigma: float = 1.0
    pen: float = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Mixtures:
    """n mixtures of the next offset. ``log_weights``, means, deviations, ``rho``: (n, M), in scaled offsets."""

    log_weights: Tensor
    mean_x: Tensor
    mean_y: Tensor
    std_x: Tensor
    std_y: Tensor
    rho: Tensor


def heated(head: Tensor, weights: Tensor | float, sigma: Tensor | float, pen: Tensor | float) -> Tensor:
    """Heads (n, 1 + 6M) whose mixtures and lifts have these temperatures (``Heat``).

    Deviations at their least stay there: of a pen held at rest, and of what no smaller one could say.
    """
    lift, logits, means, logs, raw = _parts(head)
    step = 0.5 * torch.log(torch.as_tensor(sigma, dtype=head.dtype))
    logs = torch.where(logs > LOG_STD_MIN, logs + step, logs)
    return torch.cat((lift / pen, logits / weights, means, logs, raw), dim=-1)


def mixtures(head: Tensor, without: Tensor | None = None) -> Mixtures:
    """The mixtures that heads (n, 1 + 6M) stand for; those components (M,) left out, the others' weights made whole."""
    _, logits, means, logs, raw = _parts(head)
    if without is not None:
        logits = logits.masked_fill(without, -math.inf)
    mean_x, mean_y = means.chunk(2, dim=-1)
    std_x, std_y = logs.clamp(LOG_STD_MIN, LOG_STD_MAX).exp().chunk(2, dim=-1)
    return Mixtures(logits.log_softmax(-1), mean_x, mean_y, std_x, std_y, CORRELATION_LIMIT * torch.tanh(raw))


def pinned(head: Tensor) -> Tensor:
    """Which components (M,) are held at no movement and at the least deviation in all of the heads: a pen at rest."""
    _, logits, means, logs, _ = _parts(head)
    still = (torch.stack(means.chunk(2, -1)) == 0).all(0) & (torch.stack(logs.chunk(2, -1)) <= LOG_STD_MIN).all(0)
    held = still.all(0)
    return held if not held.all() else torch.zeros(logits.shape[-1], dtype=torch.bool)


def tempered(mix: Mixtures, controls: Controls) -> Mixtures:
    """What is really sampled from at a person's controls: ``mdn.temper`` for many."""
    temperature = max(controls.temperature, COLDEST)
    weights = (mix.log_weights / temperature).softmax(-1)
    floor = weights.amax(-1, keepdim=True).clamp(max=controls.floor)  # the largest stays
    weights = torch.where(weights < floor, 0.0, weights)
    square, variance = mix.mean_x**2 + mix.mean_y**2, mix.std_x**2 + mix.std_y**2
    reach = ((square + variance) / (square + temperature * variance)).clamp(max=LONGEST_REACH**2).sqrt()
    spread = math.sqrt(temperature) * reach
    logs = (weights / weights.sum(-1, keepdim=True)).log()
    return Mixtures(logs, mix.mean_x * reach, mix.mean_y * reach, mix.std_x * spread, mix.std_y * spread, mix.rho)


def sample(mix: Mixtures, count: int, random: torch.Generator) -> tuple[Tensor, Tensor]:
    """``count`` offsets from each mixture: x and y, (n, count)."""
    shares = mix.log_weights.exp().cumsum(-1)
    levels = torch.rand(len(shares), count, generator=random) * shares[:, -1:]
    chosen = torch.searchsorted(shares, levels, right=True).clamp(max=shares.shape[-1] - 1)
    mean_x, mean_y, std_x, std_y, rho = (
        part.gather(-1, chosen) for part in (mix.mean_x, mix.mean_y, mix.std_x, mix.std_y, mix.rho)
    )
    first, second = torch.randn(2, *chosen.shape, generator=random)
    return mean_x + std_x * first, mean_y + std_y * (rho * first + (1 - rho * rho).sqrt() * second)


def log_density(mix: Mixtures, x: Tensor, y: Tensor) -> Tensor:
    """log f at k offsets for each mixture: (n, k) → (n, k)."""
    free = 1 - mix.rho * mix.rho
    outside = mix.log_weights - math.log(2 * math.pi) - mix.std_x.log() - mix.std_y.log() - 0.5 * free.log()
    zx = (x[..., None] - mix.mean_x[:, None]) / mix.std_x[:, None]
    zy = (y[..., None] - mix.mean_y[:, None]) / mix.std_y[:, None]
    apart = zy - mix.rho[:, None] * zx
    return (outside[:, None] - 0.5 * (zx * zx + apart * apart / free[:, None])).logsumexp(-1)


def ranks(mix: Mixtures, x: Tensor, y: Tensor, random: torch.Generator) -> Tensor:
    """How many of ``SAMPLES`` samples are denser than the offsets x, y (n,) that came: (n,) in 0 … ``SAMPLES``."""
    found = []
    every = (x, y, mix.log_weights, mix.mean_x, mix.mean_y, mix.std_x, mix.std_y, mix.rho)
    for px, py, *some in zip(*(torch.split(part, CHUNK) for part in every), strict=True):
        piece = Mixtures(*some)
        sampled_x, sampled_y = sample(piece, SAMPLES, random)
        both = log_density(piece, torch.cat((px[:, None], sampled_x), -1), torch.cat((py[:, None], sampled_y), -1))
        found.append((both[:, 1:] > both[:, :1]).sum(-1))
    return torch.cat(found) if found else torch.zeros(0, dtype=torch.long)


def fit(head: Tensor, target: Tensor) -> Heat:
    """The temperatures at which ``target`` (n, ≥3) costs least, heads (n, 1 + 6M): all points, by L-BFGS."""
    turns = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    search = torch.optim.LBFGS([turns], max_iter=60, line_search_fn="strong_wolfe", tolerance_grad=1e-6)

    def temperatures() -> tuple[Tensor, ...]:
        return (WIDEST * torch.tanh(turns / WIDEST)).exp().float().unbind()

    def cost() -> Tensor:
        search.zero_grad()
        total = torch.zeros((), dtype=torch.float64)
        for some, points in zip(torch.split(head, BATCH), torch.split(target, BATCH), strict=True):
            part = mixture_nats(heated(some, *temperatures()), points).double().sum() / len(head)
            part.backward()  # type: ignore[no-untyped-call]
            total += part.detach()
        return total

    search.step(cost)  # type: ignore[no-untyped-call]
    return Heat(*(float(value.detach()) for value in temperatures()))


@dataclass(frozen=True, slots=True)
class Bin:
    """Points of like chance: how many, the chance that was given (mean), the share that came true, and where it may lie.

    ``low``, ``high``: Wilson's interval of 95 % (1927), as if the points were independent.
    """

    count: int
    chance: float
    share: float
    low: float
    high: float


def reliability(chance: Tensor, happened: Tensor, bins: int, *, by_chance: bool = False) -> list[Bin]:
    """Bins of a reliability diagram, from the least chance (n,) to the greatest; ``happened``: (n,) bool.

    Each has as many points as the others; with ``by_chance`` as many expected events, so that rare events' bins say
    something of the points where they are likely. Empty ones are left out.
    """
    chance, order = chance.double().sort(stable=True)
    came = happened[order].double()
    weight = chance.cumsum(0) if by_chance else torch.arange(1, len(chance) + 1, dtype=torch.float64)
    if not len(chance) or not weight[-1] > 0:
        return []
    inner = torch.arange(1, bins, dtype=torch.float64) * weight[-1] / bins
    ends = [0, *torch.searchsorted(weight, inner, right=True).tolist(), len(chance)]
    found = []
    for start, end in pairwise(ends):
        if end > start:
            count, events = end - start, float(came[start:end].sum())
            found.append(Bin(count, float(chance[start:end].mean()), events / count, *wilson(events, count)))
    return found


def expected_error(bins: list[Bin]) -> float:
    """The mean distance of share and chance over points (expected calibration error; Naeini et al. 2015)."""
    return sum(b.count * abs(b.share - b.chance) for b in bins) / max(sum(b.count for b in bins), 1)


def wilson(events: float, count: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's score interval for a share of ``events`` in ``count`` > 0."""
    share, more = events / count, z * z / count
    middle, half = share + more / 2, z * math.sqrt(share * (1 - share) / count + more / (4 * count))
    return max((middle - half) / (1 + more), 0.0), min((middle + half) / (1 + more), 1.0)


def share_of(inside: Tensor, line: Tensor) -> tuple[float, float]:
    """The share of points (n,) that are ``inside``, and its standard error over lines, whose points hang together.

    ``line``: (n,) the number of each point's line. The error is that of a ratio of sums over lines.
    """
    count = len(inside)
    if not count:
        return math.nan, math.nan
    value = float(inside.double().mean())
    off = torch.zeros(int(line.max()) + 1, dtype=torch.float64).index_add_(0, line, inside.double() - value)
    return value, float(off.square().sum().sqrt()) / count


def _parts(head: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """The lift's logit (n, 1), mixture logits (n, M), means (n, 2M), log deviations (n, 2M), raw correlation (n, M)."""
    m = (head.shape[-1] - 1) // 6
    lift, logits, means, logs, raw = torch.split(head, [1, m, 2 * m, 2 * m, m], dim=-1)
    return lift, logits, means, logs, raw

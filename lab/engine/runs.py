"""One run: a small network trained under a setting, and its loss on held-out lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from lab.engine.feeds import open_feed
from lab.engine.study_ink import StudyInk
from lab.engine.training_loop import Course, Tell, TrainingLoop
from lab.findings.results import Result
from lab.networks.budget import Setting, fit_width
from lab.networks.cells import State
from lab.networks.learnt_initial_state import Learnt
from lab.networks.stack import Stack, detached
from model.strokes import RowArray
from training.data.batch import collate
from training.network import mixture_nats, parameter_count
from training.recipe import one_cycle

SIDE_BY_SIDE = 64  # held-out lines at once


def train(setting: Setting, ink: StudyInk, seed: int, variant: str, tell: Tell) -> tuple[Stack, Result]:
    """Trains a network from the weights that ``seed`` gives it, in single precision; with it, its result without measures.

    The same setting, ink and seed give the same network on one machine. A loss or a gradient that is not finite ends
    the run: its result says at which step, and the network is then of no use. Raises ValueError for too few points.
    """
    hidden = fit_width(setting)
    torch.manual_seed(seed)
    network = (Learnt if setting.learnt else Stack)(setting.shape(hidden))
    optimiser = torch.optim.Adam(network.parameters(), lr=setting.rate, betas=(0.9, 0.99))
    lines = ink.train[: setting.lines] if setting.lines else ink.train
    feed = open_feed(setting, lines, seed)
    state: list[State] | None = None

    def loss() -> tuple[Tensor, int]:
        nonlocal state
        mean, after = feed.loss(network, state if setting.carry else None)
        state = detached(after)
        return mean, setting.batch * setting.window

    def step(number: int, seen: int) -> None:
        for group in optimiser.param_groups:
            group["lr"] = rate_at(number, setting)
        optimiser.step()

    loop = TrainingLoop(network, loss, lambda: clip_gradient(network, setting), step)
    course = loop.run(tell, steps=setting.steps)
    return network, result_of(course, network, setting, seed, variant, hidden, lambda: mean_nats(network, ink.dev))


def result_of(
    course: Course,
    network: nn.Module,
    setting: Setting,
    seed: int,
    variant: str,
    hidden: int,
    judge: Callable[[], float],
) -> Result:
    """A training's result. ``judge``: nats per point of the held-out lines; not asked where the training diverged."""
    diverged, nats = course.diverged, math.inf
    if diverged is None:
        nats = judge()
        if not math.isfinite(nats):
            diverged, nats = setting.steps, math.inf
    return Result(
        variant=variant,
        seed=seed,
        hidden=hidden,
        parameters=parameter_count([network]),
        nats=nats,
        curve=tuple(course.curve),
        norms=tuple(course.norms),
        points_per_s=course.points_per_s,
        seconds=course.seconds,
        diverged=diverged,
    )


def clip_gradient(network: nn.Module, setting: Setting) -> float:
    """Clips the parameters' gradient as a setting says; its norm before that, over all parameters.

    By norm: g · min(1, clip / |g|), which keeps its direction (Pascanu et al. 2013, algorithm 1). By value: each number of g
    to −clip … clip, which turns it. Raises ValueError for another way.
    """
    if setting.clip_by == "norm":
        return float(nn.utils.clip_grad_norm_(network.parameters(), setting.clip))
    if setting.clip_by != "value":
        raise ValueError(f"nothing is clipped by {setting.clip_by}")
    gradients: list[Tensor] = [p.grad for p in network.parameters() if p.grad is not None]
    norm = float(nn.utils.get_total_norm(gradients))
    nn.utils.clip_grad_value_(network.parameters(), setting.clip)
    return norm


def rate_at(step: int, setting: Setting) -> float:
    """The one-cycle rate (Smith and Topin 2018), as ``recipe.rate_at`` has it for the shipped networks."""
    return one_cycle(step, setting.steps, peak=setting.rate, warmup=setting.warmup)


def mean_nats(network: nn.Module, lines: Sequence[RowArray]) -> float:
    """Nats a point over whole lines (scaled rows, each of two or more), each from a zero state."""
    total = count = 0.0
    order = sorted((rows for rows in lines if len(rows) > 1), key=len)
    with torch.no_grad():
        for first in range(0, len(order), SIDE_BY_SIDE):
            batch = collate(order[first : first + SIDE_BY_SIDE], (1.0, 1.0))
            nats = mixture_nats(network(batch.rows)[0], batch.target)
            real = batch.mask > 0
            total += float(nats[real].double().sum())
            count += int(real.sum())
    return total / count

"""What the study ``gradients`` measures of a network: how much gradient comes back, how soon it is gone, at which width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import torch

from lab.engine.study_ink import StudyInk
from lab.networks import memory
from lab.networks.budget import Setting
from lab.networks.cells import RecurrentCell
from lab.networks.gradient_by_step import flow_back, left, spectral_radius
from lab.networks.stack import Stack

DISTANCE = 64  # steps back, at most
ASKED = 8  # the student's
LITTLE = 0.01  # of the gradient: as good as gone
PLACES = 400  # points of held-out lines from which it goes back
WIDTHS = (8, 16, 32, 64, 100, 128, 192, 256)


def measure_flow(network: Stack, ink: StudyInk, stage: str) -> dict[str, Any]:
    """The shares of the gradient that are left at each distance, and figures made from them; names end with the stage.

    ``h``, ``c``, ``direct``: as in ``gradient_by_step.Flow``. ``eight…``: the share left after ``ASKED`` steps; ``step…``: its
    ``ASKED``-th root, the factor of one. ``gone``: from which distance on less than ``LITTLE`` is left (of the LSTM through
    c, else of h); ``DISTANCE`` where there is none. ``radius``: of U, of a vanilla network.
    """
    distance = min(DISTANCE, max(map(len, ink.dev)) // 3)  # the lines of a trial are shorter
    rows, target = memory.places(ink.dev, distance + distance // 2, PLACES)  # the farthest state has seen something too
    flow = flow_back(network, rows, target[-1], distance)
    found: dict[str, Any] = {}
    for name, gradient in (("h", flow.h), ("c", flow.c), ("direct", flow.direct)):
        if gradient is None:
            continue
        shares = left(gradient)
        found[f"{name} {stage}"] = shares
        found[f"eight {name} {stage}"] = shares[ASKED]
        found[f"step {name} {stage}"] = shares[ASKED] ** (1 / ASKED)
    found[f"gone {stage}"] = gone(found.get(f"c {stage}", found[f"h {stage}"]))
    if network.shape.cell in ("rnn-tanh", "rnn-relu"):
        found[f"radius {stage}"] = spectral_radius(cast(RecurrentCell, network.cells[0]).weight_hh)
    return found


def gone(shares: Sequence[float]) -> float:
    """The first distance from which on less than ``LITTLE`` is left; the last one where that is nowhere so."""
    more = [k for k, share in enumerate(shares) if share >= LITTLE]
    return float(min(max(more, default=-1) + 1, len(shares) - 1))


def by_width(setting: Setting, ink: StudyInk, seed: int) -> list[float]:
    """The share of ∂loss/∂h left after ``ASKED`` steps in untrained networks of each of ``WIDTHS``."""
    rows, target = memory.places(ink.dev, 4 * ASKED, PLACES // 4)
    found = []
    for width in WIDTHS:
        torch.manual_seed(seed)
        found.append(left(flow_back(Stack(setting.shape(width)), rows, target[-1], ASKED).h)[ASKED])
    return found

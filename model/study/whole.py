"""One run on whole lines by torch's own kernels in half precision: for networks too large for a loop written in Python.

Knows: how such a network learns, Muon beside AdamW, and to note on the way what ``runs`` notes.
Refuses to know: how lines are shared out to steps (``batching`` does), cells that torch's kernels do not know, and files.
"""

from __future__ import annotations

import math
import time

import torch

from model.dataset import collate
from model.network import Config, Network, mixture_nats, parameter_count
from model.optimise import BETAS, MOMENTUM, is_hidden
from model.study.batching import WholeLines
from model.study.budget import Setting, fit_width
from model.study.material import INPUTS, Material
from model.study.results import Result
from model.study.runs import Tell, clip_gradient, mean_nats, rate_at

# Peak rates while the others' is ``Setting.rate``. Muon's: of 0.02, 0.06 and 0.15 over 60 steps the higher the better; a
# training of hours wants less. The head's is that of the others up to this many columns, and falls as they grow in number.
# Another value here is another training: the study's ``version`` is to be raised with it.
MUON_RATE = 0.15
HEAD_COLUMNS = 600


class Optimisers:
    """Muon for what is multiplied by hidden states, AdamW for all else, at rates that suit any width.

    As ``optimise.Optimiser``, but that the head's weights learn at a rate in inverse proportion to their columns. A step of
    Adam moves each weight equally far, so that what the head says moves by as much as there are columns; so moved, a wide
    network bursts at the rate that is best for a narrow one (Yang et al. 2022, "Tensor programs V", table 3).
    """

    def __init__(self, network: Network, rate: float) -> None:
        named = dict(network.named_parameters())
        hidden = [parameter for name, parameter in named.items() if is_hidden(name, parameter)]
        head = network.head.weight
        rest = [p for name, p in named.items() if not is_hidden(name, p) and p is not head]
        groups = [
            {"params": rest, "lr": rate},
            {"params": [head], "lr": rate * min(1.0, HEAD_COLUMNS / head.shape[1])},
        ]
        self._parts: list[torch.optim.Optimizer] = [torch.optim.AdamW(groups, betas=BETAS, weight_decay=0.0)]
        if hidden:
            self._parts.append(torch.optim.Muon(hidden, lr=MUON_RATE, momentum=MOMENTUM, weight_decay=0.0))
        self._peaks = [[group["lr"] for group in part.param_groups] for part in self._parts]

    def zero_grad(self) -> None:
        """Forgets the gradients."""
        for part in self._parts:
            part.zero_grad(set_to_none=True)

    def step(self, share: float) -> None:
        """One step at ``share`` (0 … 1) of every peak rate."""
        for part, peaks in zip(self._parts, self._peaks, strict=True):
            for group, peak in zip(part.param_groups, peaks, strict=True):
                group["lr"] = share * peak
            part.step()


def train(setting: Setting, material: Material, seed: int, variant: str, tell: Tell) -> tuple[Network, Result]:
    """As ``runs.train``, of a ``Network``: a step has whole lines of like length, each from a zero state, in bfloat16.

    Products are in half precision, sums, weights and the mixture in single. Raises ValueError for too few points, for a
    feed other than "bucketed", and for a network that torch's kernels do not know.
    """
    if setting.shape(1) != Setting(layers=setting.layers, components=setting.components).shape(1):
        raise ValueError(f"{variant}: torch's kernels know the plain LSTM with skips alone")
    if setting.feed != "bucketed" or setting.carry or setting.learnt:
        raise ValueError(f"{variant}: here lines are fed whole, in buckets, and each begins with zeros")
    torch.manual_seed(seed)
    network = Network(Config(setting.layers, fit_width(setting), setting.components, INPUTS))
    optimiser = Optimisers(network, setting.rate)
    lines = material.train[: setting.lines] if setting.lines else material.train
    feed = WholeLines(lines, setting.batch * setting.window, seed, buckets=True)
    curve: list[float] = []
    norms: list[float] = []
    points = 0
    diverged: int | None = None
    began, worked = time.monotonic(), time.process_time()
    for step in range(setting.steps):
        batch = collate(feed.next(), (1.0, 1.0))
        with torch.autocast("cpu", torch.bfloat16):
            head, _ = network(batch.rows)
        real = batch.mask.sum()
        loss = (mixture_nats(head, batch.target) * batch.mask).sum() / real
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        points += int(real)
        curve.append(float(loss.detach()))
        norms.append(clip_gradient(network, setting))
        if not math.isfinite(curve[-1]) or not math.isfinite(norms[-1]):
            diverged = step
            break
        optimiser.step(rate_at(step, setting) / setting.rate)
        tell(step + 1, curve[-1])
    seconds, worked = time.monotonic() - began, time.process_time() - worked
    with torch.autocast("cpu", torch.bfloat16):
        nats = math.inf if diverged is not None else mean_nats(network, material.dev)
    if diverged is None and not math.isfinite(nats):
        diverged, nats = setting.steps, math.inf
    return network, Result(
        variant=variant,
        seed=seed,
        hidden=network.config.hidden,
        parameters=parameter_count([network]),
        nats=nats,
        curve=tuple(curve),
        norms=tuple(norms),
        points_per_s=points / max(worked, 1e-9),
        seconds=seconds,
        diverged=diverged,
    )

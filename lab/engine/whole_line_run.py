"""One run on whole lines by torch's own kernels, in half precision where that is faster: for networks of millions."""

from __future__ import annotations

import torch
from torch import Tensor

from lab.engine.feeds import WholeLines
from lab.engine.runs import clip_gradient, mean_nats, rate_at, result_of
from lab.engine.study_ink import INPUTS, StudyInk
from lab.engine.training_loop import Tell, TrainingLoop
from lab.findings.results import Result
from lab.networks.budget import Setting, fit_width
from training.data.batch import collate
from training.network import Config, Network, mixture_nats
from training.optimise import Optimiser
from training.precision import autocast, choose

# Peak rates while the others' is ``Setting.rate``. Muon's: of 0.02, 0.06 and 0.15 over 60 steps the higher the better; a
# training of hours wants less. The head's is that of the others up to this many columns, and falls as they grow in number.
# Another value here is another training: the study's ``version`` is to be raised with it.
MUON_RATE = 0.15
HEAD_COLUMNS = 600


def optimiser_of(network: Network, rate: float) -> Optimiser:
    """Muon beside AdamW, at rates for any width: the head's weights learn at a rate in inverse proportion to their columns.

    A step of Adam moves each weight equally far, so that what the head says moves by as much as there are columns; so moved,
    a wide network bursts at the rate that is best for a narrow one (Yang et al. 2022, "Tensor programs V", table 3).
    """
    head_rate = rate * min(1.0, HEAD_COLUMNS / network.head.weight.shape[1])
    return Optimiser(network, rate=rate, muon_rate=MUON_RATE, weight_decay=0.0, head_rate=head_rate)


def train(setting: Setting, ink: StudyInk, seed: int, variant: str, tell: Tell) -> tuple[Network, Result]:
    """As ``runs.train``, of a ``Network``: a step has whole lines of like length, each from a zero state.

    Products are in bfloat16 where the processor is faster in it (``training.precision``), sums, weights and the mixture in
    single precision. Raises ValueError for too few points, for a feed other than "bucketed", and for a network that torch's
    kernels do not know.
    """
    if setting.shape(1) != Setting(layers=setting.layers, components=setting.components).shape(1):
        raise ValueError(f"{variant}: torch's kernels know the plain LSTM with skips alone")
    if setting.feed != "bucketed" or setting.carry or setting.learnt:
        raise ValueError(f"{variant}: here lines are fed whole, in buckets, and each begins with zeros")
    precision = choose()
    torch.manual_seed(seed)
    network = Network(Config(setting.layers, fit_width(setting), setting.components, INPUTS))
    optimiser = optimiser_of(network, setting.rate)
    lines = ink.train[: setting.lines] if setting.lines else ink.train
    feed = WholeLines(lines, setting.batch * setting.window, seed, buckets=True)

    def loss() -> tuple[Tensor, int]:
        batch = collate(feed.next(), (1.0, 1.0))
        with autocast("cpu", precision):
            head, _ = network(batch.rows)
        real = batch.mask.sum()
        return (mixture_nats(head, batch.target) * batch.mask).sum() / real, int(real)

    def step(number: int, seen: int) -> None:
        optimiser.step(rate_at(number, setting) / setting.rate)

    def judge() -> float:
        with autocast("cpu", precision):
            return mean_nats(network, ink.dev)

    loop = TrainingLoop(network, loss, lambda: clip_gradient(network, setting), step)
    course = loop.run(tell, steps=setting.steps)
    return network, result_of(course, network, setting, seed, variant, network.config.hidden, judge)

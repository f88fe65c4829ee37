"""The network in torch: stacked LSTM layers with skips and a mixture-density head (Graves 2013, sec. 4), and its loss.

``model.sampler`` runs the same network without torch.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.data.batch import Batch, Samples
from training.trained_network import TrainedNetwork

LOG_STD_RANGE = (-7.0, 5.0)  # in units of the scaled offsets; the same clamps as in ``mdn``
CORRELATION_LIMIT = 0.999

State = list[tuple[Tensor, Tensor]]  # per layer: h, c, each (1, batch, hidden)


@dataclass(frozen=True, slots=True)
class Config:
    """A network's shape. ``inputs``: width of a row; 3 for (dx, dy, lift), 4 with the height.

    ``rest``: the number of a component that stands for a pen at rest, or −1 for none. Its mean is held at no movement
    and its deviations at their least; only its weight is learnt. A device that counts in whole units says "exactly
    here, still" of a pen that pauses, and no component finds that point by gradient: the nearer one comes, the
    steeper its loss. The head's layout is the same with and without.

    ``dropout``: share of a layer's outputs that the next one and the head do not see in training.
    ``recurrent_dropout``: share of the weights from a layer's state to itself that are left out, the same for a whole
    sequence (Wan et al. 2013; Merity et al. 2018, "weight drop").
    """

    layers: int = 2
    hidden: int = 512
    components: int = 20
    inputs: int = 4
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    rest: int = -1

    def to_json(self) -> dict[str, object]:
        """For the weights' config."""
        return asdict(self)


def _masked(mask: Tensor, gradient: Tensor) -> Tensor:
    return gradient * mask.to(gradient.device)  # the network may have moved to a GPU


class InkNetwork(TrainedNetwork):
    """LSTM layers and a mixture head: the parameters that every network here has, and what a training asks of it.

    The head has 1 + 6·components rows: the lift's logit, then the mixture's weights (logits), means x and y, log standard
    deviations x and y, and raw correlation.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        below = [config.inputs + (config.hidden if k else 0) for k in range(config.layers)]
        self.lstm = nn.ModuleList(nn.LSTM(width, config.hidden) for width in below)
        self.head = nn.Linear(config.layers * config.hidden, 1 + 6 * config.components)
        self.dropout = nn.Dropout(config.dropout)
        for module in self.lstm:
            layer = cast(nn.LSTM, module)
            with torch.no_grad():
                # a forget gate that starts open (Gers et al. 2000; Jozefowicz et al. 2015)
                cast(Tensor, layer.bias_ih_l0)[config.hidden : 2 * config.hidden].fill_(1.0)
                cast(Tensor, layer.bias_hh_l0).zero_()
        if config.rest >= 0:
            learnt = torch.ones(1 + 6 * config.components)
            learnt[1 + config.rest + config.components * torch.arange(1, 6)] = 0.0
            for parameter, mask in ((self.head.weight, learnt[:, None]), (self.head.bias, learnt)):
                hook = cast(Callable[[Callable[[Tensor], Tensor]], object], parameter.register_hook)
                hook(partial(_masked, mask))
            self.hold_rest()

    def hold_rest(self) -> None:
        """Puts the component that stands for a pen at rest where it belongs; to be called after weights are loaded."""
        if self.config.rest < 0:
            return
        with torch.no_grad():
            for block in range(1, 6):  # mean x, mean y, log σ x, log σ y, raw correlation
                row = 1 + self.config.rest + self.config.components * block
                self.head.weight[row] = 0.0
                # a deviation beyond the clamp, so that weight decay leaves it there
                self.head.bias[row] = LOG_STD_RANGE[0] - 1.0 if block in (3, 4) else 0.0

    def layer(self, k: int) -> nn.LSTM:
        """Layer ``k``, from the bottom."""
        return cast(nn.LSTM, self.lstm[k])

    def predict(self, batch: Batch) -> Tensor:
        """What comes next after each row of a batch: the head, (time, batch, 1 + 6·components) in float32."""
        raise NotImplementedError

    def nats(self, batch: Batch) -> Tensor:
        """What each row of a batch costs in training, (time, batch), before the batch's mask."""
        return mixture_nats(self.predict(batch), batch.target)

    def total(self, batch: Samples) -> tuple[Tensor, float]:
        """See ``TrainedNetwork``: of what comes next; a row counts what ``batch.mask`` says."""
        assert isinstance(batch, Batch)
        nats = self.nats(batch)
        with torch.autocast(nats.device.type, enabled=False):
            return (nats * batch.mask).sum(), float(batch.mask.sum())

    def judge(self, batch: Samples) -> dict[str, tuple[float, float]]:
        """See ``TrainedNetwork``: the loss of what comes next alone, whatever else ``nats`` may count in training."""
        assert isinstance(batch, Batch)
        nats = mixture_nats(self.predict(batch), batch.target)
        return {self.loss: (float((nats * batch.mask).sum()), float(batch.mask.sum()))}


class Network(InkNetwork):
    """The prediction network. The input skips to every layer, every layer skips to the head (Graves, fig. 1)."""

    def predict(self, batch: Batch) -> Tensor:
        """See ``InkNetwork``."""
        return cast(Tensor, self(batch.rows)[0])

    def forward(self, rows: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """Whole sequences: rows (time, batch, inputs) → (head (time, batch, …) in float32, the state after them)."""
        outputs: list[Tensor] = []
        after: State = []
        for k, layer in enumerate(self.lstm):
            below = rows if k == 0 else torch.cat((rows.to(outputs[-1].dtype), self.dropout(outputs[-1])), dim=-1)
            out, end = self._layer(cast(nn.LSTM, layer), below, None if state is None else state[k])
            outputs.append(out)
            after.append(end)
        with torch.autocast(rows.device.type, enabled=False):  # half precision is too coarse for means and deviations
            return self.head(self.dropout(torch.cat(outputs, dim=-1)).float()), after

    def _layer(
        self, layer: nn.LSTM, below: Tensor, state: tuple[Tensor, Tensor] | None
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        share = self.config.recurrent_dropout if self.training else 0.0
        if not share:
            return cast(tuple[Tensor, tuple[Tensor, Tensor]], layer(below, state))
        thinned = functional.dropout(cast(Tensor, layer.weight_hh_l0), share)
        return cast(
            tuple[Tensor, tuple[Tensor, Tensor]],
            torch.func.functional_call(layer, {"weight_hh_l0": thinned}, (below, state)),
        )


def mixture_nats(head: Tensor, target: Tensor) -> Tensor:
    """−log p of the next rows, in nats (Graves 2013, eq. 26): (…, 1 + 6M), (…, ≥3) → (…).

    ``target``: (dx, dy, lift) in scaled units. The density is over scaled offsets.
    """
    components = (head.shape[-1] - 1) // 6
    lift_logit = head[..., 0]
    logits, mean_x, mean_y, log_x, log_y, raw = torch.split(head[..., 1:], components, dim=-1)
    log_x, log_y = log_x.clamp(*LOG_STD_RANGE), log_y.clamp(*LOG_STD_RANGE)
    rho = CORRELATION_LIMIT * torch.tanh(raw)
    one_minus = 1 - rho * rho
    zx = (target[..., 0:1] - mean_x) * torch.exp(-log_x)
    zy = (target[..., 1:2] - mean_y) * torch.exp(-log_y)
    square = (zx * zx + zy * zy - 2 * rho * zx * zy) / one_minus
    log_normal = -0.5 * square - log_x - log_y - 0.5 * torch.log(one_minus) - math.log(2 * math.pi)
    point = torch.logsumexp(functional.log_softmax(logits, dim=-1) + log_normal, dim=-1)
    pen = functional.binary_cross_entropy_with_logits(lift_logit, target[..., 2], reduction="none")
    return pen - point


def squared_error(head: Tensor, target: Tensor) -> Tensor:
    """Squared distance of the mixture's mean from the next offset, scaled units: Graves' SSE, per point (…)."""
    components = (head.shape[-1] - 1) // 6
    logits, mean_x, mean_y = torch.split(head[..., 1 : 1 + 3 * components], components, dim=-1)
    weights = torch.softmax(logits, dim=-1)
    error_x = (weights * mean_x).sum(-1) - target[..., 0]
    error_y = (weights * mean_y).sum(-1) - target[..., 1]
    return error_x * error_x + error_y * error_y


def parameter_count(modules: Sequence[nn.Module]) -> int:
    """Trainable numbers in all of ``modules``."""
    return sum(p.numel() for module in modules for p in module.parameters())

"""The trials' network: ``training.network.Network`` with a switch for everything that was tried."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from lab.trials import position
from lab.trials.trial import Trial

HEADS, PER_HEAD = 2, 32  # of the attention over the past


class Past(nn.Module):
    """Attention over what a layer said before: what followed when it was in a like state (an induction head)."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(hidden, HEADS * PER_HEAD) for _ in range(3))

    def forward(self, said: Tensor) -> Tensor:
        """(time, batch, hidden) → (time, batch, heads · each): keys are of the row before the value's."""
        before = torch.cat((torch.zeros_like(said[:1]), said[:-1]))
        query, key, value = (
            part.unflatten(-1, (HEADS, PER_HEAD)).permute(1, 2, 0, 3)
            for part in (self.query(said), self.key(before), self.value(said))
        )
        found = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        return found.permute(2, 0, 1, 3).flatten(-2)


class TrialNetwork(nn.Module):
    """Rows (time, batch, inputs) → head (time, batch, 1 + 6·components), from the zero state."""

    def __init__(self, trial: Trial) -> None:
        super().__init__()
        self.trial = trial
        widths = [trial.hidden] * trial.layers
        widths[-1] = round(trial.hidden * trial.last)
        inputs = position.WIDTH if trial.place else 3
        extra = HEADS * PER_HEAD if trial.past else 0
        below = [inputs, *(inputs + extra + width for width in widths[:-1])]
        self.lstm = nn.ModuleList(nn.LSTM(b, w) for b, w in zip(below, widths, strict=True))
        self.norms = nn.ModuleList(nn.LayerNorm(w) for w in widths if trial.layer_norm)
        self.past = Past(trial.hidden) if trial.past else None
        self.head = nn.Linear(sum(widths) + extra, 1 + 6 * trial.components)
        for module, width in zip(self.lstm, widths, strict=True):
            layer = cast(nn.LSTM, module)
            with torch.no_grad():
                cast(Tensor, layer.bias_ih_l0)[width : 2 * width].fill_(1.0)
                cast(Tensor, layer.bias_hh_l0).zero_()

    def forward(self, rows: Tensor) -> Tensor:
        """As the class says; noise and dropout only in training."""
        outputs: list[Tensor] = []
        more: list[Tensor] = []
        for k, module in enumerate(self.lstm):
            below = (
                rows if not k else torch.cat((rows.to(outputs[-1].dtype), self._thinned(outputs[-1]), *more), dim=-1)
            )
            out = self._layer(cast(nn.LSTM, module), below)
            if self.norms:
                out = self.norms[k](out)
            if k and self.trial.residual and out.shape == outputs[-1].shape:
                out = out + outputs[-1]
            outputs.append(out)
            if not k and self.past is not None:
                more.append(self.past(out))
        with torch.autocast("cpu", enabled=False):
            return cast(Tensor, self.head(self._thinned(torch.cat((*outputs, *more), dim=-1).float())))

    def _thinned(self, said: Tensor) -> Tensor:
        return functional.dropout(said, self.trial.dropout, self.training) if self.trial.dropout else said

    def _layer(self, layer: nn.LSTM, below: Tensor) -> Tensor:
        trial = self.trial
        if not self.training or not (trial.recurrent_dropout or trial.weight_noise):
            return cast(Tensor, layer(below)[0])
        weights: dict[str, Tensor] = dict(layer.named_parameters())
        if trial.weight_noise:
            weights = {name: w + trial.weight_noise * torch.randn_like(w) for name, w in weights.items()}
        if trial.recurrent_dropout:
            own = weights["weight_hh_l0"]
            weights["weight_hh_l0"] = functional.dropout(own, trial.recurrent_dropout)
        return cast(Tensor, torch.func.functional_call(layer, weights, (below,))[0])

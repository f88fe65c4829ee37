"""The shipped kind of network in plain torch.nn.LSTM: the reference that the numpy sampler is compared with."""

from __future__ import annotations

import numpy as np
import torch

from model.arrays import Float32Array
from model.checkpoint import Config, Tensors


class Reference(torch.nn.Module):
    """One torch.nn.LSTM a layer, each fed the input and the layer below, and a linear head over all layers."""

    def __init__(self, weights: Tensors, config: Config) -> None:
        super().__init__()
        inputs, hidden, layers = len(config["inputs"]), config["hidden"], config["layers"]
        self.lstm = torch.nn.ModuleList(
            torch.nn.LSTM(inputs + (hidden if k else 0), hidden, batch_first=True) for k in range(layers)
        )
        self.head = torch.nn.Linear(layers * hidden, 6 * config["components"] + 1)
        self.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
        self.scale = torch.tensor(config["input_scale"])

    @torch.no_grad()
    def heads(self, rows: Float32Array) -> Float32Array:
        """The head's output after each row, (n, 6M + 1)."""
        x = torch.from_numpy(rows).clone()[None]
        x[..., :2] /= self.scale
        tops: list[torch.Tensor] = []
        for layer in self.lstm:
            tops.append(layer(torch.cat([x, *tops[-1:]], dim=-1))[0])
        return np.asarray(self.head(torch.cat(tops, dim=-1))[0].numpy())

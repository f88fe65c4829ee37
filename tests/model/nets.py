"""Small random networks for the tests, as checkpoints hold them and as torch builds them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from model.arrays import Float32Array
from model.checkpoint import Config, Tensors, expected_shapes
from model.sampler import Sampler


def make(
    layers: int = 2, hidden: int = 24, inputs: int = 4, components: int = 5, seed: int = 0
) -> tuple[Tensors, Config]:
    """Weights large enough that gates open and close, and a config that fits them."""
    config: dict[str, Any] = {
        "name": f"test-{layers}x{hidden}",
        "layers": layers,
        "hidden": hidden,
        "components": components,
        "inputs": ["dx", "dy", "lift", "height"][:inputs],
        "input_scale": [0.75, 0.5],
    }
    random = np.random.default_rng(seed)
    weights = {
        name: random.normal(0.0, 2.0 / np.sqrt(hidden), shape).astype(np.float32)
        for name, shape in expected_shapes(config).items()
    }
    return weights, config


def sampler(**shape: int) -> Sampler:
    """A Sampler of such a network."""
    return Sampler(*make(**shape))


def ink(n: int, inputs: int = 4, seed: int = 1) -> Float32Array:
    """Rows that look like ink: small offsets, a lift now and then, the height that belongs to them."""
    random = np.random.default_rng(seed)
    rows = np.zeros((n, inputs), dtype=np.float32)
    rows[:, :2] = random.normal(0.0, 0.6, (n, 2))
    rows[0, :2] = 0.0
    rows[:, 2] = random.random(n) < 0.1
    if inputs == 4:
        rows[:, 3] = np.cumsum(rows[:, 1]) * 0.3
    return rows


class Reference(torch.nn.Module):
    """The network as its description says, in plain torch.nn.LSTM: what the sampler must agree with."""

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

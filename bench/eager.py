"""Plain torch loops of the networks that write, one row at a time: what the samplers are measured beside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bench.errors import BenchError
from model.alphabet import to_ids
from model.checkpoint import Config, Tensors
from model.input_rows import NEW_LINE
from model.trace import Controls

CONTROLS = Controls(0.5)


def eager_loop(weights: Tensors, config: Config) -> Callable[[int], None]:
    """The network that continues ink, and its sampling, as one would write them down in torch.

    Raises BenchError without torch.
    """
    torch = _torch()
    inputs, hidden, layers = len(config["inputs"]), config["hidden"], config["layers"]
    network: Any = torch.nn.Module()
    network.lstm = torch.nn.ModuleList(
        torch.nn.LSTM(inputs + (hidden if k else 0), hidden, batch_first=True) for k in range(layers)
    )
    network.head = torch.nn.Linear(layers * hidden, 6 * config["components"] + 1)
    network.load_state_dict({name: torch.from_numpy(np.array(array)) for name, array in weights.items()})
    network.eval()

    def write(steps: int) -> None:
        row = torch.zeros(1, 1, inputs)
        states: list[Any] = [None] * layers
        height = torch.zeros(())
        with torch.inference_mode():
            for _ in range(steps):
                below, tops = row, []
                for k, layer in enumerate(network.lstm):
                    top, states[k] = layer(below, states[k])
                    tops.append(top)
                    below = torch.cat((row, top), dim=-1)
                row, height = _next_row(torch, network.head(torch.cat(tops, dim=-1))[0, 0], height, inputs)

    return write


class EagerWriter:
    """The network that writes a text, in torch. Raises BenchError without torch."""

    def __init__(self, weights: Tensors, config: Config, text: str) -> None:
        self._torch = torch = _torch()
        parts = {name: torch.from_numpy(np.array(array)) for name, array in weights.items()}
        inputs, hidden = len(config["inputs"]), config["hidden"]
        features, style = config["window"]["features"], config["window"]["style"]
        self._layers = []
        for k in range(config["layers"]):
            layer = torch.nn.LSTM(inputs + features + 1 + style + (hidden if k else 0), hidden, batch_first=True)
            below = parts[f"lstm.{k}.weight_ih_l0"]
            read = (parts[f"text.lstm.{k}"], parts[f"text.style_lstm.{k}"])
            wide = torch.cat((below[:, :inputs], *read, below[:, inputs:]), 1)
            own = {name: parts[f"lstm.{k}.{name}"] for name in ("weight_hh_l0", "bias_ih_l0", "bias_hh_l0")}
            layer.load_state_dict({"weight_ih_l0": wide, **own})
            self._layers.append(layer.eval())
        self._head = (
            torch.cat((parts["head.weight"], parts["text.head"], parts["text.style_head"]), 1),
            parts["head.bias"],
        )
        self._end = parts["text.end.weight"], parts["text.end.bias"]
        self._window = parts["text.window.weight"], parts["text.window.bias"]
        alone = parts["text.embedding.weight"][to_ids(text, ended=True)].T[None]
        near = torch.nn.functional.conv1d(alone, parts["text.near.weight"], parts["text.near.bias"], padding=2)
        near = torch.nn.functional.gelu(near)
        far = torch.nn.functional.conv1d(near, parts["text.far.weight"], parts["text.far.bias"], padding=1)
        self._text = (far + near)[0].T
        self._places = torch.arange(len(self._text))
        self._inputs, self._features, self._style = inputs, features, torch.zeros(style)
        self.begin()

    def begin(self) -> None:
        """Before any ink."""
        torch = self._torch
        self._states: list[Any] = [None] * len(self._layers)
        self._place = torch.zeros(len(self._window[0]) // 3, 1)
        self._read = torch.zeros(1, 1, self._features)
        self._one_and_style = torch.cat((torch.ones(1, 1, 1), self._style.view(1, 1, -1)), -1)

    def read(self, row: Any) -> tuple[Any, Any]:
        """Takes in a row, (1, 1, inputs): the head after it, and the logit that the text ends with the next point."""
        torch = self._torch
        below, tops = torch.cat((row, self._read, self._one_and_style), -1), []
        for k, layer in enumerate(self._layers):
            top, self._states[k] = layer(below, self._states[k])
            if k == 0:
                raw = torch.nn.functional.linear(top[0, 0], *self._window).view(3, -1, 1)
                self._place = self._place + torch.nn.functional.softplus(raw[2])
                width = torch.exp(raw[1].clamp(-5, 3))
                seen = torch.exp(raw[0].clamp(-8, 4) - width * (self._place - self._places) ** 2).sum(0)
                self._read = (seen @ self._text).view(1, 1, -1)
            tops.append(top)
            below = torch.cat((row, self._read, self._one_and_style, top), -1)
        linear, top = torch.nn.functional.linear, torch.cat((*tops, self._read), -1)[0, 0]
        return linear(torch.cat((top, self._style)), *self._head), linear(top, *self._end)[0]

    def write(self, steps: int) -> None:
        """A text's first points, whatever the network says of its end."""
        torch = self._torch
        with torch.inference_mode():
            self.begin()
            row, height = torch.from_numpy(NEW_LINE.copy()).view(1, 1, -1), torch.zeros(())
            for _ in range(steps):
                head, _end = self.read(row)
                row, height = _next_row(torch, head, height, self._inputs)


def _next_row(torch: Any, head: Any, height: Any, inputs: int) -> tuple[Any, Any]:
    """A point sampled from a head, as the row that the network reads next, and its height."""
    temperature = CONTROLS.temperature
    logits, mean_x, mean_y, log_x, log_y, raw = head[1:].view(6, -1)
    chosen = torch.distributions.Categorical(logits=logits / temperature).sample()
    rho = 0.999 * torch.tanh(raw[chosen])
    std_x = torch.exp(log_x[chosen].clamp(-7, 5)) * temperature**0.5
    std_y = torch.exp(log_y[chosen].clamp(-7, 5)) * temperature**0.5
    first, second = torch.randn(2)
    dx = mean_x[chosen] + std_x * first
    dy = mean_y[chosen] + std_y * (rho * first + torch.sqrt(1 - rho * rho) * second)
    lift = torch.bernoulli(torch.sigmoid(head[0]))
    height = height + dy
    return torch.stack([dx, dy, lift, height][:inputs]).view(1, 1, inputs), height


def _torch() -> Any:
    try:
        import torch
    except ImportError:
        raise BenchError(
            "torch is not installed, and the eager loop is written in it: `make setup` installs it"
        ) from None
    torch.set_num_threads(1)
    return torch

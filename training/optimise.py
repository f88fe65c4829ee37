"""The optimisers of a training as one: Muon for matrices between hidden units, AdamW for all other parameters.

Muon steps along the momentum's nearest orthogonal matrix, so that every direction of a matrix learns at the same pace. On
handwriting it needs a fraction of the samples that AdamW needs (docs/lab/record.md). It is for matrices between hidden
units: what reads the few inputs, the head, and biases are AdamW's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from training.muon import Muon

MOMENTUM = 0.95
BETAS = (0.9, 0.99)
TEXT = "text."  # what the names of all parameters begin with that read a text
STYLE = "text.style_"  # of those that read a hand's style
NARROWEST = 16  # columns: a matrix narrower than this reads inputs, not hidden states


def is_hidden(name: str, parameter: Tensor) -> bool:
    """Whether a parameter of ``Network`` maps hidden states to gates: Muon's share."""
    return name.startswith("lstm.") and parameter.ndim == 2 and parameter.shape[1] >= NARROWEST


class Optimiser:
    """AdamW alone (``muon_rate`` 0), or Muon and AdamW side by side.

    ``head_rate``: the rate of the head's weights, ``text_rate``: of what reads a text,
    ``style_rate``: of what of that reads a hand's style, where they are given.
    """

    def __init__(
        self,
        network: nn.Module,
        *,
        rate: float,
        muon_rate: float,
        weight_decay: float,
        head_rate: float | None = None,
        text_rate: float | None = None,
        style_rate: float | None = None,
    ) -> None:
        named = {name: own for name, own in network.named_parameters() if own.requires_grad}
        hidden = [name for name in named if muon_rate and is_hidden(name, named[name])]
        head = [] if head_rate is None else ["head.weight"]
        style = [name for name in named if style_rate is not None and name.startswith(STYLE)]
        text = [name for name in named if text_rate is not None and name.startswith(TEXT) and name not in style]
        rest = [name for name in named if name not in {*hidden, *head, *text, *style}]
        self._parts: list[tuple[torch.optim.Optimizer, list[str], float]] = [
            (torch.optim.AdamW([named[n] for n in names], lr=own, betas=BETAS, weight_decay=weight_decay), names, own)
            for names, own in (
                (rest, rate),
                (head, head_rate or 0.0),
                (text, text_rate or 0.0),
                (style, style_rate or 0.0),
            )
            if names
        ]
        if hidden:
            muon = Muon([named[n] for n in hidden], lr=muon_rate, momentum=MOMENTUM, weight_decay=weight_decay)
            self._parts.append((muon, hidden, muon_rate))

    def zero_grad(self) -> None:
        """Forgets the gradients."""
        for part, _, _ in self._parts:
            part.zero_grad(set_to_none=True)

    def step(self, share: float) -> None:
        """One step at ``share`` (0 … 1) of each optimiser's own rate."""
        for part, _, rate in self._parts:
            for group in part.param_groups:
                group["lr"] = share * rate
            part.step()

    def tensors(self) -> dict[str, Tensor]:
        """The moments, as MOMENT.PARAMETER: what a checkpoint keeps."""
        return {f"{moment}.{name}": value for _, _, name, moment, value in self._moments()}

    def _moments(self) -> Iterator[tuple[torch.optim.Optimizer, int, str, str, Tensor]]:
        for part, names, _ in self._parts:
            for i, state in part.state_dict()["state"].items():
                for moment, value in state.items():
                    if moment != "step":
                        yield part, i, names[i], moment, value

    def restore(self, tensors: dict[str, Tensor], step: int) -> None:
        """Takes up ``tensors`` as they were after ``step`` steps. Raises ValueError for one missing or misshapen."""
        for part, names, _ in self._parts:
            muon = isinstance(part, Muon)
            state: dict[str, Any] = part.state_dict()
            state["state"] = {}
            for i, (name, parameter) in enumerate(zip(names, part.param_groups[0]["params"], strict=True)):
                moments = ("momentum_buffer",) if muon else ("exp_avg", "exp_avg_sq")
                found = {moment: tensors.get(f"{moment}.{name}") for moment in moments}
                for moment, value in found.items():
                    if value is None or value.shape != parameter.shape:
                        raise ValueError(f"the optimiser's {moment}.{name} is missing or of another shape")
                state["state"][i] = found if muon else {**found, "step": torch.tensor(float(step))}
            part.load_state_dict(state)

"""A trained network's weights in a wider one that says the same: new units listen, and nobody listens to them yet.

Knows: where each tensor of ``Network`` keeps its units (Chen et al. 2016, Net2Net, for the idea).
Refuses to know: files, training, and how far it is worth while.

Old rows and columns are taken over; old units give new ones no weight, and neither does the head, so the output is the
old one to the last bit of the sum. New units keep what chance gave them and can learn from the first step.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch  # noqa: TID253 – this is the training side
from torch import Tensor  # noqa: TID253

from model.network import Network


def widen(network: Network, tensors: Mapping[str, Tensor], hidden: int) -> None:
    """Puts weights of the same network with ``hidden`` units a layer, fewer than its own, into ``network``, in place.

    Raises ValueError where they are not such weights.
    """
    wide, inputs = network.config.hidden, network.config.inputs
    if not 0 < hidden <= wide:
        raise ValueError(f"{hidden} units a layer do not fit into {wide}")
    for name, parameter in network.named_parameters():
        old = tensors.get(name)
        rows = [parameter.shape[0]] if name.startswith("head.") else [wide] * 4
        old_rows = [parameter.shape[0]] if name.startswith("head.") else [hidden] * 4
        columns, old_columns = _columns(name, parameter, inputs, wide, hidden)
        if old is None or tuple(old.shape) != (sum(old_rows), *([sum(old_columns)] if columns else [])):
            raise ValueError(f"{name} is not that of {hidden} units a layer")
        with torch.no_grad():
            for new_part, old_part in zip(torch.split(parameter, rows), torch.split(old, old_rows), strict=True):
                kept = new_part[: len(old_part)]
                if not columns:
                    kept.copy_(old_part)
                    continue
                kept.zero_()
                blocks = zip(torch.split(kept, columns, 1), torch.split(old_part, old_columns, 1), strict=True)
                for new_block, old_block in blocks:
                    new_block[:, : old_block.shape[1]] = old_block


def _columns(name: str, parameter: Tensor, inputs: int, wide: int, hidden: int) -> tuple[list[int], list[int]]:
    """What a matrix's columns read, block by block, in the wide network and in the narrow one; nothing for a vector."""
    if parameter.ndim == 1:
        return [], []
    if name.endswith("weight_hh_l0"):
        return [wide], [hidden]
    if name == "head.weight":
        layers = parameter.shape[1] // wide
        return [wide] * layers, [hidden] * layers
    if parameter.shape[1] == inputs:
        return [inputs], [inputs]
    return [inputs, wide], [inputs, hidden]

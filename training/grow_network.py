"""Puts a trained network's weights into a wider or deeper one that computes the same (after Chen et al. 2016, Net2Net).

Old rows and columns are taken over; new units get zero outgoing weights, to the old units and to the head, so the output
is the old one to the last bit of the sum. New units and layers keep their random incoming weights and learn from the
first step.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from training.network import InkNetwork


def grow(network: InkNetwork, tensors: Mapping[str, Tensor], layers: int, hidden: int) -> None:
    """Puts weights of the same network, of ``layers`` layers with ``hidden`` units each, into ``network``, in place.

    Raises ValueError where ``network`` is the smaller one, or where these are not such weights.
    """
    wide, deep, inputs = network.config.hidden, network.config.layers, network.config.inputs
    if not 0 < hidden <= wide:
        raise ValueError(f"{hidden} units a layer do not fit into {wide}")
    if not 0 < layers <= deep:
        raise ValueError(f"{layers} layers do not fit into {deep}")
    for name, parameter in network.named_parameters():
        if name.startswith("lstm.") and int(name.split(".")[1]) >= layers:
            continue  # a new layer, as chance made it
        old = tensors.get(name)
        rows = [parameter.shape[0]] if name.startswith("head.") else [wide] * 4
        old_rows = [parameter.shape[0]] if name.startswith("head.") else [hidden] * 4
        columns, old_columns = _columns(name, parameter, inputs, (deep, wide), (layers, hidden))
        if old is None or tuple(old.shape) != (sum(old_rows), *([sum(old_columns)] if columns else [])):
            raise ValueError(f"{name} is not that of {layers} layers with {hidden} units")
        with torch.no_grad():
            for new_part, old_part in zip(torch.split(parameter, rows), torch.split(old, old_rows), strict=True):
                kept = new_part[: len(old_part)]
                if not columns:
                    kept.copy_(old_part)
                    continue
                kept.zero_()  # of new layers' columns, which the old head has none of, too
                blocks = zip(torch.split(kept, columns, 1), torch.split(old_part, old_columns, 1), strict=False)
                for new_block, old_block in blocks:
                    new_block[:, : old_block.shape[1]] = old_block


def _columns(
    name: str, parameter: Tensor, inputs: int, new: tuple[int, int], old: tuple[int, int]
) -> tuple[list[int], list[int]]:
    """What a matrix's columns read, block by block, in the new network and in the old one; nothing for a vector.

    ``new`` and ``old``: layers and units of each.
    """
    if parameter.ndim == 1:
        return [], []
    if name.endswith("weight_hh_l0"):
        return [new[1]], [old[1]]
    if name == "head.weight":
        return [new[1]] * new[0], [old[1]] * old[0]
    if parameter.shape[1] == inputs:
        return [inputs], [inputs]
    return [inputs, new[1]], [inputs, old[1]]

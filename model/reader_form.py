"""The form of the network that reads ink: what its JSON must say, its tensors, and the columns that it reads of a row.

Rows of ink go through two convolutions, the second of which takes some rows a frame, then through bidirectional LSTM layers,
then a linear head says of each frame which character it is, or none (``model.ctc``).

The JSON says ``layers`` and ``hidden`` (units a direction), ``alphabet`` (class k + 1 is its character k, class 0 none),
``straighten`` (whether lines are straightened first) and ``frames``: ``near``, numbers a row, ``far``, numbers a frame, and
``stride``, rows a frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.arrays import Float32Array
from model.input_rows import COLUMNS
from model.strokes import Representation, RowArray

REACH = 5  # rows that the first convolution sees
COLUMNS_READ = 7
DIRECTIONS = ("ahead", "back")
_LIMITS = {"near": 1024, "far": 4096, "stride": 64}


def columns_read(rows: RowArray, scale: tuple[float, float]) -> Float32Array:
    """Rows (n, 4) of ``model.input_rows`` as the network reads them: (n, 7).

    A row's offset stands in columns 0 and 1 where the pen drew it, in 2 and 3 where it was a hop in the air: as its inverse
    hyperbolic sine, for hops are far. Then lift, height, and whether it was a hop. ``scale``: offsets are divided by it.
    """
    offsets = rows[:, :2] / np.asarray(scale, dtype=np.float32)
    hop = np.concatenate((np.ones(1, dtype=np.float32), rows[:-1, 2]))[:, None]
    return np.concatenate((offsets * (1 - hop), np.arcsinh(offsets) * hop, rows[:, 2:], hop), axis=1)


def reader_fault(config: Mapping[str, Any]) -> str:
    """What is wrong with a reader's JSON, in words for the middle of a line; "" where nothing is."""
    if fault := ink_fault(config, "reader", "frames", _LIMITS):
        return fault
    stride = config["frames"]["stride"]
    return f"the frames' stride must be even, not {stride}" if stride % 2 else ""


def ink_fault(config: Mapping[str, Any], kind: str, part: str, limits: Mapping[str, int]) -> str:
    """The same of what each ``kind`` that reads ink says: how it takes it, and sizes in one ``part``, 1 … the limit each."""
    if tuple(config["inputs"]) != COLUMNS:
        return f"a {kind}'s inputs must be {', '.join(COLUMNS)}, not {config['inputs']!r}"
    sizes = config.get(part)
    for key, limit in limits.items():
        value = sizes.get(key) if isinstance(sizes, dict) else None
        if type(value) is not int or not 1 <= value <= limit:
            whose = f"{part}'" if part.endswith("s") else f"{part}'s"
            return f"the {whose} {key} must be a whole number in 1 … {limit}, not {value!r}"
    if type(config.get("straighten")) is not bool:
        return f"straighten must be true or false, not {config.get('straighten')!r}"
    try:
        ink = Representation(**config["representation"]).kind
    except (KeyError, TypeError):
        return "its config does not say in which representation it reads ink"
    return "" if ink == "space" else f"ink in {ink!r} is not read here"


def reader_shapes(config: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Every tensor of a reader, with its shape.

    ``near.weight`` (near, 7, 5) and ``far.weight`` (far, near, 2·stride), convolutions over rows, with their biases; of each
    layer k and direction D, ``ahead`` or ``back``, ``lstm.{k}.D.`` and the names of ``torch.nn.LSTM``, gates i, f, g, o,
    layer 0 over ``far`` numbers, the others over both directions of the one below; ``head.weight`` (1 + characters, 2·hidden).
    """
    hidden, frames, classes = config["hidden"], config["frames"], len(config["alphabet"]) + 1
    return {
        "near.weight": (frames["near"], COLUMNS_READ, REACH),
        "near.bias": (frames["near"],),
        "far.weight": (frames["far"], frames["near"], 2 * frames["stride"]),
        "far.bias": (frames["far"],),
        **blstm_shapes(config["layers"], hidden, frames["far"]),
        "head.weight": (classes, 2 * hidden),
        "head.bias": (classes,),
    }


def blstm_shapes(layers: int, hidden: int, below: int) -> dict[str, tuple[int, ...]]:
    """The tensors of bidirectional LSTM layers over ``below`` numbers, with their shapes."""
    shapes: dict[str, tuple[int, ...]] = {}
    for k in range(layers):
        for direction in DIRECTIONS:
            name = f"lstm.{k}.{direction}"
            shapes[f"{name}.weight_ih_l0"] = (4 * hidden, 2 * hidden if k else below)
            shapes[f"{name}.weight_hh_l0"] = (4 * hidden, hidden)
            shapes[f"{name}.bias_ih_l0"] = (4 * hidden,)
            shapes[f"{name}.bias_hh_l0"] = (4 * hidden,)
    return shapes

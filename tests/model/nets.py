"""Small random networks and rows of ink for the tests, in numpy alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.arrays import Float32Array
from model.captioner import Captioner
from model.checkpoint import CAPTIONER, CTC_READER, STACKED_LSTM, Config, Tensors, expected_shapes
from model.lab_networks import ARCHITECTURE, BLOCKS
from model.reader import Reader
from model.sampler import Sampler
from model.strokes import Representation


def make(
    layers: int = 2, hidden: int = 24, inputs: int = 4, components: int = 5, seed: int = 0
) -> tuple[Tensors, Config]:
    """Weights large enough that gates open and close, and a config that fits them."""
    config: dict[str, Any] = {
        "architecture": STACKED_LSTM,
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


def reader_parts(layers: int = 2, hidden: int = 12, stride: int = 4, seed: int = 0) -> tuple[Tensors, Config]:
    """Weights of a network that reads ink, and its config."""
    config: dict[str, Any] = {
        "architecture": CTC_READER,
        "name": "test-reader",
        "layers": layers,
        "hidden": hidden,
        "frames": {"near": 9, "far": 10, "stride": stride},
        "straighten": True,
        "alphabet": "abc d",
        "inputs": ["dx", "dy", "lift", "height"],
        "input_scale": [0.75, 0.5],
        "representation": Representation().to_json(),
    }
    return _by_chance(config, 1.5, seed), config


def _by_chance(config: Config, gain: float, seed: int) -> Tensors:
    """Weights that keep what they read about ``gain`` times as large."""
    random = np.random.default_rng(seed)
    return {
        name: random.normal(0.0, gain / np.sqrt(np.prod(shape[1:], initial=1.0)), shape).astype(np.float32)
        for name, shape in expected_shapes(config).items()
    }


def reader(**shape: int) -> Reader:
    """A Reader of such a network."""
    return Reader(*reader_parts(**shape))


def captioner_parts(layers: int = 2, hidden: int = 8, seed: int = 0) -> tuple[Tensors, Config]:
    """Weights of a network that captions a picture of ink, and its config."""
    sizes = {"first": 3, "second": 4, "third": 5, "fourth": 6, "frame": 8, "embedding": 3, "decoder": 9, "attention": 5}
    config: dict[str, Any] = {
        "architecture": CAPTIONER,
        "name": "test-captioner",
        "layers": layers,
        "hidden": hidden,
        "caption": {**sizes, "reach": 3},
        "straighten": True,
        "alphabet": "abc d",
        "inputs": ["dx", "dy", "lift", "height"],
        "input_scale": [0.75, 0.5],
        "representation": Representation().to_json(),
    }
    weights = _by_chance(config, 2.0, seed)
    weights["head.weight"] *= 8.0  # frames differ little, and yet say different things
    return weights, config


def captioner(**shape: int) -> Captioner:
    """A Captioner of such a network."""
    return Captioner(*captioner_parts(**shape))


def little(cell: str, hidden: int = 12, inputs: int = 4) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Weights (float16) of one of the lab's little networks with 4 components, and its config."""
    rows = BLOCKS[cell] * hidden
    shapes = {"cell.weight_ih": (rows, inputs), "cell.weight_hh": (rows, hidden), "cell.bias_ih": (rows,)}
    shapes |= {"cell.bias_hh": (rows,), "head.weight": (25, hidden), "head.bias": (25,)}
    random = np.random.default_rng(3)
    weights = {name: random.normal(0.0, 0.5, shape).astype(np.float16) for name, shape in shapes.items()}
    config: dict[str, Any] = {
        "architecture": ARCHITECTURE,
        "name": f"test-{cell}",
        "cell": cell,
        "layers": 1,
        "hidden": hidden,
        "components": 4,
    }
    config |= {"inputs": ["dx", "dy", "lift", "height"][:inputs], "input_scale": [0.75, 0.5]}
    return weights, config


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

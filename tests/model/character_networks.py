"""Tiny networks over characters, as chance makes them, for the tests of what runs or trains them."""

from __future__ import annotations

import numpy as np

from model.alphabet import PRINTABLE
from model.character_form import character_shapes
from model.checkpoint import CHARACTER_LSTM, Config, Tensors

CONFIG: Config = {
    "architecture": CHARACTER_LSTM,
    "name": "tiny",
    "layers": 2,
    "hidden": 8,
    "alphabet": PRINTABLE,
    "characters": {"embedding": 5},
}


def weights(seed: int = 1, config: Config = CONFIG) -> Tensors:
    random = np.random.default_rng(seed)
    return {name: random.normal(0, 0.4, shape).astype(np.float32) for name, shape in character_shapes(config).items()}

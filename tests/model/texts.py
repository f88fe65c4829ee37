"""Small random networks that write texts, for the tests, in numpy alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.alphabet import CHARACTERS
from model.checkpoint import TEXT_WINDOW, Config, Tensors, expected_shapes
from model.text_writer import TextWriter


def make(
    layers: int = 2, hidden: int = 24, components: int = 5, gaussians: int = 2, seed: int = 0, end: float = -50.0
) -> tuple[Tensors, Config]:
    """Weights that make something of a text, and a config that fits them; a character takes some eight rows.

    ``end``: what is added to the logit of a text's end.
    """
    config: dict[str, Any] = {
        "architecture": TEXT_WINDOW,
        "name": f"test-text-{layers}x{hidden}",
        "layers": layers,
        "hidden": hidden,
        "components": components,
        "inputs": ["dx", "dy", "lift", "height"],
        "input_scale": [0.75, 0.5],
        "alphabet": CHARACTERS,
        "window": {"components": gaussians, "embedding": 6, "features": 11, "style": 5},
    }
    random = np.random.default_rng(seed)
    weights = {
        name: random.normal(0.0, 2.0 / np.sqrt(hidden), shape).astype(np.float32)
        for name, shape in expected_shapes(config).items()
    }
    weights["text.embedding.weight"][0] = 0.0  # as for no character it always is
    weights["text.window.weight"] *= 0.3
    weights["text.window.bias"][:gaussians] = -1.0
    weights["text.window.bias"][gaussians : 2 * gaussians] = 1.0  # little of a character's neighbours
    weights["text.window.bias"][2 * gaussians :] = -2.0
    weights["text.style.vector.weight"] *= 0.005  # or it would drown all else
    weights["text.end.bias"] += np.float32(end)
    return weights, config


def writer(**shape: Any) -> TextWriter:
    """A TextWriter of such a network."""
    return TextWriter(*make(**shape))

"""Makes a picture of ink look as paper may show it: another pen, another light, and of how it was drawn nothing."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from model.arrays import Float32Array

THICKEST = 1.2  # pixels: the largest deviation of the blur that makes a stroke broader
NOISE = 0.08  # of the darkness, the largest deviation of a pixel


def other_pen(made: Float32Array, random: np.random.Generator) -> Float32Array:
    """A picture (channels, height, width) by a broader pen: its darkness alone is another."""
    blurred = gaussian_filter(made[0], random.uniform(0.3, THICKEST))
    changed = made.copy()
    changed[0] = np.minimum(blurred / max(float(np.quantile(blurred, 0.98)), 1e-6), 1.0)
    return changed


def photograph(made: Float32Array, random: np.random.Generator) -> Float32Array:
    """The darkness of a picture on paper that is not quite even; all other channels are empty."""
    height, width = made.shape[1:]
    changed = np.zeros_like(made)
    seen = other_pen(made, random)[0] * random.uniform(0.6, 1.0)
    shade = gaussian_filter(random.normal(0, 1, (height, width)), (8.0, 20.0))
    seen = seen + random.uniform(0, 1.5) * shade + random.normal(0, random.uniform(0, NOISE), (height, width))
    changed[0] = np.clip(seen, 0.0, 1.0)
    return changed
